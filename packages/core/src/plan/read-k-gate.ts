/** The k-gates of a plan, as written → as understood: fields found, ladders checked, defaults filled in. */
import type { Ladder, LadderName } from '../aggregate/ladder.ts';
import { RUNGS_MAX, heightOf, longestChain } from '../aggregate/ladder.ts';
import type { Issue } from '../issue.ts';
import type { FieldSpec, KGate, Plan } from './plan.ts';
import { issue, suggest } from './read-yaml.ts';
import type { YamlFile } from './read-yaml.ts';
import type { WrittenPlan } from './written.ts';
import { windowDaysOf } from './written-k-gate.ts';
import type { WrittenKGate } from './written-k-gate.ts';

const K_DEFAULT = 20;
/** The threshold of Brave's STAR (https://github.com/brave/brave-browser/issues/35841). */
const K_SPECIAL = 50;
const DAY_MS = 86_400_000;
/** Steps of all ladders of one gate together: each is looked up for an event whose tuple is rare. */
const STEPS_MAX = 64;

/**
 * The tuple where none is named, with the ladder of each field: country, device class, plan, language, browser, referrer and
 * region. Those that the plan knows are taken; the last becomes broader first.
 */
const DEFAULT_TUPLE: Readonly<Record<string, LadderName | null>> = {
  'context.location.country': null,
  'context.device.type': null,
  'properties.plan': null,
  'context.locale': 'language',
  'context.browser.name': null,
  'context.userAgent': 'version',
  'context.browser.version': 'version',
  'context.page.referrer': 'domain',
  'context.page.referring_domain': 'domain',
  'context.location.region': null,
};

interface Scope {
  readonly plan: Pick<Plan, 'context' | 'events'>;
  readonly file: YamlFile<WrittenPlan>;
  readonly issues: Issue[];
}

/** Vendor → its gate. Issues are added. */
export function readKGates(written: WrittenPlan, scope: Scope): Map<string, KGate> {
  const leaves = leavesOf(scope.plan);
  const gates = new Map<string, KGate>();
  for (const [vendor, { k_gate: gate }] of Object.entries(written.vendors)) {
    if (gate === undefined) continue;
    const report: Report = (at, { rule, message, mend }) => {
      const place = scope.file.locate(['vendors', vendor, 'k_gate', ...at]);
      scope.issues.push({ ...issue(scope.file.file, rule, message, mend), ...place });
    };
    gates.set(vendor, readKGate(gate, leaves, report));
  }
  return gates;
}

type Report = (at: readonly PropertyKey[], found: Pick<Issue, 'rule' | 'message' | 'mend'>) => void;
type Leaves = ReadonlyMap<string, readonly FieldSpec[]>;

function readKGate(written: WrittenKGate, leaves: Leaves, report: Report): KGate {
  const paths = written.quasi_identifiers ?? Object.keys(DEFAULT_TUPLE).filter((path) => leaves.has(path));
  const ladders = readLadders(written, paths, report);
  const sensitive = written.sensitive ?? null;
  fieldIssues(written, paths, leaves, report);
  const steps = paths.reduce((sum, path) => sum + heightOf(ladders.get(path)), 0);
  if (steps > STEPS_MAX) {
    const message = `The ladders of this gate have ${steps} steps together; ${STEPS_MAX} are the limit.`;
    const mend = 'Name fewer fields, or make their ladders lower.';
    report(['ladders'], { rule: 'bad-k-gate', message, mend });
  }
  const concerned = [...paths, ...(sensitive === null ? [] : [sensitive])].flatMap(
    (path) => leaves.get(path) ?? [],
  );
  return {
    k: written.k ?? (concerned.some(isDelicate) ? K_SPECIAL : K_DEFAULT),
    l: sensitive === null ? 0 : written.l,
    windowMs: windowDaysOf(written.window) * DAY_MS,
    quasiIdentifiers: paths,
    ladders,
    sensitive,
  };
}

/** Highly sensitive, of a special category, or typed by people. */
function isDelicate(field: FieldSpec): boolean {
  return field.tier === 4 || field.isSpecial || field.freeText !== null;
}

function readLadders(written: WrittenKGate, paths: readonly string[], report: Report): Map<string, Ladder> {
  const ladders = new Map<string, Ladder>();
  for (const path of paths) {
    const standard = DEFAULT_TUPLE[path] ?? null;
    if (standard !== null) ladders.set(path, standard);
  }
  for (const [path, each] of Object.entries(written.ladders)) {
    if (!paths.includes(path)) {
      const message = `"${path}" has a ladder but is no quasi-identifier of this gate.`;
      const mend = suggest(path, paths, 'Name it in quasi_identifiers.');
      report(['ladders', path], { rule: 'bad-k-gate', message, mend });
      continue;
    }
    const ladder = typeof each === 'string' ? each : new Map(Object.entries(each));
    const rungs = typeof ladder === 'string' ? 0 : longestChain(ladder);
    if (rungs > RUNGS_MAX) {
      const message =
        rungs === Infinity
          ? 'This ladder leads round in a circle.'
          : `This ladder has ${rungs} rungs; ${RUNGS_MAX} are the limit.`;
      const mend = 'Let every way lead up to a broadest term.';
      report(['ladders', path], { rule: 'bad-k-gate', message, mend });
      continue;
    }
    ladders.set(path, ladder);
  }
  return ladders;
}

function fieldIssues(written: WrittenKGate, paths: readonly string[], leaves: Leaves, report: Report): void {
  const named = [
    ...paths.map((path, at) => ({ path, at: ['quasi_identifiers', at] })),
    ...(written.sensitive === undefined ? [] : [{ path: written.sensitive, at: ['sensitive'] }]),
  ];
  for (const [index, { path, at }] of named.entries()) {
    if (!leaves.has(path)) {
      const message = `No event and no context of the plan has a single value at "${path}".`;
      const mend = suggest(path, leaves.keys(), 'Name a field outside lists.');
      report(at, { rule: 'unknown-field', message, mend });
    }
    if (named.findIndex((each) => each.path === path) < index) {
      const message = `"${path}" is named twice in this gate.`;
      report(at, { rule: 'bad-k-gate', message, mend: 'Name it once.' });
    }
  }
  if (paths.length > 0) return;
  const message = 'The plan has none of the fields that a gate looks at by default.';
  report([], { rule: 'bad-k-gate', message, mend: 'Name its fields in quasi_identifiers.' });
}

/** Every field that holds one value, outside lists, by its path from the root. */
function leavesOf({ context, events }: Scope['plan']): Leaves {
  const leaves = new Map<string, FieldSpec[]>();
  const add = (root: string, field: FieldSpec): void => {
    if (field.type === 'object') {
      for (const child of field.children) add(root, child);
    } else if (field.type !== 'array') {
      const path = `${root}.${field.path}`;
      const known = leaves.get(path);
      // Events share names, so a copy for each would be quadratic in the events.
      if (known === undefined) leaves.set(path, [field]);
      else known.push(field);
    }
  };
  if (context !== null) add('context', context.fields);
  for (const { fields } of events) add('properties', fields);
  return leaves;
}
