/**
 * The file of wrapped private halves: records of 48 bytes, `kid 8 ‖ wrapped 40`, in the order in which they were made. It only grows,
 * but for two things: erasing writes zeros over the 40 bytes in their place, and a last record that a crash cut short is cut off.
 *
 * Records are found by an index in memory of 8 bytes a record at most. Kids are bytes of a hash, so they are their own hash values.
 */
import { dirname } from 'node:path';
import type { VaultDisk } from './vault-disk.ts';

export const KID_BYTES = 8;
const WRAPPED_BYTES = 40;
export const RECORD_BYTES = KID_BYTES + WRAPPED_BYTES;
const CHUNK_RECORDS = 20_000;
const SLOTS_MIN = 1024;

export interface Half {
  /** Number of the record, from 0. */
  readonly at: number;
  /** 40 bytes; null where they are written over. */
  readonly wrapped: Buffer | null;
}

export interface Halves {
  /** The record of that kid as it is on disk now; null where there is none. */
  readonly find: (kid: string) => Half | null;
}

/** Opens the file, which need not be there yet. Records that other processes append are seen; nothing is written. */
export function openHalves(disk: VaultDisk, path: string): Halves {
  let slots = new Uint32Array(SLOTS_MIN);
  let indexed = 0;
  const put = (kid: Buffer, at: number): void => {
    let slot = kid.readUInt32LE(0) & (slots.length - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
    slots[slot] = at + 1;
  };
  const refresh = (): void => {
    const count = countHalves(disk, path);
    if (count === indexed) return;
    if (count * 2 > slots.length) {
      slots = new Uint32Array(2 ** Math.ceil(Math.log2(count * 2)));
      indexed = 0;
    }
    eachRecord(disk, path, { from: indexed, to: count }, put);
    indexed = count;
  };
  const find: Halves['find'] = (kid) => {
    refresh();
    const wanted = Buffer.from(kid, 'hex');
    if (wanted.length !== KID_BYTES) return null;
    for (let slot = wanted.readUInt32LE(0) & (slots.length - 1); ; slot = (slot + 1) & (slots.length - 1)) {
      const at = (slots[slot] ?? 0) - 1;
      if (at === -1) return null;
      const record = disk.readAt(path, at * RECORD_BYTES, RECORD_BYTES);
      if (record.subarray(0, KID_BYTES).equals(wanted)) return { at, wrapped: wrappedOf(record) };
    }
  };
  return { find };
}

/** Appends records, durable when it returns. */
export function appendHalves(disk: VaultDisk, path: string, records: readonly Uint8Array[]): void {
  if (records.length === 0) return;
  const size = disk.sizeOf(path);
  if (size !== null && size % RECORD_BYTES !== 0) disk.truncate(path, size - (size % RECORD_BYTES));
  disk.append(path, Buffer.concat(records));
  if (size === null) disk.syncDirectory(dirname(path));
}

/** Writes zeros over the private half of a record. */
export function overwriteHalf(disk: VaultDisk, path: string, { at }: Half): void {
  disk.overwrite(path, at * RECORD_BYTES + KID_BYTES, Buffer.alloc(WRAPPED_BYTES));
}

/** Calls `use` with every record from number `from` up to `to`; the bytes are good until it returns. */
export function eachRecord(
  disk: VaultDisk,
  path: string,
  { from, to }: { readonly from: number; readonly to: number },
  use: (record: Buffer, at: number) => void,
): void {
  for (let first = from; first < to; first += CHUNK_RECORDS) {
    const count = Math.min(CHUNK_RECORDS, to - first);
    const bytes = disk.readAt(path, first * RECORD_BYTES, count * RECORD_BYTES);
    for (let each = 0; each < count; each += 1) {
      use(bytes.subarray(each * RECORD_BYTES, (each + 1) * RECORD_BYTES), first + each);
    }
  }
}

/** How many whole records the file has. */
export function countHalves(disk: VaultDisk, path: string): number {
  return Math.floor((disk.sizeOf(path) ?? 0) / RECORD_BYTES);
}

/** The wrapped half of a record; null where it is written over. */
export function wrappedOf(record: Buffer): Buffer | null {
  const wrapped = record.subarray(KID_BYTES);
  return wrapped.every((byte) => byte === 0) ? null : wrapped;
}
