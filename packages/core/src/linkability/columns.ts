/** The columns of a stream: which of them single people out by their values, and which two streams have in common. */
import type { LinkableEvent } from './linkable.ts';

/** Columns of fewer people than this say nothing: in a small crowd anything singles out. */
export const PEOPLE_MIN = 20;
/** Share of the people of a column whom its values must single out for it to be an identifier. */
const SINGLING_SHARE = 0.5;
/** Share of the fewer values that two columns must have in common to be one. */
const COMMON_SHARE = 0.5;
/** Whole numbers from here on are ids and moments rather than amounts and counts. */
const NUMBER_MIN = 10_000;

/** One path: who has it, and each value with the person it belongs to, or null where it belongs to several. */
interface Column {
  readonly people: Set<string>;
  readonly holders: Map<string, string | null>;
}

/** Identifying value → the person it belongs to. */
export type Identifiers = ReadonlyMap<string, string>;

/** Values that single out a person, of columns that do so for most who have them: any text, and large whole numbers. */
export function findIdentifiers(events: readonly LinkableEvent[]): Identifiers {
  const columns = new Map<string, Column>();
  for (const event of events) {
    const person = personOf(event);
    for (const [path, values] of event.values) {
      const identifying = values.filter(mayIdentify);
      if (identifying.length > 0) hold(columnOf(columns, path), identifying, person);
    }
  }
  const found = new Map<string, string>();
  for (const { people, holders } of columns.values()) {
    const single = [...holders].flatMap(([value, person]) => (person === null ? [] : [{ value, person }]));
    const singled = new Set(single.map(({ person }) => person));
    if (people.size < PEOPLE_MIN || singled.size < people.size * SINGLING_SHARE) continue;
    for (const { value, person } of single) found.set(value, person);
  }
  return found;
}

/** Nobody is somebody else every time. */
export function personOf({ person, origin }: LinkableEvent): string {
  return person ?? `nobody ${origin}`;
}

function columnOf(columns: Map<string, Column>, path: string): Column {
  const known = columns.get(path);
  if (known !== undefined) return known;
  const made: Column = { people: new Set(), holders: new Map() };
  columns.set(path, made);
  return made;
}

function hold({ people, holders }: Column, values: readonly string[], person: string): void {
  people.add(person);
  for (const value of values) {
    const known = holders.get(value);
    if (known === undefined) holders.set(value, person);
    else if (known !== person) holders.set(value, null);
  }
}

function mayIdentify(value: string): boolean {
  if (value.startsWith('s:')) return value.length > 2;
  if (!value.startsWith('n:')) return false;
  const number = Number(value.slice(2));
  return Number.isInteger(number) && Math.abs(number) >= NUMBER_MIN;
}

/**
 * For each kind of event, the paths whose values two streams have in common: what one may compare without knowing anything of
 * the plan. Pseudonyms of two vendors never have, nor have a clear and a coarsened form.
 */
export function commonPaths(
  left: readonly LinkableEvent[],
  right: readonly LinkableEvent[],
): ReadonlyMap<string, readonly string[]> {
  const [ours, theirs] = [valuesByKind(left), valuesByKind(right)];
  const common = new Map<string, readonly string[]>();
  for (const [what, paths] of ours) {
    const others = theirs.get(what);
    if (others === undefined) continue;
    const kept = [...paths].filter(([path, values]) => isCommon(values, others.get(path)));
    common.set(what, kept.map(([path]) => path).toSorted());
  }
  return common;
}

type ValuesByPath = Map<string, Set<string>>;

function valuesByKind(events: readonly LinkableEvent[]): Map<string, ValuesByPath> {
  const kinds = new Map<string, ValuesByPath>();
  for (const { what, values } of events) {
    const paths = kinds.get(what) ?? new Map<string, Set<string>>();
    kinds.set(what, paths);
    for (const [path, found] of values) {
      const known = paths.get(path) ?? new Set<string>();
      paths.set(path, known);
      for (const value of found) known.add(value);
    }
  }
  return kinds;
}

function isCommon(values: ReadonlySet<string>, others: ReadonlySet<string> | undefined): boolean {
  if (others === undefined) return false;
  let both = 0;
  for (const value of values) if (others.has(value)) both += 1;
  return both > 0 && both >= COMMON_SHARE * Math.min(values.size, others.size);
}
