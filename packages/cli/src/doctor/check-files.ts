/** Whether the gateway's files can be written, have room, and are nobody else's to read. */
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, rmSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { failed, passed, skipped } from './check.ts';
import type { Check } from './check.ts';

/** Group and others. */
const OTHERS = 0o077;
const GIBIBYTE = 1024 ** 3;
/** Below this the queue, whose bound is larger by default, would fill the disk. */
const FREE_BYTES_MIN = 2 * GIBIBYTE;

/** Whether files can be made in a directory, or the directory itself where it is still to be made. */
export function checkWritable(directory: string): Check {
  const place = existingOf(directory);
  const probe = join(place, `.headgate-doctor-${randomUUID()}`);
  try {
    closeSync(openSync(probe, 'wx', 0o600));
    rmSync(probe);
  } catch {
    return failed('data directory', `${directory} cannot be written`, `Run: chown $(id -u) ${place}`);
  }
  return passed('data directory', place === directory ? directory : `${directory}, made at first start`);
}

/** Free bytes on the disk of a directory. */
export async function checkDisk(directory: string): Promise<Check> {
  const { bavail, bsize } = await statfs(existingOf(directory));
  const free = bavail * bsize;
  const found = `${(free / GIBIBYTE).toFixed(1)} GiB free`;
  if (free >= FREE_BYTES_MIN) return passed('disk', found);
  return failed('disk', found, `Make room: at least ${FREE_BYTES_MIN / GIBIBYTE} GiB, for queue and ledger.`);
}

/** Whether a file of secrets is readable by its owner alone. */
export function checkPrivate(name: string, path: string): Check {
  if (process.platform === 'win32') return skipped(name, 'file modes do not exist here');
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return skipped(name, `${path} is made at first start`);
  const mode = (stats.mode & 0o777).toString(8).padStart(4, '0');
  if ((stats.mode & OTHERS) === 0) return passed(name, `${path} has mode ${mode}`);
  return failed(name, `${path} has mode ${mode}, so others may read it`, `Run: chmod 600 ${path}`);
}

/** The directory itself, or the nearest one above it that exists. */
function existingOf(directory: string): string {
  let place = directory;
  while (statSync(place, { throwIfNoEntry: false }) === undefined && dirname(place) !== place) {
    place = dirname(place);
  }
  return place;
}
