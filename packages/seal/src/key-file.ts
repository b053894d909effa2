/**
 * The key file: the root of all pseudonyms, made at first start, readable by its owner alone.
 *
 * Format: JSON `{ version: 1, root, epochs }`. `root` is 32 random bytes in base64; `epochs` counts each vendor's
 * pseudonym epochs, so that burning one moves it on and every later token differs. The file is written whole to a
 * temporary name, synced and renamed, so a crash leaves the old file or the new one. Its content is never logged.
 */
import { createSecretKey, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

const ROOT_BYTES = 32;
/** Group and others have no access. */
const FORBIDDEN_MODE = 0o077;

export interface KeyRing {
  readonly root: KeyObject;
  /** Number of the vendor's pseudonym epoch; 0 until one is burnt. */
  readonly epochOf: (vendor: string) => number;
}

interface StoredKeys {
  readonly version: 1;
  readonly root: string;
  readonly epochs: Readonly<Record<string, number>>;
}

/** Opens the key file, or makes it with mode 0600. Throws when others may read it or it is damaged. */
export function openKeyFile(path: string): KeyRing {
  const stored = read(path) ?? create(path);
  const root = createSecretKey(Buffer.from(stored.root, 'base64'));
  const epochs = new Map(Object.entries(stored.epochs));
  return { root, epochOf: (vendor) => epochs.get(vendor) ?? 0 };
}

/** Starts a new pseudonym epoch for a vendor and stores it. Takes effect when the key file is next opened. */
export function burnEpoch(path: string, vendor: string): number {
  const stored = read(path);
  if (stored === null)
    throw new Error('There is no key file to burn an epoch in; start the gateway once first.');
  const epoch = (stored.epochs[vendor] ?? 0) + 1;
  write(path, { ...stored, epochs: { ...stored.epochs, [vendor]: epoch } });
  return epoch;
}

function create(path: string): StoredKeys {
  const stored: StoredKeys = { version: 1, root: randomBytes(ROOT_BYTES).toString('base64'), epochs: {} };
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  write(path, stored);
  return stored;
}

function write(path: string, stored: StoredKeys): void {
  const temporary = `${path}.${process.pid}.tmp`;
  const file = openSync(temporary, 'wx', 0o600);
  try {
    writeSync(file, `${JSON.stringify(stored, null, 2)}\n`);
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

function read(path: string): StoredKeys | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  if (process.platform !== 'win32' && (stats.mode & FORBIDDEN_MODE) !== 0) {
    throw new Error(`The key file can be read by others. Run: chmod 600 ${path}`);
  }
  const stored = parse(readFileSync(path, 'utf8'));
  if (!isStoredKeys(stored)) {
    throw new Error(
      `The key file is damaged. Restore it from a backup: a new one breaks every pseudonym. (${path})`,
    );
  }
  return stored;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message would quote key material.
    return null;
  }
}

function isStoredKeys(value: unknown): value is StoredKeys {
  if (typeof value !== 'object' || value === null) return false;
  if (!('version' in value && 'root' in value && 'epochs' in value)) return false;
  const { version, root, epochs } = value;
  if (version !== 1 || typeof root !== 'string' || typeof epochs !== 'object' || epochs === null)
    return false;
  const counts = Object.values(epochs);
  return (
    Buffer.from(root, 'base64').length === ROOT_BYTES && counts.every((count) => Number.isInteger(count))
  );
}
