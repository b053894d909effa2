/**
 * The k-gate's memory across restarts.
 *
 * Format: lines of JSON, `{"format":"headgate-cohorts/1"}` first, then one cohort each: `[digest, windowMs, subjects, sensitive]`,
 * the last two as pairs of a digest and when it was last seen. Digests are keyed; no value of an event is in it.
 *
 * The file is written beside, made durable and renamed, so it is whole or the one before; cohorts are read out one by one
 * while events go on, which is right because none depends on another. A crash takes what was seen since the last
 * writing: the gate then knows of fewer subjects than there were, and is stricter for it, never laxer. A file that is not
 * what this module writes stops the gateway, so that weeks of counts are not lost unnoticed.
 */
import { createCohorts } from '@headgate/core';
import type { CohortRecord, Cohorts } from '@headgate/core';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { causeOf } from '../runtime.ts';
import type { Clock, Log } from '../runtime.ts';
import { createSerial } from '../serial.ts';
import { writeWhole } from '../write-whole.ts';
import type { KGateLimits } from './limits.ts';

export interface CohortFileOptions extends KGateLimits {
  readonly path: string;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly log: Log;
}

export interface CohortFile {
  readonly cohorts: Cohorts;
  /** Writes every `saveIntervalMs` what changed, until stopped. Once only. */
  start(): void;
  /** Writes now, if anything changed. Rejects when it could not be written; the file before then stays. */
  save(): Promise<void>;
  /** Ends the writing, after a last one. */
  stop(): Promise<void>;
}

const HEADER = JSON.stringify({ format: 'headgate-cohorts/1' });
/** Text gathered before it is written. */
const CHUNK_LENGTH = 262_144;

/** Reads the file, if there is one. Rejects when it is there and is not what this module writes. */
export async function openCohortFile(options: CohortFileOptions): Promise<CohortFile> {
  const { path, clock, log, saveIntervalMs } = options;
  const cohorts = createCohorts(options.entriesMax);
  await read(path, cohorts);
  const serial = createSerial();
  const stopped = new AbortController();
  let saved = cohorts.revision();
  let loop: Promise<void> = Promise.resolve();

  const save = (): Promise<void> =>
    serial(async () => {
      const revision = cohorts.revision();
      if (revision === saved) return;
      await writeWhole(path, (file) => writeLines(file, cohorts.records()));
      saved = revision;
    });
  const trySave = (): Promise<void> =>
    save().catch((error: unknown) => log.write('cohorts-failing', { cause: causeOf(error) }));
  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await clock.sleep(saveIntervalMs, stopped.signal);
      await trySave();
    }
  };
  return {
    cohorts,
    start: () => {
      loop = run();
    },
    save,
    stop: async () => {
      stopped.abort();
      await loop;
      await trySave();
    },
  };
}

async function read(path: string, cohorts: Cohorts): Promise<void> {
  const file = await open(path, 'r').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  if (file === null) return;
  await file.close();
  let isFirst = true;
  for await (const line of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity })) {
    if (isFirst && line !== HEADER) throw corrupt();
    if (!isFirst) cohorts.restore(recordOf(line));
    isFirst = false;
  }
  if (isFirst) throw corrupt();
}

async function writeLines(file: FileHandle, records: Iterable<CohortRecord>): Promise<void> {
  let chunk = `${HEADER}\n`;
  for (const { cohort, windowMs, subjects, sensitive } of records) {
    chunk += `${JSON.stringify([cohort, windowMs, subjects, sensitive])}\n`;
    if (chunk.length < CHUNK_LENGTH) continue;
    await file.write(chunk);
    chunk = '';
  }
  await file.write(chunk);
}

function recordOf(line: string): CohortRecord {
  const value: unknown = parse(line);
  if (!Array.isArray(value)) throw corrupt();
  const [cohort, windowMs, subjects, sensitive]: unknown[] = value;
  if (typeof cohort !== 'string' || typeof windowMs !== 'number' || value.length !== 4) throw corrupt();
  return { cohort, windowMs, subjects: pairsOf(subjects), sensitive: pairsOf(sensitive) };
}

function pairsOf(value: unknown): [string, number][] {
  if (!Array.isArray(value)) throw corrupt();
  return value.map((pair: unknown): [string, number] => {
    if (!Array.isArray(pair)) throw corrupt();
    const [name, at]: unknown[] = pair;
    if (typeof name !== 'string' || typeof at !== 'number') throw corrupt();
    return [name, at];
  });
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw corrupt();
  }
}

function corrupt(): Error {
  return new Error(
    'The file of the k-gate is not what a gateway writes. Bring it back from a backup, or move it away: then every gate counts from nobody',
  );
}
