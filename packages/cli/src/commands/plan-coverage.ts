import type { ExposureAnswer } from '@headgate/api';
import { FIELD_SHEET_LIMITS, hasErrors, parsePlan } from '@headgate/core';
import type { Plan } from '@headgate/core';
import { textOption } from '../command.ts';
import type { Context, Given, Run } from '../command.ts';
import { gravest } from '../exit.ts';
import type { Exit } from '../exit.ts';
import { askGateway } from '../gateway-client.ts';
import { choosePlan } from '../choose-plan.ts';
import { coverDeliveries, coverExport } from '../plan/coverage.ts';
import type { CoveredEvent, Coverage, Standing } from '../plan/coverage.ts';
import { readTelemetry, unnamedOf, unreadOf } from '../plan/read-telemetry.ts';
import { readPlanFiles } from '../plan-files.ts';
import { count, printIssues } from '../print-issues.ts';
import { printable } from '../print.ts';
import { formatCount } from '../words.ts';

interface Compared {
  readonly coverage: Coverage;
  /** Endings that come of the reading, not of what was read. */
  readonly exits: readonly Exit[];
  readonly unread: readonly { readonly file: string; readonly reason: string }[];
  readonly unit: 'events' | 'deliveries at most';
}

/** Compares a plan with an export, or, where none is named, with what the gateway delivered. */
export const run: Run = async (context, given) => {
  const files = readPlanFiles(
    await choosePlan(context, given, textOption(given, 'plan') ?? null),
    context.directory,
  );
  const { value: plan, issues } = parsePlan(files.plan, files.events);
  if (plan === null || hasErrors(issues)) {
    const checked = count(1 + files.events.length, 'file');
    return printIssues(context.print, { command: 'plan coverage', checked, issues });
  }
  const [path] = given.args;
  const compared =
    path === undefined ? await withGateway(plan, context, given) : await withExport(plan, context, given);
  report(context, compared);
  return gravest([
    ...compared.exits,
    ...findingsOf(compared.coverage, textOption(given, 'failOn') ?? 'unplanned'),
  ]);
};

async function withExport(plan: Plan, context: Context, given: Given): Promise<Compared> {
  const { tally, isPartial } = await readTelemetry(context, given);
  const unread = unreadOf(tally);
  const { eventsMax } = FIELD_SHEET_LIMITS;
  const isFull = tally.fields.size >= eventsMax;
  if (isFull) context.print.error(`warning: no more than ${eventsMax} events are told apart.`);
  const exits: Exit[] = [];
  if (isPartial) exits.push('interrupted');
  if (unread.length > 0 || isFull) exits.push('incomplete');
  return { coverage: coverExport(plan, tally.fields, unnamedOf(tally)), exits, unread, unit: 'events' };
}

/** Asks for every vendor of the plan; an event is as old as its newest field at any of them. */
async function withGateway(plan: Plan, context: Context, given: Given): Promise<Compared> {
  const period = {
    ...(textOption(given, 'from') === undefined ? {} : { from: textOption(given, 'from') }),
    ...(textOption(given, 'to') === undefined ? {} : { to: textOption(given, 'to') }),
  };
  const answers = await askGateway(context, given, async ({ client }) => {
    const all: ExposureAnswer[] = [];
    for (const vendor of plan.vendors.keys()) all.push(await client.exposure({ vendor, ...period }));
    return all;
  });
  const isCurrent = answers.every(({ current }) => current);
  if (!isCurrent) context.print.error('warning: the ledger has not taken in the newest deliveries.');
  return {
    coverage: coverDeliveries(plan, deliveredOf(answers)),
    exits: isCurrent ? [] : ['incomplete'],
    unread: [],
    unit: 'deliveries at most',
  };
}

function deliveredOf(
  answers: readonly ExposureAnswer[],
): ReadonlyMap<string, { readonly deliveries: number; readonly last: string }> {
  const delivered = new Map<string, { deliveries: number; last: string }>();
  for (const { fields } of answers) {
    for (const { events, deliveries, last: time } of fields) {
      const last = new Date(time).toISOString().slice(0, 10);
      for (const event of events) {
        const known = delivered.get(event);
        delivered.set(event, {
          deliveries: Math.max(known?.deliveries ?? 0, deliveries),
          last: known === undefined || known.last < last ? last : known.last,
        });
      }
    }
  }
  return delivered;
}

function findingsOf({ events, unplanned, unnamed }: Coverage, failOn: string): readonly Exit[] {
  const isTold = events.every(({ standing }) => standing !== 'not-told-apart');
  const isUnplanned =
    unplanned.length > 0 ||
    (unnamed > 0 && isTold) ||
    events.some(({ fields }) => (fields?.unplanned.length ?? 0) > 0);
  const isUnseen = events.some(({ standing }) => standing === 'unseen');
  const fails =
    ((failOn === 'unplanned' || failOn === 'either') && isUnplanned) ||
    ((failOn === 'unseen' || failOn === 'either') && isUnseen);
  return fails ? ['findings'] : [];
}

const WORDS: Readonly<Record<Standing, string>> = {
  seen: 'seen',
  unseen: 'planned, never seen',
  'unseen-draft': 'draft or retired, not seen',
  'retired-and-seen': 'retired, and still sent',
  'not-told-apart': 'its name is not shown, so it is not known whether it was seen',
};

function report({ print }: Context, { coverage, unread, unit }: Compared): void {
  const { events, unplanned, unnamed } = coverage;
  const seen = events.filter((each) => each.events > 0).length;
  if (print.format === 'json')
    print.json({ schemaVersion: 1, command: 'plan coverage', unit, ...coverage, unread });
  else {
    for (const event of events) for (const line of linesOf(event, unit)) print.data(line);
    for (const each of unplanned) {
      print.data(
        `${print.style('yellow', 'unplanned')}  ${printable(each.event)}: ${formatCount(each.events)} ${unitOf(each.events, unit)}`,
      );
    }
    if (unnamed > 0) {
      const words = 'events whose name is not shown, since it looks like data or is none';
      print.data(`${print.style('yellow', 'unplanned')}  ${words}: ${formatCount(unnamed)}`);
    }
    for (const { file, reason } of unread) print.data(`not read  ${printable(file)}: ${reason}`);
  }
  const share = events.length === 0 ? '0' : ((100 * seen) / events.length).toFixed(0);
  const others = unplanned.length + (unnamed > 0 ? 1 : 0);
  print.note(`${seen} of ${count(events.length, 'planned event')} seen (${share} %), ${others} unplanned`);
}

function linesOf({ id, standing, events, last, fields }: CoveredEvent, unit: string): readonly string[] {
  const when = last === null ? '' : `, last on ${last}`;
  const many = events > 0 ? `: ${formatCount(events)} ${unitOf(events, unit)}${when}` : '';
  const lines = [`${printable(id)}  ${WORDS[standing]}${many}`];
  if (fields === null) return lines;
  const found = fields.planned - fields.unseen.length;
  lines.push(`    ${found} of ${count(fields.planned, 'planned field')} seen`);
  if (fields.unseen.length > 0) lines.push(`    never: ${printable(fields.unseen.join(', '))}`);
  if (fields.unplanned.length > 0) lines.push(`    unplanned: ${printable(fields.unplanned.join(', '))}`);
  return lines;
}

function unitOf(events: number, unit: string): string {
  return events === 1 && unit === 'events' ? 'event' : unit;
}
