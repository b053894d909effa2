/**
 * The directory of a key ring. It belongs on the machines that open fields, never on the gateway's.
 *
 *   ring.json        the ring, private halves wrapped; mode 0600
 *   recipients.json  what it publishes, written after ring.json is durable, so that nothing is published whose private half
 *                    could be lost
 *   ring.lock        the process that is changing the ring
 *
 * Each file is written to `<name>.tmp`, synced and renamed, and the directory synced before the next: a crash leaves the old
 * file or the new one. After a crash between the two, recipients.json still names the key that was active before, which the
 * ring has as decrypt-only and opens; `mendRing` or the next change writes it anew. A leftover `.tmp` is overwritten then.
 */
import { basename, dirname, join } from 'node:path';
import type { Disk } from './disk.ts';
import { nodeDisk } from './disk.ts';
import { KeysUnusable } from './keys-unusable.ts';
import { takeLock } from './lock.ts';
import { Unfit } from './read-json.ts';
import { formatRecipients, recipientsOf } from './recipients.ts';
import type { Recipients } from './recipients.ts';
import { formatRing, parseRing } from './ring-format.ts';
import type { Ring } from './ring.ts';

const RING_FILE = 'ring.json';
const RECIPIENTS_FILE = 'recipients.json';
const LOCK_FILE = 'ring.lock';
/** Ten thousand generations take some 4 MiB. */
export const RING_BYTES_MAX = 16 * 1024 * 1024;
const PRIVATE = 0o600;
const PUBLIC = 0o644;
/** Group and others have no access. */
const FORBIDDEN_MODE = 0o077;

/** The ring of a directory; null where there is none. Throws `KeysUnusable` where it is damaged or others may read it. */
export function readRing(directory: string, disk: Disk = nodeDisk): Ring | null {
  const path = join(directory, RING_FILE);
  const text = readBounded(disk, path);
  if (text === null) return null;
  const mode = disk.modeOf(path);
  if (mode !== null && (mode & FORBIDDEN_MODE) !== 0) {
    throw new KeysUnusable('refused', 'The key ring can be read by others.', `Run: chmod 600 ${path}.`);
  }
  try {
    return parseRing(text);
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    const message = `The key ring is damaged: ${error.message}`;
    const mend = 'Move ring.json away and bring the ring back: headgate key restore.';
    throw new KeysUnusable('damaged', message, mend);
  }
}

/** As `readRing`, and throws `KeysUnusable` where there is none. */
export function expectRing(directory: string, disk: Disk = nodeDisk): Ring {
  const ring = readRing(directory, disk);
  if (ring !== null) return ring;
  const mend = 'Name its directory with --keys or HEADGATE_KEYS, or make one: headgate key init.';
  throw new KeysUnusable('missing', `There is no key ring in ${directory}.`, mend);
}

/** What a change of the ring gives: the ring to keep, null to leave all as it is, and an answer for the caller. */
export interface RingChange<T> {
  readonly ring: Ring | null;
  readonly answer: T;
}

/** Changes the ring while no other process does, and publishes what follows from it in the directory. */
export async function changeRing<T>(
  directory: string,
  change: (before: Ring | null) => Promise<RingChange<T>>,
  disk: Disk = nodeDisk,
): Promise<T> {
  disk.makeDirectory(directory);
  const lock = join(directory, LOCK_FILE);
  takeLock(disk, lock, 'the key ring');
  try {
    const before = readRing(directory, disk);
    const { ring, answer } = await change(before);
    const kept = ring ?? before;
    if (ring !== null) replaceFile(disk, join(directory, RING_FILE), formatRing(ring), PRIVATE);
    if (kept !== null) keepRecipients(disk, directory, kept);
    return answer;
  } finally {
    disk.remove(lock);
  }
}

/** Writes recipients.json anew where a crash has left it behind the ring. */
export function mendRing(directory: string, disk: Disk = nodeDisk): Promise<void> {
  return changeRing(directory, async () => ({ ring: null, answer: undefined }), disk);
}

/** What the ring publishes, once that is durable. Throws as `expectRing` does. */
export function publishedBy(directory: string, disk: Disk = nodeDisk): Recipients {
  const ring = expectRing(directory, disk);
  // A change that ended between its rename and its sync can be read, and could still be lost.
  disk.syncDirectory(directory);
  return recipientsOf(ring);
}

/** Writes recipients to a path: for the gateway, which is to have nothing else of the ring. */
export function writeRecipients(recipients: Recipients, path: string, disk: Disk = nodeDisk): void {
  replaceFile(disk, path, formatRecipients(recipients), PUBLIC);
}

function keepRecipients(disk: Disk, directory: string, ring: Ring): void {
  const path = join(directory, RECIPIENTS_FILE);
  const text = formatRecipients(recipientsOf(ring));
  disk.syncDirectory(directory);
  if (disk.read(path, RING_BYTES_MAX) !== text) replaceFile(disk, path, text, PUBLIC);
}

/** Writes a file whole, durable when it returns. */
export function replaceFile(disk: Disk, path: string, text: string, mode: number): void {
  const temporary = join(dirname(path), `${basename(path)}.tmp`);
  disk.write(temporary, text, mode);
  disk.rename(temporary, path);
  disk.syncDirectory(dirname(path));
}

function readBounded(disk: Disk, path: string): string | null {
  try {
    return disk.read(path, RING_BYTES_MAX);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = `The key ring is larger than ${RING_BYTES_MAX} bytes.`;
    throw new KeysUnusable('damaged', message, 'Bring it back from a backup: headgate key restore.');
  }
}
