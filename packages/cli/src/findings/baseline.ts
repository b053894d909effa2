/**
 * What a plan or an app was found to have when it was first looked at: it may stay, and nothing may be added to it.
 *
 * Format: JSON `{ schemaVersion: 1, findings: [{ fingerprint, ruleId, path, jsonPointer }] }`, in the order of the files.
 * Only the fingerprint counts; the rest is for the people who review the file. There is no value of an event in it.
 */
import type { PlanFinding, RuleFacts } from '@headgate/core';
import { readFileSync } from 'node:fs';
import { Failure } from '../exit.ts';
import { writeWhole } from '../write-whole.ts';

/** Characters of a baseline that is read. */
const TEXT_MAX = 16_000_000;

export const STALE_BASELINE: RuleFacts = {
  id: 'stale-baseline',
  level: 'improvement',
  kind: 'excuse',
  what: 'An entry of the baseline is not found any more.',
};

export interface BaselineEntry {
  readonly fingerprint: string;
  readonly ruleId: string;
  readonly path: string;
  readonly jsonPointer: string;
}

/** Throws a `Failure` of `usage` where it is not there or is no baseline. */
export function readBaseline(file: string): readonly BaselineEntry[] {
  const stored = parse(file);
  if (typeof stored !== 'object' || stored === null || !('findings' in stored)) return refuse();
  if (!('schemaVersion' in stored) || stored.schemaVersion !== 1 || !Array.isArray(stored.findings)) {
    return refuse();
  }
  return stored.findings.map((entry: unknown) => (isEntry(entry) ? entry : refuse()));
}

/** Writes it whole or not at all. */
export function writeBaseline(file: string, findings: readonly PlanFinding[]): void {
  const entries = findings.map(({ fingerprint, ruleId, path, jsonPointer }) => ({
    fingerprint,
    ruleId,
    path,
    jsonPointer,
  }));
  writeWhole(file, `${JSON.stringify({ schemaVersion: 1, findings: entries }, null, 2)}\n`);
}

/** A finding for each entry that nothing answers to. `path` is that of the baseline. */
export function staleFindings(
  entries: readonly BaselineEntry[],
  findings: readonly PlanFinding[],
  path: string,
): readonly PlanFinding[] {
  const found = new Set(findings.map(({ fingerprint }) => fingerprint));
  return [...entries.entries()]
    .filter(([, { fingerprint }]) => !found.has(fingerprint))
    .map(([at, { fingerprint, ruleId, path: of, jsonPointer }]) => ({
      ruleId: STALE_BASELINE.id,
      kind: STALE_BASELINE.kind,
      level: STALE_BASELINE.level,
      message: `${ruleId} is not found at ${of}${jsonPointer} any more.`,
      mend: 'Write the baseline again: --baseline and --write-baseline with the same file.',
      path,
      line: 0,
      column: 0,
      jsonPointer: `/findings/${at}`,
      fingerprint: `stale-${fingerprint}`,
    }));
}

function parse(file: string): unknown {
  try {
    const text = readFileSync(file, 'utf8');
    return text.length > TEXT_MAX ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

function isEntry(entry: unknown): entry is BaselineEntry {
  if (typeof entry !== 'object' || entry === null) return false;
  const fields: readonly unknown[] = [
    'fingerprint' in entry && entry.fingerprint,
    'ruleId' in entry && entry.ruleId,
    'path' in entry && entry.path,
    'jsonPointer' in entry && entry.jsonPointer,
  ];
  return fields.every((field) => typeof field === 'string');
}

function refuse(): never {
  throw new Failure('usage', 'the baseline cannot be read', 'Make one with --write-baseline.');
}
