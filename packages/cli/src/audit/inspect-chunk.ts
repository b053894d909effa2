/** Reads one chunk and counts what is found in it: the work of a worker, without the worker. */
import { inspectEvent, noteFields } from '@headgate/core/inspect';
import { openRecord } from './dialects/index.ts';
import type { Chunk, ReadLimits } from './formats/format.ts';
import { formatOf } from './formats/index.ts';
import { plannedPart } from './planned-part.ts';
import { countEvent, createTally, noteUnread } from './tally.ts';
import type { Tally } from './tally.ts';

export interface InspectSettings extends ReadLimits {
  /** Events that say they are older are left out. Milliseconds since 1970; null for no bound. */
  readonly since: number | null;
  /** Share of records that are looked at, above 0 and at most 1. */
  readonly share: number;
  /** Whether the fields of events are noted, for the draft of a plan. */
  readonly notesFields: boolean;
}

export interface InspectJob {
  /** As shown in the report. */
  readonly file: string;
  /** Number of the file in the run: it seeds the sample. */
  readonly unit: number;
  readonly format: string;
  readonly chunk: Chunk;
}

/** What a thread gives back: the counts of a chunk, and its memory for another. */
export interface InspectDone {
  readonly tally: Tally;
  readonly buffer: ArrayBuffer;
}

export function inspectChunk(job: InspectJob, settings: InspectSettings): Tally {
  const tally = createTally();
  formatOf(job.format).read(
    job.chunk,
    {
      wants: (place) => {
        if (settings.share >= 1 || isDrawn(job.unit, place, settings.share)) return true;
        tally.leftOut += 1;
        return false;
      },
      record: (value, format) => {
        for (const { event, ...told } of openRecord(value, format)) {
          // An event without a time may be of any.
          if (settings.since !== null && told.time !== null && told.time < settings.since) {
            tally.older += 1;
            continue;
          }
          const found = inspectEvent(event);
          countEvent(tally, { ...told, found });
          const part = settings.notesFields ? plannedPart(event, told) : null;
          if (part === null) continue;
          const { below: foundBelow, ...seen } = part;
          noteFields(tally.fields, { ...seen, found, foundBelow, witness: null });
        }
      },
      unread: (fromLine, toLine, reason) => noteUnread(tally, { file: job.file, fromLine, toLine, reason }),
    },
    settings,
  );
  return tally;
}

/** Draws each place on its own with the same chance, and always the same ones (mixing after MurmurHash3's finaliser). */
function isDrawn(unit: number, place: number, share: number): boolean {
  let mixed = Math.imul(unit + 1, 0x9e3779b1) ^ Math.imul(place, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 0x1_0000_0000 < share;
}
