/**
 * The linkability meter: joins the streams of two vendors as somebody would who holds both, and says how much of it came out
 * right. What the join may use is what both streams have; the truth only judges it.
 *
 * Ids: values that single out one person in both streams. Time, quasi-identifiers, and both together: events whose key is
 * there exactly once on either side. People: everything seen of a token against everything seen of each of the other's.
 */
import { commonPaths, findIdentifiers, personOf } from './columns.ts';
import { joinPeople } from './join-people.ts';
import type { Profiles } from './join-people.ts';
import type { LinkableEvent, Stream } from './linkable.ts';

/** What the streams are joined on. */
export const JOINS = {
  ids: 'values that single out one person at both vendors',
  time: 'time and nothing else',
  quasi: 'name and fields in common, without time',
  'time+quasi': 'time, name and fields in common',
  people: 'time, name and fields in common, of everything one person did',
} as const satisfies Readonly<Record<string, string>>;
export type Join = keyof typeof JOINS;

/** Times are made this coarse, and never finer than the vendors have them. */
export const LEVELS = { '1s': 1000, '1m': 60_000, '1h': 3_600_000, '1d': 86_400_000 } as const;
export type Level = keyof typeof LEVELS;

export interface Measure {
  readonly join: Join;
  /** Null where time plays no part. */
  readonly level: Level | null;
  /** Share of the events that both vendors have which are rightly linked, 0 to 1. */
  readonly events: number;
  /** Share of the people that both vendors have of whom at least one event is. */
  readonly people: number;
  /** Share of the claimed links that are right; null where none is claimed. */
  readonly precision: number | null;
}

export interface PairReport {
  /** In alphabetical order. */
  readonly vendors: readonly [string, string];
  /** Events and people that both vendors have. */
  readonly events: number;
  readonly people: number;
  readonly measures: readonly Measure[];
}

/** Joins every two of the streams. */
export function measurePairs(streams: readonly Stream[]): readonly PairReport[] {
  const sorted = streams.toSorted((one, other) => (one.vendor < other.vendor ? -1 : 1));
  return sorted.flatMap((left, at) => sorted.slice(at + 1).map((right) => measurePair(left, right)));
}

function measurePair(left: Stream, right: Stream): PairReport {
  const scope = scopeOf(left, right);
  const finest = Math.max(left.timeStepMs, right.timeStepMs);
  const levels = levelsFrom(finest);
  const quasi = quasiOf(left, right);
  const both = (level: Level) => {
    const bucket = timed(level);
    return (event: LinkableEvent): string | null => {
      const fields = quasi(event);
      return fields === null ? null : `${bucket(event)} ${fields}`;
    };
  };
  const measures: Measure[] = [
    { join: 'ids', level: null, ...joinIds(left, right, scope) },
    ...levels.map((level) => joinOn('time', level, timed(level), { left, right, scope })),
    joinOn('quasi', null, quasi, { left, right, scope }),
    ...levels.map((level) => joinOn('time+quasi', level, both(level), { left, right, scope })),
    ...levels.map((level): Measure => ({
      join: 'people',
      level,
      ...joinTokens(both(level), { left, right, scope }),
    })),
  ];
  const vendors = [left.vendor, right.vendor] as const;
  return { vendors, events: scope.origins.size, people: scope.people.size, measures };
}

function timed(level: Level): (event: LinkableEvent) => string {
  const step = LEVELS[level];
  return (event) => String(Math.floor(event.time / step));
}

/** What both have: the whole that shares are of. */
interface Scope {
  /** Raw event → person; nobody is left as null. */
  readonly origins: ReadonlyMap<number, string | null>;
  readonly people: ReadonlySet<string>;
}

interface Pair {
  readonly left: Stream;
  readonly right: Stream;
  readonly scope: Scope;
}

type Shares = Pick<Measure, 'events' | 'people' | 'precision'>;

function scopeOf(left: Stream, right: Stream): Scope {
  const theirs = new Set(right.events.map(({ origin }) => origin));
  const shared = left.events.filter(({ origin }) => theirs.has(origin));
  return {
    origins: new Map(shared.map(({ origin, person }) => [origin, person])),
    people: new Set(shared.flatMap(({ person }) => person ?? [])),
  };
}

