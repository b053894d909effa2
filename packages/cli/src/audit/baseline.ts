/**
 * What is known already, as keyed fingerprints of kind and path: HMAC-SHA256 (RFC 2104), so that the file can be
 * committed and tells nothing without its key. No value goes into a fingerprint.
 *
 * Format: JSON `{ schemaVersion: 1, fingerprints: ["f_…"] }`, sorted. The key file holds 32 random bytes in base64url
 * and is made with mode 0600 when a baseline is first written.
 */
import type { FindingKind } from '@headgate/core';
import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { Failure } from '../exit.ts';
import { writeWhole } from '../write-whole.ts';

const KEY_BYTES = 32;
/** Bits of a fingerprint: two of ten thousand places are alike once in 10²⁰. */
const FINGERPRINT_DIGITS = 22;

export type Fingerprint = (kind: FindingKind, path: string) => string;

export function fingerprintWith(key: Uint8Array): Fingerprint {
  return (kind, path) => {
    // Neither holds a line break, so no two places give one text.
    const mac = createHmac('sha256', key).update(`headgate audit 1\n${kind}\n${path}`).digest('base64url');
    return `f_${mac.slice(0, FINGERPRINT_DIGITS)}`;
  };
}

/** The key in the file. Without `make`, a file that is not there is a `Failure`. */
export function openBaselineKey(path: string, make: boolean): Uint8Array {
  try {
    const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64url');
    if (key.length === KEY_BYTES) return key;
    throw new Failure(
      'usage',
      'the key file of the baseline is damaged',
      'Restore it, or write a new baseline with a new key.',
    );
  } catch (error) {
    if (error instanceof Failure) throw error;
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isMissing || !make) {
      throw new Failure(
        'usage',
        'the key file of the baseline cannot be read',
        'Name it with --baseline-key.',
      );
    }
  }
  const key = randomBytes(KEY_BYTES);
  writeFileSync(path, `${key.toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  return key;
}

function refuseBaseline(): never {
  throw new Failure('usage', 'the baseline cannot be read', 'Make one with --write-baseline.');
}

/** Throws a `Failure` where it cannot be read. */
export function readBaseline(path: string): ReadonlySet<string> {
  try {
    const stored: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof stored !== 'object' || stored === null || !('fingerprints' in stored)) return refuseBaseline();
    const { fingerprints } = stored;
    if (!Array.isArray(fingerprints)) return refuseBaseline();
    return new Set(fingerprints.filter((each) => typeof each === 'string'));
  } catch {
    return refuseBaseline();
  }
}

export function writeBaseline(path: string, fingerprints: Iterable<string>): void {
  const sorted = [...new Set(fingerprints)].toSorted();
  writeWhole(path, `${JSON.stringify({ schemaVersion: 1, fingerprints: sorted }, null, 2)}\n`);
}
