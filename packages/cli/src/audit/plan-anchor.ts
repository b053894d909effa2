/**
 * The line of a plan that should have kept a finding out: that of the planned field it lies in; for a field that no
 * plan has, what the plan does with such fields; and the same for events.
 */
import { hasErrors, locateIn, parsePlan } from '@headgate/core';
import type { EventSpec, FieldSpec, Locate, Plan } from '@headgate/core';
import { Failure } from '../exit.ts';
import { findPlan, readPlanFiles } from '../plan-files.ts';
import type { ReportGroup } from './report.ts';

export interface PlanAnchor {
  /** As the plan's files are shown: from the current directory where they lie below. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly why: 'field' | 'unplanned-field' | 'unplanned-event';
}

/** The places for a group, each line once: its events may be planned in several files. */
export type AnchorIn = (group: Pick<ReportGroup, 'path' | 'names'>) => readonly PlanAnchor[];

/** Members of an event, in the words of one or another vendor, that hold what a plan calls its properties. */
const PROPERTIES: ReadonlySet<string> = new Set([
  'properties',
  'event_properties',
  'traits',
  'attributes',
  'params',
]);

/** Reads the plan, named or in the usual places. Throws a `Failure` of exit `usage` where it is not there or not sound. */
export function readAnchors(directory: string, named: string | undefined): AnchorIn {
  const planFile = findPlan(directory, named);
  if (planFile === null) {
    throw new Failure(
      'usage',
      'there is no plan.yaml to point findings at',
      'Name its directory with --plan.',
    );
  }
  const files = readPlanFiles(planFile, directory);
  const { value: plan, issues } = parsePlan(files.plan, files.events);
  if (plan === null || hasErrors(issues)) {
    throw new Failure('usage', 'the plan has errors', 'See them with headgate plan lint.');
  }
  const locates = new Map(
    [files.plan, ...files.events].map(({ path, text }): [string, Locate] => [path, locateIn(text)]),
  );
  const place: PlaceIn = (file, path, why) => ({
    file,
    ...(locates.get(file)?.(path) ?? { line: 1, column: 1 }),
    why,
  });
  return (group) => anchorsOf(group, plan, { planFile: files.plan.path, place });
}

type PlaceIn = (file: string, path: readonly string[], why: PlanAnchor['why']) => PlanAnchor;

interface Places {
  readonly planFile: string;
  readonly place: PlaceIn;
}

function anchorsOf(
  { path, names }: Pick<ReportGroup, 'path' | 'names'>,
  plan: Plan,
  places: Places,
): readonly PlanAnchor[] {
  const steps = stepsOf(path);
  const anchors =
    steps[0] === 'context' && plan.context !== null
      ? [contextAnchor(steps.slice(1), plan.context.fields, places)]
      : names.flatMap(({ name }) => eventAnchors(name, steps, plan, places));
  const byPlace = new Map(anchors.map((each) => [`${each.line} ${each.column} ${each.file}`, each]));
  return [...byPlace.values()];
}

/** `items[].sku` as `items`, `[]`, `sku`. */
function stepsOf(path: string): readonly string[] {
  return path
    .replaceAll('[]', '.[]')
    .split('.')
    .filter((step) => step !== '');
}

function contextAnchor(steps: readonly string[], fields: FieldSpec, { planFile, place }: Places): PlanAnchor {
  const found = plannedPath(steps, fields);
  const isPlanned = found.length > 0;
  return place(
    planFile,
    isPlanned ? ['context', 'schema', ...found] : ['enforcement', 'unplanned_field'],
    isPlanned ? 'field' : 'unplanned-field',
  );
}

function eventAnchors(
  name: string,
  steps: readonly string[],
  plan: Plan,
  { planFile, place }: Places,
): readonly PlanAnchor[] {
  const events = plan.events.filter((event) => isNamed(event, name));
  if (events.length === 0) return [place(planFile, ['enforcement', 'unplanned_event'], 'unplanned-event')];
  return events.map((event) => {
    const inner = PROPERTIES.has(steps[0] ?? '') ? steps.slice(1) : steps;
    const found = plannedPath(inner, event.fields);
    if (found.length > 0) return place(event.file, ['schema', ...found], 'field');
    const isOwn = event.enforcement.unplannedField !== undefined;
    return place(isOwn ? event.file : planFile, ['enforcement', 'unplanned_field'], 'unplanned-field');
  });
}

function isNamed(event: EventSpec, name: string): boolean {
  // A gateway names events by their ids.
  return event.name === name || event.id === name || event.aliases.includes(name);
}

/**
 * The way through the written schema to the field, or to the innermost planned one around it where that takes any
 * members. Empty where the field is not planned.
 */
function plannedPath(steps: readonly string[], fields: FieldSpec): readonly string[] {
  const found: string[] = [];
  let at = fields;
  for (const step of steps) {
    const next = step === '[]' ? at.items : (at.children.find(({ key }) => key === step) ?? null);
    if (next === null) return at.type === 'object' && at.children.length > 0 ? [] : found;
    found.push(...(step === '[]' ? ['items'] : ['properties', step]));
    at = next;
  }
  return found;
}
