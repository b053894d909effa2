/**
 * The baseline of the meter: what was linkable when somebody last agreed to it.
 *
 * Format: JSON `{ schemaVersion: 1, pairs: { "a + b": { "time+quasi 1m": { events, people } } } }`, shares from 0 to 1.
 */
import type { LinkabilityBaseline } from '@headgate/core';
import { readFileSync } from 'node:fs';
import { Failure } from '../exit.ts';
import { writeWhole } from '../write-whole.ts';

/** Throws a `Failure` of `usage` where it is not there or is no baseline. */
export function readBaseline(file: string): LinkabilityBaseline {
  const stored = parse(file);
  const pairs = isTable(stored) && stored['schemaVersion'] === 1 ? stored['pairs'] : null;
  if (isBaseline(pairs)) return pairs;
  throw new Failure(
    'usage',
    'the baseline cannot be read, or is none of this command',
    'Write one with --write-baseline.',
  );
}

/** Writes it whole or not at all. */
export function writeBaseline(file: string, pairs: LinkabilityBaseline): void {
  writeWhole(file, `${JSON.stringify({ schemaVersion: 1, pairs }, null, 2)}\n`);
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

function isBaseline(value: unknown): value is LinkabilityBaseline {
  return (
    isTable(value) &&
    Object.values(value).every(
      (measures) =>
        isTable(measures) &&
        Object.values(measures).every(
          (shares) => isTable(shares) && isShare(shares['events']) && isShare(shares['people']),
        ),
    )
  );
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isShare(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 1;
}
