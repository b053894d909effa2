/**
 * Runs an audit: opens each stream, cuts it into chunks, has threads look through them and adds up what they found.
 * At a checkpoint no chunk is under way, so the counts and the position belong together; a run that goes on from there
 * cuts the same stream again, which is cheap, and skips the chunks that are counted.
 */
import { statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type { Chunk, CutterSink } from './formats/format.ts';
import type { InspectSettings } from './inspect-chunk.ts';
import { createPool } from './pool.ts';
import type { Pool } from './pool.ts';
import type { Source, Sources } from './sources.ts';
import { createSpareBuffers } from './spare-buffers.ts';
import type { SpareBuffers } from './spare-buffers.ts';
import { BEGINNING } from './state-file.ts';
import type { Position } from './state-file.ts';
import { addTally, createTally, noteUnread } from './tally.ts';
import type { Tally } from './tally.ts';
import { unitsOf } from './units.ts';
import type { OpenedUnit, Unit } from './units.ts';
import { reasonOf } from './unread.ts';

export interface AuditOptions extends Sources {
  readonly settings: InspectSettings;
  readonly threads: number;
  readonly stdin: Readable;
  readonly signal: AbortSignal;
  readonly now: () => number;
  /** Hears how many bytes were read, and what was counted so far. */
  readonly told: (bytes: number, tally: Tally) => void;
  /** Keeps a position to go on from, every few seconds and at a stop. */
  readonly save: (position: Position, tally: Tally) => void;
  /** Where an earlier run stopped, and its counts. */
  readonly resumed: { readonly position: Position; readonly tally: Tally } | null;
}

export interface AuditRun {
  readonly tally: Tally;
  readonly bytes: number;
  /** Whether it was stopped before the end. */
  readonly isPartial: boolean;
}

const SAVE_EVERY_MS = 5000;

/** Thrown through the reading of a stream when the run is to stop. */
class Stopped extends Error {
  override readonly name = 'Stopped';
}

interface Course {
  readonly options: AuditOptions;
  readonly tally: Tally;
  readonly pool: Pool;
  readonly buffers: SpareBuffers;
  readonly from: Position;
  position: Position;
  savedAt: number;
  bytes: number;
}

export async function runAudit(options: AuditOptions): Promise<AuditRun> {
  const tally = options.resumed?.tally ?? createTally();
  const buffers = createSpareBuffers(options.threads * 2 + 2);
  const pool = createPool(options.threads, options.settings, (done) => {
    addTally(tally, done.tally);
    buffers.give(new Uint8Array(done.buffer));
  });
  const from = options.resumed?.position ?? BEGINNING;
  const course: Course = {
    options,
    tally,
    pool,
    buffers,
    from,
    position: from,
    savedAt: options.now(),
    bytes: 0,
  };
  try {
    if (options.resumed === null) for (const unread of options.unread) noteUnread(tally, unread);
    const isPartial = await readSources(course);
    await pool.drain();
    if (isPartial) options.save(course.position, tally);
    return { tally, bytes: course.bytes, isPartial };
  } finally {
    await pool.end();
  }
}

/** Whether it was stopped. */
async function readSources(course: Course): Promise<boolean> {
  let unit = 0;
  try {
    for (const source of course.options.sources) unit = await readSource(course, source, unit);
    return false;
  } catch (error) {
    if (error instanceof Stopped) return true;
    throw error;
  }
}

/** The number of the next unit. */
async function readSource(course: Course, source: Source, first: number): Promise<number> {
  const { options } = course;
  const passed = (bytes: number): void => {
    course.bytes += bytes;
    options.told(course.bytes, course.tally);
  };
  let unit = first;
  let failed: unknown = null;
  const units = unitsOf(source, {
    stdin: options.stdin,
    columns: options.settings.columns,
    buffers: course.buffers,
    passed,
  })[Symbol.asyncIterator]();
  for (;;) {
    const next = await units.next().catch((error: unknown) => {
      failed = error;
      return { done: true, value: undefined } as const;
    });
    if (next.done === true) break;
    if (unit >= course.from.units) await readUnit(course, next.value, unit);
    unit += 1;
  }
  // What fails or changes beside its streams counts as one more, so that it is noted once in all runs.
  if (unit >= course.from.units) {
    if (failed !== null) note(course, source.name, 0, failed);
    if (hasChanged(source))
      noteUnread(course.tally, { file: source.name, fromLine: 0, toLine: 0, reason: 'changed' });
    course.position = { ...BEGINNING, units: unit + 1 };
  }
  return unit + 1;
}

function note(course: Course, file: string, fromLine: number, error: unknown): void {
  noteUnread(course.tally, { file, fromLine, toLine: 0, reason: reasonOf(error) });
}

function hasChanged({ path, bytes, changedAt }: Source): boolean {
  if (path === null) return false;
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.size !== bytes || Math.floor(stats.mtimeMs) !== changedAt;
}

async function readUnit(course: Course, unit: Unit, number: number): Promise<void> {
  if (course.options.signal.aborted) throw new Stopped();
  const done = number === course.from.units ? course.from : BEGINNING;
  course.position = { ...done, units: number };
  const progress = { line: 1 };
  try {
    const opened = await unit.open();
    if (opened.format !== null) await cutUnit({ course, unit, number, done, progress }, opened);
  } catch (error) {
    if (error instanceof Stopped || !isOfInput(error)) throw error;
    note(course, unit.name, progress.line, error);
  }
  course.position = { ...BEGINNING, units: number + 1 };
}

/** A failure of threads is a bug and no fault of the input. */
function isOfInput(error: unknown): boolean {
  return !(error instanceof Error && error.message === 'a thread of the audit failed');
}

interface UnitCourse {
  readonly course: Course;
  readonly unit: Unit;
  readonly number: number;
  /** What an earlier run has done of this unit. */
  readonly done: Position;
  readonly progress: { line: number };
}

async function cutUnit(at: UnitCourse, { format, blocks }: OpenedUnit): Promise<void> {
  if (format === null) return;
  const sink = sinkFor(at, format.id);
  const cutter = format.cutter(sink, at.course.options.settings);
  let failure: { readonly error: unknown } | null = null;
  try {
    for await (const block of blocks) {
      await cutter.push(block);
      // The cutter has copied what it needs.
      at.course.buffers.give(block);
    }
  } catch (error) {
    if (error instanceof Stopped || !isOfInput(error)) throw error;
    failure = { error };
  }
  // What came before the failure is looked at, its last and broken line included.
  await cutter.end();
  if (failure !== null) throw failure.error;
}

function sinkFor({ course, unit, number, done, progress }: UnitCourse, format: string): CutterSink {
  let chunks = 0;
  let notes = 0;
  const { options, pool, tally } = course;
  return {
    buffer: course.buffers.take,
    chunk: async (chunk: Chunk) => {
      progress.line = chunk.lastLine + 1;
      chunks += 1;
      if (options.signal.aborted) throw new Stopped();
      if (chunks <= done.chunks) return course.buffers.give(chunk.bytes);
      await pool.take({ file: unit.name, unit: number, format, chunk });
      course.position = { units: number, chunks, notes: Math.max(notes, done.notes) };
      await saveSometimes(course);
    },
    unread: (fromLine, toLine, reason) => {
      progress.line = toLine + 1;
      notes += 1;
      if (notes <= done.notes) return;
      noteUnread(tally, { file: unit.name, fromLine, toLine, reason });
      course.position = { units: number, chunks: Math.max(chunks, done.chunks), notes };
    },
  };
}

async function saveSometimes(course: Course): Promise<void> {
  const { options, pool, tally } = course;
  if (options.now() - course.savedAt < SAVE_EVERY_MS) return;
  await pool.drain();
  options.save(course.position, tally);
  course.savedAt = options.now();
}
