/**
 * Looks through one event of any shape, without a plan: every string, every number and every key. Where something was
 * found is told by the shape of its path, in which only keys that look like names of fields are spelled out.
 */
import type { Json } from '../event.ts';
import { isJsonArray } from '../event.ts';
import type { FindingKind, Match } from './detector.ts';
import { DETECTORS } from './detectors/index.ts';
import { scanNumber, scanText } from './scan.ts';

/** Everything found in one event of any shape, without a plan. Paths: object keys that look like names of fields as they are, array positions as [], other keys as *. */
export interface Inspected {
  readonly kind: FindingKind;
  readonly detector: string;
  readonly version: number;
  readonly path: string;
  readonly where: 'value' | 'key';
  readonly start: number;
  readonly end: number;
}

/** Values nested deeper are not looked at; JSON that comes from a parser with a bound is never so deep. */
const DEPTH_MAX = 256;
/** Keys repeat from event to event, so what is known of one is kept; the store is emptied when it is full. */
const KNOWN_KEYS_MAX = 10_000;
const FIELD_NAME = /^[$@_]{0,3}\p{L}[\p{L}\p{M}0-9_$.:@/ -]{0,63}$/u;
/** An identifier, a time or a hash in a key: four digits in a row are in hardly any name. */
const IDENTIFIER = /\d{4}|^[0-9a-f-]{16,}$/i;

interface KnownKey {
  readonly shape: string;
  readonly matches: readonly Match[];
}

const VERSIONS = new Map(DETECTORS.map(({ id, version }) => [id, version]));
/** Texts in which nothing was found, in memory only, so that those which repeat are scanned once. */
const CLEAN_TEXTS_MAX = 4096;
const CLEAN_LENGTH_MIN = 16;
const CLEAN_LENGTH_MAX = 1024;
const cleanTexts = new Set<string>();
const knownKeys = new Map<string, KnownKey>();

interface Walk {
  readonly path: string[];
  readonly found: Inspected[];
}

export function inspectEvent(event: Json): readonly Inspected[] {
  const walk: Walk = { path: [], found: [] };
  visit(walk, event);
  return walk.found;
}

function visit(walk: Walk, value: Json): void {
  if (typeof value === 'string') {
    if (isKnownClean(value)) return;
    const matches = scanText(value);
    if (matches.length > 0) report(walk, matches, 'value');
    else noteClean(value);
  } else if (typeof value === 'number') {
    const matches = scanNumber(value);
    if (matches.length > 0) report(walk, matches, 'value');
  } else if (typeof value === 'object' && value !== null && walk.path.length < DEPTH_MAX) {
    if (isJsonArray(value)) visitItems(walk, value);
    else for (const key in value) visitMember(walk, key, value[key] ?? null);
  }
}

/** User agents, URLs, titles come again and again; short texts are scanned as fast as they are looked up. */
function isKnownClean(text: string): boolean {
  return text.length >= CLEAN_LENGTH_MIN && text.length <= CLEAN_LENGTH_MAX && cleanTexts.has(text);
}

function noteClean(text: string): void {
  if (text.length < CLEAN_LENGTH_MIN || text.length > CLEAN_LENGTH_MAX) return;
  if (cleanTexts.size >= CLEAN_TEXTS_MAX) cleanTexts.clear();
  cleanTexts.add(text);
}

function visitItems(walk: Walk, items: readonly Json[]): void {
  walk.path.push('[]');
  for (const item of items) visit(walk, item);
  walk.path.pop();
}

function visitMember(walk: Walk, key: string, value: Json): void {
  const { shape, matches } = knowKey(key);
  walk.path.push(shape);
  if (matches.length > 0) report(walk, matches, 'key');
  visit(walk, value);
  walk.path.pop();
}

function knowKey(key: string): KnownKey {
  const known = knownKeys.get(key);
  if (known !== undefined) return known;
  const matches = scanText(key);
  const isName = matches.length === 0 && FIELD_NAME.test(key) && !IDENTIFIER.test(key);
  const made: KnownKey = { shape: isName ? key : '*', matches };
  if (knownKeys.size >= KNOWN_KEYS_MAX) knownKeys.clear();
  knownKeys.set(key, made);
  return made;
}

function report({ path, found }: Walk, matches: readonly Match[], where: Inspected['where']): void {
  const shown = path.join('.').replaceAll('.[]', '[]');
  for (const { kind, detector, start, end } of matches) {
    const version = VERSIONS.get(detector) ?? 0;
    found.push({ kind, detector, version, path: shown, where, start, end });
  }
}
