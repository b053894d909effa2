/** Small files of secrets: for their owner alone, and written whole. */
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Group and others have no access. */
const FORBIDDEN_MODE = 0o077;

/** Text of the file; null where there is none. Throws when others may read it. */
export function readPrivate(path: string): string | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  if (process.platform !== 'win32' && (stats.mode & FORBIDDEN_MODE) !== 0) {
    throw new Error(`The key file can be read by others. Run: chmod 600 ${path}`);
  }
  return readFileSync(path, 'utf8');
}

/** To a temporary name, synced and renamed, with mode 0600: a crash leaves the old file or the new one. */
export function writePrivate(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  // Left behind by a crash of an earlier process with this id.
  rmSync(temporary, { force: true });
  const file = openSync(temporary, 'wx', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
  const directory = openSync(dirname(path), 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
