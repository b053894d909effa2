import type { ExposureAnswer } from '@headgate/api';
import { DOMAIN_PATTERN, NORMALISERS, hasErrors, parsePlan, pseudonymUses } from '@headgate/core';
import type { Plan, PseudonymUse } from '@headgate/core';
import { dataFilesIn } from '@headgate/gateway';
import { readDayKeys, readKeyFile } from '@headgate/seal';
import { isGiven, textOption } from '../command.ts';
import type { Context, Given, Run } from '../command.ts';
import { Failure } from '../exit.ts';
import { askGateway } from '../gateway-client.ts';
import { readPlanFiles } from '../plan-files.ts';
import { printIssues, count } from '../print-issues.ts';
import { formatTable, printable } from '../print.ts';
import { readPlaces } from '../read-config.ts';
import { findTokens } from '../subject/find-tokens.ts';
import type { FoundSubject, SubjectKeys } from '../subject/find-tokens.ts';
import { readValue } from '../subject/read-value.ts';
import { formatCount, formatTime } from '../words.ts';

/** Prints the pseudonyms by which vendors know one person, and, when asked, what each was delivered of them. */
export const run: Run = async (context, given) => {
  const { print } = context;
  const { planFile, dataDirectory, keyFile } = await readPlaces(context, given);
  const files = readPlanFiles(planFile, context.directory);
  const { value: plan, issues } = parsePlan(files.plan, files.events);
  if (plan === null || hasErrors(issues)) {
    const checked = count(1 + files.events.length, 'file');
    return printIssues(print, { command: 'subject find', checked, issues });
  }
  const uses = usesOf(plan, given);
  const keys = openKeys(dataFilesIn(dataDirectory, keyFile));
  const found = findTokens(await readValue(context, process.stdin, 'subject find'), uses, keys);
  const delivered = isGiven(given, 'delivered') ? await askDelivered(plan, found, context, given) : null;
  if (print.format === 'json') print.json({ schemaVersion: 1, ...found, delivered });
  else show(context, found, delivered);
  return 'clean';
};

/** Those of the plan, or one domain at every vendor. */
function usesOf(plan: Plan, given: Given): readonly PseudonymUse[] {
  const domain = textOption(given, 'domain');
  const written = textOption(given, 'normalise');
  const normaliser = NORMALISERS.find((each) => each === written);
  if (written !== undefined && normaliser === undefined) {
    throw new Failure('usage', '--normalise is no normaliser', `Use one of ${NORMALISERS.join(', ')}.`);
  }
  const planned = pseudonymUses(plan);
  if (domain === undefined) {
    if (normaliser === undefined) return planned;
    throw new Failure('usage', '--normalise goes with --domain', 'Name the domain too.');
  }
  const known = planned.filter((use) => use.domain === domain);
  if (normaliser === undefined && known.length > 0) return known;
  if (!DOMAIN_PATTERN.test(domain)) {
    throw new Failure('usage', '--domain is no name of a domain', 'Name one of the plan, such as user.');
  }
  return [...plan.vendors.values()].map(({ name: vendor, pseudonyms }) => ({
    vendor,
    domain,
    normaliser: normaliser ?? 'exact',
    epoch: pseudonyms.domains.get(domain) ?? pseudonyms.epoch,
  }));
}

function openKeys(paths: { readonly keys: string; readonly dayKeys: string }): SubjectKeys {
  try {
    return { keys: readKeyFile(paths.keys), days: readDayKeys(paths.dayKeys) };
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/\.$/, '') : 'the keys cannot be read';
    throw new Failure('usage', reason, 'Run where the key file of the gateway can be read.');
  }
}

type Delivered = readonly ExposureAnswer[];

function askDelivered(
  plan: Plan,
  { subject }: FoundSubject,
  context: Context,
  given: Given,
): Promise<Delivered> {
  return askGateway(context, given, async ({ client }) => {
    const answers: ExposureAnswer[] = [];
    for (const vendor of plan.vendors.keys()) answers.push(await client.subjectExposure(vendor, subject));
    return answers;
  });
}

function show({ print }: Context, found: FoundSubject, delivered: Delivered | null): void {
  const rows = found.tokens.map(({ vendor, domain, epoch, token }) => [vendor, domain, epoch, token]);
  print.data(`subject ${found.subject}`);
  print.data(formatTable(['VENDOR', 'DOMAIN', 'EPOCH', 'PSEUDONYM'], rows));
  for (const { vendor, domain } of found.sessions) {
    print.data(`${vendor}, ${domain}: one for each session, which cannot be found without its id`);
  }
  if (delivered !== null) print.data(`\n${formatDelivered(delivered)}`);
  print.note('Ask each vendor to delete by its own pseudonyms. Those of days past cannot be made again.');
}

function formatDelivered(delivered: Delivered): string {
  const rows = delivered.map(({ vendor, deliveries, first, last, fields, current }) => [
    printable(vendor),
    formatCount(deliveries),
    formatTime(first),
    formatTime(last),
    fields.map(({ path }) => printable(path)).join(', ') +
      (current ? '' : ' (newest deliveries may be missing)'),
  ]);
  return formatTable(['VENDOR', 'DELIVERIES', 'FIRST', 'LAST', 'FIELDS'], rows);
}
