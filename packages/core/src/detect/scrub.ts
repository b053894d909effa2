/** Detection without a plan: everything found in an event of any shape is replaced by its kind in brackets. */
import type { Json } from '../event.ts';
import { isJsonArray, isJsonObject } from '../event.ts';
import type { Finding, Match } from './detector.ts';
import { redactText, scanNumber, scanText } from './scan.ts';

/** One event of any shape with everything found in it replaced, by the default policy and without a plan. */
export interface Scrubbed {
  readonly event: Json;
  readonly findings: readonly Finding[];
}

/** The event scrubbed, keys included; the same object where nothing was found. Paths have scrubbed keys. */
export function scrubEvent(event: Json): Scrubbed {
  const findings: Finding[] = [];
  return { event: scrubValue(event, '', findings), findings };
}

function scrubValue(value: Json, path: string, findings: Finding[]): Json {
  if (typeof value === 'string') {
    const matches = scanText(value);
    if (matches.length === 0) return value;
    report(matches, path, findings);
    return redactText(value, matches);
  }
  if (typeof value === 'number') {
    const matches = scanNumber(value);
    const [match] = matches;
    if (match === undefined) return value;
    report(matches, path, findings);
    return `[${match.kind}]`;
  }
  if (isJsonArray(value)) return scrubArray(value, `${path}[]`, findings);
  if (isJsonObject(value)) return scrubMembers(value, path, findings);
  return value;
}

function scrubArray(items: readonly Json[], path: string, findings: Finding[]): Json {
  let scrubbed: Json[] | null = null;
  for (const [index, item] of items.entries()) {
    const clean = scrubValue(item, path, findings);
    if (clean === item) continue;
    scrubbed ??= [...items];
    scrubbed[index] = clean;
  }
  return scrubbed ?? items;
}

function scrubMembers(members: Readonly<Record<string, Json>>, path: string, findings: Finding[]): Json {
  const scrubbed: [string, Json][] = [];
  let changed = false;
  for (const [key, value] of Object.entries(members)) {
    const matches = scanText(key);
    const cleanKey = matches.length === 0 ? key : redactText(key, matches);
    const inner = path === '' ? cleanKey : `${path}.${cleanKey}`;
    report(matches, inner, findings);
    const clean = scrubValue(value, inner, findings);
    if (clean !== value || cleanKey !== key) changed = true;
    scrubbed.push([cleanKey, clean]);
  }
  // Entries, because assigning the key `__proto__` would be lost.
  return changed ? Object.fromEntries(scrubbed) : members;
}

function report(matches: readonly Match[], path: string, findings: Finding[]): void {
  for (const { kind, detector, start, end } of matches) {
    findings.push({ kind, detector, path, length: end - start });
  }
}
