/** Files of whole lines that only grow. A last line without its end was cut off by a crash, and counts for nothing. */
import { dirname } from 'node:path';
import type { VaultDisk } from './vault-disk.ts';

const CHUNK_BYTES = 1024 * 1024;
const LINE_FEED = 0x0a;

export interface ReadLines {
  readonly lines: readonly string[];
  /** Where the next line begins. */
  readonly end: number;
}

/** The whole lines from an offset on, which is the beginning of one. */
export function readLinesFrom(disk: VaultDisk, path: string, from: number): ReadLines {
  const size = disk.sizeOf(path) ?? 0;
  if (size <= from) return { lines: [], end: from };
  const bytes = disk.readAt(path, from, size - from);
  const end = bytes.lastIndexOf(LINE_FEED) + 1;
  const lines = end === 0 ? [] : bytes.toString('utf8', 0, end - 1).split('\n');
  return { lines, end: from + end };
}

/** Appends whole lines, durable when it returns, behind the last whole line that is there. The caller keeps others from writing. */
export function appendLines(disk: VaultDisk, path: string, lines: readonly string[]): void {
  if (lines.length === 0) return;
  const isNew = disk.sizeOf(path) === null;
  if (!isNew) cutTornLine(disk, path);
  disk.append(path, Buffer.from(`${lines.join('\n')}\n`, 'utf8'));
  if (isNew) disk.syncDirectory(dirname(path));
}

/** Where the last whole line ends. */
export function endOfLines(disk: VaultDisk, path: string): number {
  for (let end = disk.sizeOf(path) ?? 0; end > 0;) {
    const start = Math.max(0, end - CHUNK_BYTES);
    const at = disk.readAt(path, start, end - start).lastIndexOf(LINE_FEED);
    if (at !== -1) return start + at + 1;
    end = start;
  }
  return 0;
}

function cutTornLine(disk: VaultDisk, path: string): void {
  const end = endOfLines(disk, path);
  if (end !== disk.sizeOf(path)) disk.truncate(path, end);
}
