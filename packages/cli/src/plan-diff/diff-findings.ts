/** A comparison as findings, for the formats that CI and reviewers read: one for each change, at its place in the files. */
import { KINDS, fromPointer, readWrittenFiles, writtenReviewers, readYaml } from '@headgate/core';
import type { Change, FindingLevel, KindRow, Locate, RuleFacts } from '@headgate/core';
import { createHash } from 'node:crypto';
import type { FindingReport, ReportedFinding } from '../findings/report.ts';
import type { PlanFiles } from '../plan-files.ts';
import { readVersion } from '../version.ts';
import type { DiffFailOn } from './diff-fail-on.ts';
import { askedOf, headlineOf, summaryLines, titleOf } from './print-diff.ts';
import type { DiffReport } from './print-diff.ts';
import { REVIEWERS_FILE } from './read-commit.ts';

/** The files that changed, as they are now. */
export interface ChangedFiles extends PlanFiles {
  /** Null where there are none. */
  readonly reviewers: { readonly path: string; readonly text: string } | null;
}

/** The least grave level that fails, by what `--fail-on` says. */
const FAILS = { widening: 'improvement', any: 'information', never: 'never' } as const satisfies Readonly<
  Record<DiffFailOn, FindingReport['failOn']>
>;
/** Only layout changed: nothing that anybody has to look at. */
const LAYOUT = 'K05';
/** Digits of a fingerprint. */
const DIGEST_LENGTH = 32;
/** Pointers of changes of no event that begin so are into the file of reviewers. */
const REVIEWERS_WORDS: ReadonlySet<string> = new Set(Object.keys(writtenReviewers.shape));

interface Place {
  readonly path: string;
  readonly locate: Locate;
}

export function diffFindings(report: DiffReport, files: ChangedFiles, failOn: DiffFailOn): FindingReport {
  const placeOf = placesIn(files);
  const counts = new Map<string, number>();
  const findings = report.changes.flatMap((change): ReportedFinding[] => {
    if (change.kind === LAYOUT) return [];
    const { path, locate } = placeOf(change);
    const key = [change.kind, path, change.pointer].join('\0');
    const ordinal = counts.get(key) ?? 0;
    counts.set(key, ordinal + 1);
    return [toFinding(change, { path, ...locate(fromPointer(change.pointer)), key: `${key}\0${ordinal}` })];
  });
  return {
    command: 'plan diff',
    version: readVersion(),
    files: 1 + files.events.length + (files.reviewers === null ? 0 : 1),
    rules: Object.entries<KindRow>(KINDS).map(([id, row]) => ruleOf(id, row)),
    findings: findings.toSorted(byPlace),
    suppressed: 0,
    isWhole: true,
    failOn: FAILS[failOn],
    headline: headlineOf(report),
    sum: report.summary === null ? [] : summaryLines(report.summary),
    next: 'have it agreed to: headgate plan lock, then headgate review start',
  };
}

function toFinding(
  { kind, message, semver, direction, roles, pointer }: Change,
  { path, line, column, key }: { path: string; line: number; column: number; key: string },
): ReportedFinding {
  return {
    ruleId: kind,
    kind: aboutOf(direction),
    level: levelOf(semver, direction),
    message: `${titleOf(kind)} (${semver}, ${direction}). ${message}`,
    mend:
      semver === 'refused' ? 'Nobody can agree to it: undo it.' : `Who must agree: ${askedOf(kind, roles)}.`,
    path,
    line,
    column,
    jsonPointer: pointer,
    fingerprint: createHash('sha256').update(key).digest('hex').slice(0, DIGEST_LENGTH),
    roles,
    privacy: direction,
    isKnown: false,
  };
}

function ruleOf(id: string, { title, semver, direction, roles }: KindRow): RuleFacts {
  return { id, level: levelOf(semver, direction), kind: aboutOf(direction), what: `${title}.`, roles };
}

/** What widens is to be looked at; what cannot be approved is to be undone. */
function levelOf(semver: Change['semver'], direction: KindRow['direction']): FindingLevel {
  if (semver === 'refused') return 'violation';
  return direction === 'widening' ? 'improvement' : 'information';
}

function aboutOf(direction: KindRow['direction']): RuleFacts['kind'] {
  return direction === 'neutral' ? 'governance' : 'privacy';
}

/** Where a change is, or what is left nearest to it: what is gone is where its file or its plan is. */
function placesIn({ plan, events, reviewers }: ChangedFiles): (change: Change) => Place {
  const written = readWrittenFiles(plan, events);
  const ofPlan: Place = { path: written.plan.file, locate: written.plan.locate };
  const byEvent = new Map(
    written.events.flatMap(({ value, file, locate }) =>
      value === null ? [] : [[value.id, { path: file, locate }] as const],
    ),
  );
  const read = reviewers === null ? null : readYaml(reviewers.text, reviewers.path, writtenReviewers);
  const ofReviewers: Place =
    read === null
      ? { path: REVIEWERS_FILE, locate: () => ({ line: 0, column: 0 }) }
      : { path: read.file, locate: read.locate };
  return ({ event, pointer }) => {
    if (event !== null) return byEvent.get(event) ?? { ...ofPlan, locate: () => ({ line: 1, column: 1 }) };
    const [first = ''] = fromPointer(pointer);
    return REVIEWERS_WORDS.has(first) && !SHARED_WORDS.has(first) ? ofReviewers : ofPlan;
  };
}

/** Words that the plan has too. */
const SHARED_WORDS: ReadonlySet<string> = new Set(['apiVersion', 'kind']);

function byPlace(left: ReportedFinding, right: ReportedFinding): number {
  if (left.path !== right.path) return left.path < right.path ? -1 : 1;
  return left.line - right.line || left.column - right.column;
}
