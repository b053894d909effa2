/** Files that are whole or the ones before, never half written. */
import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import type { WriteFileOptions } from 'node:fs';
import { dirname } from 'node:path';

/** Writes beside the path and renames. Throws what the file system throws; what was there then stays. */
export function writeWhole(path: string, data: string | Uint8Array, options?: WriteFileOptions): void {
  const temporary = temporaryFor(path);
  writeFileSync(temporary, data, options);
  renameSync(temporary, path);
}

/** As `writeWhole`, and durable when it returns. */
export function writeDurably(path: string, data: string | Uint8Array, mode: number): void {
  const temporary = temporaryFor(path);
  writeFileSync(temporary, data, { mode, flush: true });
  renameSync(temporary, path);
  // Windows has no such thing, and refuses to open a directory.
  if (process.platform === 'win32') return;
  const directory = openSync(dirname(path), 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

/** Where it is written first: a name that no other process takes. */
export function temporaryFor(path: string): string {
  return `${path}.${process.pid}.tmp`;
}
