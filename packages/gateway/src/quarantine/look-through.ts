/** Looks through the heads of quarantined events without holding up the event loop. Opens nothing. */
import { setImmediate as turn } from 'node:timers/promises';
import type { Quarantine, QuarantineHead, QuarantineRecord, SealedText } from '../queue/quarantined.ts';
import type { QuarantineLimits } from './limits.ts';

type Records = Pick<Quarantine, 'records' | 'texts'>;

/** Events that are wrong in the same way. */
export interface ShapeRow extends Pick<QuarantineHead, 'shape' | 'cause' | 'source' | 'planned' | 'group'> {
  readonly events: number;
  readonly bytes: number;
  /** When the first and the last of them were stored; milliseconds since 1970. */
  readonly firstAt: number;
  readonly lastAt: number;
}

/** Heads read at once. */
const SLICE = 1000;

/** All records whose number is higher than `after`, in order. */
async function* recordsAfter(
  quarantine: Records,
  after: number,
): AsyncGenerator<QuarantineRecord, void, undefined> {
  let last = after;
  for (;;) {
    const slice = quarantine.records(last, SLICE);
    yield* slice;
    const end = slice.at(-1);
    if (end === undefined) return;
    last = end.number;
    await turn();
  }
}

/** Every shape, the one with the most events first. */
export async function listShapes(quarantine: Records): Promise<readonly ShapeRow[]> {
  const rows = new Map<string, ShapeRow>();
  for await (const { head, bytes, storedAt } of recordsAfter(quarantine, 0)) {
    const known = rows.get(head.shape);
    const { shape, cause, source, planned, group } = head;
    rows.set(shape, {
      shape,
      cause,
      source,
      planned,
      group,
      events: (known?.events ?? 0) + 1,
      bytes: (known?.bytes ?? 0) + bytes,
      firstAt: Math.min(known?.firstAt ?? storedAt, storedAt),
      lastAt: Math.max(known?.lastAt ?? storedAt, storedAt),
    });
  }
  return [...rows.values()].toSorted((left, right) => right.events - left.events);
}

export interface Asked {
  /** Null: records of every shape. */
  readonly shape: string | null;
  /** Number of the record after which to begin. */
  readonly after: number;
  readonly limit: number;
}

export interface Page {
  readonly records: readonly (QuarantineRecord & { readonly texts: readonly SealedText[] })[];
  /** Where the next page begins; null when there is none. */
  readonly next: number | null;
}

/** The next records with what is sealed in them; one that is larger than a page comes alone. */
export async function readPage(
  quarantine: Records,
  { shape, after, limit }: Asked,
  { pageRecordsMax, pageBytesMax }: Pick<QuarantineLimits, 'pageRecordsMax' | 'pageBytesMax'>,
): Promise<Page> {
  const records: Page['records'][number][] = [];
  let bytes = 0;
  let last = after;
  for await (const record of recordsAfter(quarantine, after)) {
    if (shape !== null && record.head.shape !== shape) continue;
    const isFull = records.length >= Math.min(limit, pageRecordsMax) || bytes + record.bytes > pageBytesMax;
    if (records.length > 0 && isFull) return { records, next: last };
    const texts = quarantine.texts(record.number);
    // It left while the heads were read.
    if (texts === null) continue;
    records.push({ ...record, texts });
    bytes += record.bytes;
    last = record.number;
  }
  return { records, next: null };
}

/** Numbers of all records of a shape. */
export async function numbersOf(quarantine: Records, shape: string): Promise<readonly number[]> {
  const numbers: number[] = [];
  for await (const { number, head } of recordsAfter(quarantine, 0)) {
    if (head.shape === shape) numbers.push(number);
  }
  return numbers;
}
