/**
 * What was found, as counts that can be added up in any order: workers make small ones, the main thread adds them.
 * Everything is bounded, and nothing in it is a value: kinds, detectors, shapes of paths, names of events and formats.
 */
import type { FieldSheet, FindingKind, Inspected } from '@headgate/core';
import { addFieldSheet, createFieldSheet, isShownName } from '@headgate/core/inspect';
import type { Unread } from './unread.ts';

/** Groups, names of events and days that are told apart; what comes beyond is counted together. */
const GROUPS_MAX = 5000;
const NAMES_MAX = 500;
const DAYS_MAX = 4000;
const UNREAD_MAX = 1000;
const OTHER = '(other)';
const NAMELESS = '(no name)';
const DAY_MS = 86_400_000;

export type Counts = Map<string, number>;

/** Findings with one kind, one place and one detector. */
export interface Group {
  readonly kind: FindingKind;
  readonly detector: string;
  readonly version: number;
  readonly path: string;
  readonly where: 'value' | 'key';
  events: number;
  values: number;
  lengthMax: number;
  /** Milliseconds since 1970; null while no event with a finding had a time. */
  first: number | null;
  last: number | null;
  readonly names: Counts;
  readonly formats: Counts;
}

export interface Tally {
  /** Events that were looked at, and records that the sample left out. */
  events: number;
  leftOut: number;
  /** Events that were left out because they are older than asked for. */
  older: number;
  /** Events that a gateway ended before it looked into them. */
  passedOver: number;
  eventsWithFindings: number;
  readonly formats: Counts;
  readonly names: Counts;
  readonly groups: Map<string, Group>;
  /** Events with a finding of the kind, by `kind day`; the day as YYYY-MM-DD in UTC. */
  readonly days: Counts;
  readonly unread: Unread[];
  /** Stretches that were unread beyond those listed. */
  unreadMore: number;
  readonly fields: FieldSheet;
}

export function createTally(): Tally {
  return {
    events: 0,
    leftOut: 0,
    older: 0,
    passedOver: 0,
    eventsWithFindings: 0,
    formats: new Map(),
    names: new Map(),
    groups: new Map(),
    days: new Map(),
    unread: [],
    unreadMore: 0,
    fields: createFieldSheet(),
  };
}

export interface TalliedEvent {
  readonly format: string;
  readonly name: string | null;
  readonly time: number | null;
  readonly found: readonly Inspected[];
}

/** Counts one event. */
export function countEvent(tally: Tally, event: TalliedEvent): void {
  const { format, time, found } = event;
  const name = shownName(event.name);
  tally.events += 1;
  bump(tally.formats, format, 1, NAMES_MAX);
  bump(tally.names, name, 1, NAMES_MAX);
  if (found.length === 0) return;
  tally.eventsWithFindings += 1;
  const counted = new Set<Group>();
  const kinds = new Set<FindingKind>();
  for (const each of found) {
    const group = groupFor(tally, each);
    group.values += 1;
    group.lengthMax = Math.max(group.lengthMax, each.end - each.start);
    kinds.add(each.kind);
    if (counted.has(group)) continue;
    counted.add(group);
    group.events += 1;
    bump(group.names, name, 1, NAMES_MAX);
    bump(group.formats, format, 1, NAMES_MAX);
    widen(group, time, time);
  }
  if (time === null) return;
  const day = new Date(time - (time % DAY_MS)).toISOString().slice(0, 10);
  for (const kind of kinds) bump(tally.days, `${kind} ${day}`, 1, DAYS_MAX);
}

/** Notes a stretch that could not be read; neighbours with one reason become one. */
export function noteUnread(tally: Tally, unread: Unread): void {
  const last = tally.unread.at(-1);
  const isNext = last?.file === unread.file && last.reason === unread.reason && last.toLine > 0;
  if (
    last !== undefined &&
    isNext &&
    unread.fromLine <= last.toLine + 1 &&
    unread.fromLine >= last.fromLine
  ) {
    tally.unread[tally.unread.length - 1] = { ...last, toLine: Math.max(last.toLine, unread.toLine) };
  } else if (tally.unread.length < UNREAD_MAX) tally.unread.push(unread);
  else tally.unreadMore += 1;
}

/** Adds the second to the first. */
export function addTally(sum: Tally, more: Tally): void {
  sum.events += more.events;
  sum.leftOut += more.leftOut;
  sum.older += more.older;
  sum.passedOver += more.passedOver;
  sum.eventsWithFindings += more.eventsWithFindings;
  addCounts(sum.formats, more.formats, NAMES_MAX);
  addCounts(sum.names, more.names, NAMES_MAX);
  addCounts(sum.days, more.days, DAYS_MAX);
  for (const group of more.groups.values()) {
    const own = groupFor(sum, group);
    own.events += group.events;
    own.values += group.values;
    own.lengthMax = Math.max(own.lengthMax, group.lengthMax);
    widen(own, group.first, group.last);
    addCounts(own.names, group.names, NAMES_MAX);
    addCounts(own.formats, group.formats, NAMES_MAX);
  }
  for (const unread of more.unread) noteUnread(sum, unread);
  sum.unreadMore += more.unreadMore;
  addFieldSheet(sum.fields, more.fields);
}

function groupFor(
  tally: Tally,
  place: Pick<Group, 'kind' | 'detector' | 'version' | 'path' | 'where'>,
): Group {
  const { kind, detector, version, where } = place;
  const key = `${kind} ${detector} ${where} ${place.path}`;
  const known = tally.groups.get(key);
  if (known !== undefined) return known;
  const isFull = tally.groups.size >= GROUPS_MAX && place.path !== OTHER;
  if (isFull) return groupFor(tally, { ...place, path: OTHER });
  const made: Group = {
    kind,
    detector,
    version,
    path: place.path,
    where,
    events: 0,
    values: 0,
    lengthMax: 0,
    first: null,
    last: null,
    names: new Map(),
    formats: new Map(),
  };
  tally.groups.set(key, made);
  return made;
}

function widen(group: Group, first: number | null, last: number | null): void {
  if (first !== null && (group.first === null || first < group.first)) group.first = first;
  if (last !== null && (group.last === null || last > group.last)) group.last = last;
}

function bump(counts: Counts, key: string, by: number, max: number): void {
  const known = counts.get(key);
  if (known !== undefined || counts.size < max) counts.set(key, (known ?? 0) + by);
  else counts.set(OTHER, (counts.get(OTHER) ?? 0) + by);
}

function addCounts(sum: Counts, more: Counts, max: number): void {
  for (const [key, count] of more) bump(sum, key, count, max);
}

const NAMES_KNOWN_MAX = 5000;
const knownNames = new Map<string, string>();

/** The name of an event as it may be shown: one that holds a finding or looks like an identifier is shown as `*`. */
export function shownName(name: string | null): string {
  if (name === null || name === '') return NAMELESS;
  const known = knownNames.get(name);
  if (known !== undefined) return known;
  if (knownNames.size >= NAMES_KNOWN_MAX) knownNames.clear();
  const shown = isShownName(name) ? name : '*';
  knownNames.set(name, shown);
  return shown;
}
