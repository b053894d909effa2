/** What a plan describes, set beside what was seen. Names only; no value is in it. */
import type { EventNote, EventSpec, Plan } from '@headgate/core';
import { readPlannedName } from '@headgate/core';
import { shownName } from '../audit/tally.ts';

/** How a planned event stands. */
export type Standing = 'seen' | 'unseen' | 'unseen-draft' | 'retired-and-seen' | 'not-told-apart';

export interface CoveredEvent {
  readonly id: string;
  readonly standing: Standing;
  readonly events: number;
  /** Day of the last delivery, where the gateway was asked; else null. */
  readonly last: string | null;
  /** Planned fields that were not seen, and keys that were seen and are not planned; null where fields were not looked at. */
  readonly fields: {
    readonly planned: number;
    readonly unseen: readonly string[];
    readonly unplanned: readonly string[];
  } | null;
}

export interface Coverage {
  readonly events: readonly CoveredEvent[];
  /** Events that were seen and are not planned, by `call name`, most first. */
  readonly unplanned: readonly { readonly event: string; readonly events: number }[];
  /** Events whose name is not shown, or that have none: no planned event but one whose name is not shown either can be among them. */
  readonly unnamed: number;
}

/** Compares with what was noted of an export. Sources are left aside: an export does not name them. */
export function coverExport(plan: Plan, sheet: ReadonlyMap<string, EventNote>, unnamed: number): Coverage {
  const byClaim = new Map<string, EventSpec>();
  for (const spec of plan.events) for (const claim of claimsOf(spec)) byClaim.set(claim, spec);
  const seen = new Map<EventSpec, EventNote[]>();
  const unplanned: { event: string; events: number }[] = [];
  for (const [event, note] of sheet) {
    const { call } = readPlannedName(event);
    const spec = byClaim.get(event) ?? byClaim.get(`${call} *`);
    if (spec === undefined) unplanned.push({ event, events: note.events });
    else seen.set(spec, [...(seen.get(spec) ?? []), note]);
  }
  const events = plan.events.map((spec) => coverEvent(spec, seen.get(spec) ?? []));
  return {
    events: events.toSorted(byId),
    unplanned: unplanned.toSorted((left, right) => right.events - left.events),
    unnamed,
  };
}

/** `call name` for each name; an event without a name claims all of its call. */
function claimsOf({ call, name, aliases }: EventSpec): readonly string[] {
  return name === null ? [`${call} *`] : [name, ...aliases].map((each) => `${call} ${each}`);
}

function coverEvent(spec: EventSpec, notes: readonly EventNote[]): CoveredEvent {
  const events = notes.reduce((sum, note) => sum + note.events, 0);
  const planned = new Set(leavesOf(spec));
  const found = new Set(notes.flatMap((note) => valuePaths(note)));
  const fields = {
    planned: planned.size,
    unseen: [...planned].filter((path) => !found.has(path)),
    unplanned: [...found].filter((path) => !planned.has(path)),
  };
  return {
    id: spec.id,
    standing: standingOf(spec, events),
    events,
    last: null,
    fields: events > 0 ? fields : null,
  };
}

function standingOf(spec: EventSpec, events: number): Standing {
  if (events > 0) return spec.status === 'retired' ? 'retired-and-seen' : 'seen';
  // A name that is shown as `*` is never noted, so that it was not seen says nothing.
  const names = spec.name === null ? [] : [spec.name, ...spec.aliases];
  if (names.length > 0 && names.every((name) => shownName(name) !== name)) return 'not-told-apart';
  return spec.status === 'draft' || spec.status === 'retired' ? 'unseen-draft' : 'unseen';
}

function leavesOf({ fields }: EventSpec): readonly string[] {
  const paths: string[] = [];
  const visit = (field: EventSpec['fields']): void => {
    if (field.children.length > 0) for (const child of field.children) visit(child);
    else if (field.items !== null) visit(field.items);
    else if (field.path !== '') paths.push(field.path);
  };
  visit(fields);
  return paths;
}

/** Paths of values in the words of a plan: `items[].sku`. */
function valuePaths({ fields }: EventNote): readonly string[] {
  const outer = new Set([...fields.keys()].map((path) => path.slice(0, Math.max(0, path.lastIndexOf('/')))));
  return [...fields.keys()]
    .filter((path) => !outer.has(path))
    .map((path) => path.replaceAll('/[]', '[]').replaceAll('/', '.'));
}

/** Compares with what vendors were delivered: events of the plan by the last moment that any vendor got them. */
export function coverDeliveries(
  plan: Plan,
  delivered: ReadonlyMap<string, { readonly deliveries: number; readonly last: string }>,
): Coverage {
  const events = plan.events.map((spec): CoveredEvent => {
    const found = delivered.get(spec.id);
    const isLive = spec.status === 'active' || spec.status === 'deprecated';
    const unseen = isLive ? 'unseen' : 'unseen-draft';
    return {
      id: spec.id,
      standing: found === undefined ? unseen : 'seen',
      events: found?.deliveries ?? 0,
      last: found?.last ?? null,
      fields: null,
    };
  });
  const known = new Set(plan.events.map(({ id }) => id));
  const unplanned = [...delivered].flatMap(([event, { deliveries }]) =>
    known.has(event) ? [] : [{ event, events: deliveries }],
  );
  return { events: events.toSorted(byId), unplanned, unnamed: 0 };
}

function byId(left: CoveredEvent, right: CoveredEvent): number {
  return left.id < right.id ? -1 : 1;
}
