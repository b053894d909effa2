/**
 * How far an audit has come, in a file beside its report, so that it can go on after a stop.
 *
 * Format: JSON `{ version: 4, settings, sources, position, tally }`. Maps are `{ map: [[key, value]…] }`, sets
 * `{ set: […] }`. `settings` and `sources` must be those of the new run, or the counts would mix. The file is written
 * whole to a temporary name and renamed, so a crash leaves the old one or the new one. It holds counts, no values.
 */
import { readFileSync, rmSync } from 'node:fs';
import { Failure } from '../exit.ts';
import type { Source } from './sources.ts';
import type { Tally } from './tally.ts';
import { writeWhole } from '../write-whole.ts';

/** All before it is counted in the tally that is stored with it. */
export interface Position {
  /** Streams that are done, and what is done of the next: its chunks, and its unread stretches noted while cutting. */
  readonly units: number;
  readonly chunks: number;
  readonly notes: number;
}

export const BEGINNING: Position = Object.freeze({ units: 0, chunks: 0, notes: 0 });

export interface AuditState {
  readonly version: 4;
  /** Everything that changes the counts, in one text. */
  readonly settings: string;
  readonly sources: readonly Source[];
  readonly position: Position;
  readonly tally: Tally;
}

export function writeState(path: string, state: AuditState): void {
  writeWhole(path, JSON.stringify(state, packed), { mode: 0o600 });
}

/** Null where there is no such file. Throws a `Failure` of exit `usage` where it holds something else. */
export function readState(path: string): AuditState | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  const state = parsed(text);
  if (isState(state)) return state;
  throw new Failure(
    'usage',
    'the state of the audit that was stopped is damaged, or of another version',
    'Run without --resume to begin anew.',
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text, unpacked);
  } catch {
    return null;
  }
}

export function removeState(path: string): void {
  rmSync(path, { force: true });
}

function packed(_key: string, value: unknown): unknown {
  if (value instanceof Map) return { map: [...value] };
  return value instanceof Set ? { set: [...value] } : value;
}

function unpacked(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('map' in value && Array.isArray(value.map)) return new Map(value.map);
  return 'set' in value && Array.isArray(value.set) ? new Set(value.set) : value;
}

/** The file is this program's own and readable by its owner alone; its outline is enough to tell a foreign one. */
function isState(value: unknown): value is AuditState {
  if (typeof value !== 'object' || value === null || !('version' in value) || value.version !== 4)
    return false;
  if (!('tally' in value && 'position' in value && 'sources' in value && 'settings' in value)) return false;
  const { tally } = value;
  return typeof tally === 'object' && tally !== null && 'groups' in tally && tally.groups instanceof Map;
}