function levelsFrom(finestMs: number): readonly Level[] {
  const all: readonly Level[] = ['1s', '1m', '1h', '1d'];
  return all.filter((level) => LEVELS[level] >= finestMs);
}

/** Name and common fields as one text; null where the other vendor has no such event at all. */
function quasiOf(left: Stream, right: Stream): (event: LinkableEvent) => string | null {
  const common = commonPaths(left.events, right.events);
  return ({ what, values }) => {
    const paths = common.get(what);
    return paths === undefined ? null : JSON.stringify([what, paths.map((path) => values.get(path) ?? null)]);
  };
}

function joinOn(
  join: Join,
  level: Level | null,
  keyOf: (event: LinkableEvent) => string | null,
  { left, right, scope }: Pair,
): Measure {
  const [ours, theirs] = [singlesBy(left.events, keyOf), singlesBy(right.events, keyOf)];
  const linked: number[] = [];
  let claimed = 0;
  for (const [key, event] of ours) {
    const other = theirs.get(key);
    if (event === null || other === undefined || other === null) continue;
    claimed += 1;
    if (event.origin === other.origin) linked.push(event.origin);
  }
  return { join, level, ...sharesOf(linked, scope, claimed === 0 ? null : linked.length / claimed) };
}

/** Key → the one event that has it, or null where several have. */
function singlesBy(
  events: readonly LinkableEvent[],
  keyOf: (event: LinkableEvent) => string | null,
): ReadonlyMap<string, LinkableEvent | null> {
  const singles = new Map<string, LinkableEvent | null>();
  for (const event of events) {
    const key = keyOf(event);
    if (key !== null) singles.set(key, singles.has(key) ? null : event);
  }
  return singles;
}

function sharesOf(linked: readonly number[], { origins, people }: Scope, precision: number | null): Shares {
  const found = new Set(linked.flatMap((origin) => origins.get(origin) ?? []));
  return {
    events: share(linked.length, origins.size),
    people: share(found.size, people.size),
    precision: precision === null ? null : round(precision),
  };
}

function joinIds(left: Stream, right: Stream, scope: Scope): Shares {
  const [ours, theirs] = [findIdentifiers(left.events), findIdentifiers(right.events)];
  const shared = [...ours].filter(([value]) => theirs.has(value));
  const rightly = new Set(shared.flatMap(([value, person]) => (theirs.get(value) === person ? [value] : [])));
  const linked = left.events.filter((event) => {
    if (!scope.origins.has(event.origin)) return false;
    return [...event.values.values()].some((values) =>
      values.some((value) => rightly.has(value) && ours.get(value) === personOf(event)),
    );
  });
  const precision = shared.length === 0 ? null : rightly.size / shared.length;
  return sharesOf(
    linked.map(({ origin }) => origin),
    scope,
    precision,
  );
}

function joinTokens(keyOf: (event: LinkableEvent) => string | null, { left, right, scope }: Pair): Shares {
  const { claimed, people } = joinPeople(profilesOf(left, keyOf), profilesOf(right, keyOf));
  const linked = [...scope.origins].flatMap(([origin, person]) =>
    person !== null && people.has(person) ? [origin] : [],
  );
  return sharesOf(linked, scope, claimed === 0 ? null : people.size / claimed);
}

function profilesOf(stream: Stream, keyOf: (event: LinkableEvent) => string | null): Profiles {
  const profiles = new Map<string, { readonly seen: Set<string>; readonly person: string }>();
  for (const event of stream.events) {
    const key = keyOf(event);
    if (key === null || event.token === null || event.person === null) continue;
    const known = profiles.get(event.token);
    if (known === undefined) profiles.set(event.token, { seen: new Set([key]), person: event.person });
    else known.seen.add(key);
  }
  return profiles;
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : round(part / whole);
}

/** To a ten-thousandth, so that a baseline reads well and floating point does not show. */
function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
