import { baselineOf, hasErrors, measurePairs, parsePlan, risesOver } from '@headgate/core';
import type { LinkabilityBaseline, PairReport, Plan, Rise } from '@headgate/core';
import { createReadStream, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { choosePlan } from '../choose-plan.ts';
import { isGiven, textOption } from '../command.ts';
import type { Context, Given, Run } from '../command.ts';
import { PLAN_DIRECTORY } from '../demo/stage.ts';
import { Failure, gravest } from '../exit.ts';
import type { Exit } from '../exit.ts';
import { readBaseline, writeBaseline } from '../linkability/baseline.ts';
import { DEMO, demoSample } from '../linkability/demo-sample.ts';
import { formatPairs, legend, percent } from '../linkability/format-pairs.ts';
import { makeStreams } from '../linkability/make-streams.ts';
import { SAMPLE_LIMITS, readSample } from '../linkability/read-sample.ts';
import type { Sample } from '../linkability/sample.ts';
import { readPlanFiles } from '../plan-files.ts';
import { count, printIssues } from '../print-issues.ts';

/** Without a baseline, nothing that singles people out may be there at two vendors. */
const NO_IDS: ReadonlySet<string> = new Set(['ids']);

/**
 * Sends a sample through the plan and joins what every two vendors would have. Ends with `findings` where more is linkable than
 * in the baseline; without one, where ids link anything at all.
 */
export const run: Run = async (context, given) => {
  const { print } = context;
  const isDemo = isGiven(given, 'demo');
  const planFile = isDemo
    ? join(PLAN_DIRECTORY, 'plan.yaml')
    : await choosePlan(context, given, textOption(given, 'plan') ?? null);
  const files = readPlanFiles(planFile, context.directory);
  const parsed = parsePlan(files.plan, files.events);
  const checked = count(1 + files.events.length, 'file');
  if (parsed.value === null || hasErrors(parsed.issues)) {
    return printIssues(print, { command: 'linkability', checked, issues: parsed.issues });
  }
  const known = baselineIn(context, given);
  const sample = isDemo ? { ...demoSample(DEMO), isCut: false } : await readEvents(context, given);
  const { value: streams, issues } = makeStreams(atLeastTwo(parsed.value), sample.events);
  if (streams === null) return printIssues(print, { command: 'linkability', checked, issues });
  const pairs = measurePairs(streams);
  const rises = risesOf(pairs, known, textOption(given, 'tolerance'));
  report(context, { pairs, sample, rises });
  const target = textOption(given, 'writeBaseline');
  if (target !== undefined) writeBaseline(resolve(context.directory, target), baselineOf(pairs));
  return gravest([
    ...exitsOf(context, sample),
    ...(rises.length > 0 && target === undefined ? (['findings'] as const) : []),
  ]);
};

function baselineIn(context: Context, given: Given): LinkabilityBaseline | null {
  const file = textOption(given, 'baseline');
  return file === undefined ? null : readBaseline(resolve(context.directory, file));
}

async function readEvents(context: Context, given: Given): Promise<Sample & { readonly isCut: boolean }> {
  const [path] = given.args;
  if (path === undefined) {
    throw new Failure(
      'usage',
      'there is no sample',
      'Name a file of events as apps send them, -, or use --demo.',
    );
  }
  const file = resolve(context.directory, path);
  if (path !== '-' && statSync(file, { throwIfNoEntry: false })?.isFile() !== true) {
    throw new Failure('usage', 'there is no file at this path', 'Name a file of lines of JSON, or -.');
  }
  return readSample(path === '-' ? process.stdin : createReadStream(file), Date.now());
}

function atLeastTwo(plan: Plan): Plan {
  if (plan.vendors.size > 1) return plan;
  throw new Failure('usage', 'the plan has fewer than two vendors', 'There is nothing to join.');
}

function risesOf(
  pairs: readonly PairReport[],
  known: LinkabilityBaseline | null,
  tolerance = '0',
): readonly Rise[] {
  const points = Number(tolerance);
  if (tolerance === '' || !(points >= 0 && points <= 100)) {
    throw new Failure(
      'usage',
      '--tolerance is no number from 0 to 100',
      'Give percentage points, such as 0.5.',
    );
  }
  const rises = risesOver(pairs, known ?? {}, points / 100);
  return known === null ? rises.filter((rise) => NO_IDS.has(rise.join)) : rises;
}

interface Measured {
  readonly pairs: readonly PairReport[];
  readonly sample: Sample;
  readonly rises: readonly Rise[];
}

function report({ print }: Context, { pairs, sample, rises }: Measured): void {
  const { unread } = sample;
  const events = sample.events.length;
  if (print.format === 'json') {
    print.json({ schemaVersion: 1, command: 'linkability', events, unread, pairs, rises });
    return;
  }
  print.data(formatPairs(pairs));
  for (const { pair, join: joined, level, of, before, after } of rises) {
    const where = level === null ? joined : `${joined} ${level}`;
    print.data(
      `${print.style('red', 'risen')}  ${pair}, ${where}: ${percent(after)} of the ${of}; before, ${percent(before)}`,
    );
  }
  for (const line of legend(events)) print.note(line);
}

function exitsOf(
  { print }: Context,
  { unread, isCut }: Sample & { readonly isCut: boolean },
): readonly Exit[] {
  if (unread > 0) print.error(`warning: ${count(unread, 'line')} or messages in them not read.`);
  if (isCut) print.error(`warning: no more than ${SAMPLE_LIMITS.messagesMax} messages are read.`);
  return unread > 0 || isCut ? ['incomplete'] : [];
}
