/**
 * The pool of public keys for subjects: a text that the vault's machine appends to, one X25519 public key a line, 32 bytes as 43
 * digits of base64url. The private halves are wrapped in the vault before a line is appended.
 *
 * State: how many keys are used, and the keys read ahead. A line that is cut short at the end is not there yet. A line that is no key
 * ends the pool: what follows it cannot be trusted to be in its place.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

export interface SubjectPool {
  /** The next key that nobody has, in base64url; null where none is left. */
  readonly take: () => string | null;
  /** How many were taken, ever. */
  readonly used: () => number;
  /** How many are left, by the size of the file. */
  readonly left: () => number;
}

/** 43 digits and the newline. */
const LINE_BYTES = 44;
const KEY = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]\n$/;
/** Keys read at once. */
const AHEAD = 1000;

/** `used`: how many keys of the file are taken already. The file may be missing, and grow at any time. */
export function openSubjectPool(file: string, used: number): SubjectPool {
  let taken = used;
  let ahead: string[] = [];
  return {
    take: () => {
      if (ahead.length === 0) ahead = readKeys(file, taken);
      const next = ahead.shift() ?? null;
      if (next !== null) taken += 1;
      return next;
    },
    used: () => taken,
    left: () =>
      Math.max(0, withFile(file, 0, (handle) => Math.floor(fstatSync(handle).size / LINE_BYTES)) - taken),
  };
}

function readKeys(file: string, from: number): string[] {
  return withFile(file, [], (handle) => {
    const bytes = Buffer.alloc(AHEAD * LINE_BYTES);
    const length = readSync(handle, bytes, 0, bytes.length, from * LINE_BYTES);
    const keys: string[] = [];
    for (let at = 0; at + LINE_BYTES <= length; at += LINE_BYTES) {
      const line = bytes.toString('latin1', at, at + LINE_BYTES);
      if (!KEY.test(line)) break;
      keys.push(line.slice(0, -1));
    }
    return keys;
  });
}

/** A file that cannot be opened is a pool without keys: fields are then left out, and counted. */
function withFile<T>(file: string, otherwise: T, look: (handle: number) => T): T {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch {
    return otherwise;
  }
  try {
    return look(handle);
  } finally {
    closeSync(handle);
  }
}
