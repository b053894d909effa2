/**
 * The key file: the root of all pseudonyms, made at first start, readable by its owner alone.
 *
 * Format: JSON `{ version: 1, root, epochs, burns }`. `root` is 32 random bytes in base64; `epochs` counts each vendor's
 * pseudonym epochs, so that burning one moves it on and every later token differs; `burns` says when, by whom and why, the
 * latest 1000, and may be missing. The file is written whole to a
 * temporary name, synced and renamed, so a crash leaves the old file or the new one. Its content is never logged. One
 * process has it open at a time.
 */
import { createSecretKey, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { readPrivate, writePrivate } from './private-file.ts';

const ROOT_BYTES = 32;
const BURNS_MAX = 1000;

export interface KeyRing {
  readonly root: KeyObject;
  /** Number of the vendor's pseudonym epoch; 0 until one is burnt. */
  readonly epochOf: (vendor: string) => number;
}

export interface KeyFile extends KeyRing {
  /** Starts a new pseudonym epoch for a vendor, stored before it returns, and gives its number. Counts for what is bound from then on. */
  readonly burn: (vendor: string, why: BurnReason) => number;
}

export interface BurnReason {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Who did it, as the operator's own tools name them. */
  readonly by: string;
  readonly reason: string;
}

interface StoredKeys {
  readonly version: 1;
  readonly root: string;
  readonly epochs: Readonly<Record<string, number>>;
  readonly burns?: readonly unknown[];
}

/** Opens the key file, or makes it with mode 0600. Throws when others may read it or it is damaged. */
export function openKeyFile(path: string): KeyFile {
  const stored = read(path) ?? create(path);
  const root = createSecretKey(Buffer.from(stored.root, 'base64'));
  const epochs = new Map(Object.entries(stored.epochs));
  const epochOf = (vendor: string): number => epochs.get(vendor) ?? 0;
  let { burns = [] } = stored;
  const burn: KeyFile['burn'] = (vendor, why) => {
    const epoch = epochOf(vendor) + 1;
    const next = [...burns, { vendor, epoch, ...why }].slice(-BURNS_MAX);
    write(path, { ...stored, epochs: { ...Object.fromEntries(epochs), [vendor]: epoch }, burns: next });
    epochs.set(vendor, epoch);
    burns = next;
    return epoch;
  };
  return { root, epochOf, burn };
}

/** Opens a key file that must be there already. Throws as `openKeyFile`, and where there is none. */
export function readKeyFile(path: string): KeyRing {
  if (read(path) === null) throw new Error(`There is no key file. Start the gateway once first. (${path})`);
  return openKeyFile(path);
}

function create(path: string): StoredKeys {
  const stored: StoredKeys = { version: 1, root: randomBytes(ROOT_BYTES).toString('base64'), epochs: {} };
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  write(path, stored);
  return stored;
}

function write(path: string, stored: StoredKeys): void {
  writePrivate(path, `${JSON.stringify(stored, null, 2)}\n`);
}

function read(path: string): StoredKeys | null {
  const text = readPrivate(path);
  if (text === null) return null;
  const stored = parse(text);
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
  if ('burns' in value && !Array.isArray(value.burns)) return false;
  return (
    Buffer.from(root, 'base64').length === ROOT_BYTES && counts.every((count) => Number.isInteger(count))
  );
}
