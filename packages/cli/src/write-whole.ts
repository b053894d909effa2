/** Files that are whole or the ones before, never half written. */
import { renameSync, writeFileSync } from 'node:fs';
import type { WriteFileOptions } from 'node:fs';

/** Writes beside the path and renames. Throws what the file system throws; what was there then stays. */
export function writeWhole(path: string, data: string | Uint8Array, options?: WriteFileOptions): void {
  const temporary = temporaryFor(path);
  writeFileSync(temporary, data, options);
  renameSync(temporary, path);
}

/** Where it is written first: a name that no other process takes. */
export function temporaryFor(path: string): string {
  return `${path}.${process.pid}.tmp`;
}
