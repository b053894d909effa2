/** The keys of the epochs that were used last. Bounded; what falls out is overwritten. */
import type { KeyObject } from 'node:crypto';
import { encodeHeader } from './header.ts';
import type { Header } from './header.ts';
import type { OpenRefusal } from './open-refusals.ts';
import type { FieldPlace } from './place.ts';

export interface EpochKey {
  readonly dek: Buffer;
  readonly key: KeyObject;
}

export interface KeyCache {
  /** The key under these very headers for this tenant and group, found by `find` when it is not kept. Failures are not kept. */
  readonly get: (
    place: FieldPlace,
    headers: readonly Header[],
    find: () => EpochKey | OpenRefusal,
  ) => EpochKey | OpenRefusal;
  readonly clear: () => void;
}

/** Throws unless `epochsMax` is a whole number from 1. */
export function createKeyCache(epochsMax: number): KeyCache {
  if (!Number.isSafeInteger(epochsMax) || epochsMax < 1) {
    throw new RangeError('Expected epochsMax to be a whole number from 1.');
  }
  const kept = new Map<string, EpochKey>();
  const get: KeyCache['get'] = ({ tenant, recipientGroup }, headers, find) => {
    // All of the headers' bytes: anybody can make a header with the id of another.
    const bytes = headers.map((header) => encodeHeader(header).toString('latin1')).join('');
    const name = `${tenant.length} ${tenant}${recipientGroup.length} ${recipientGroup}${bytes}`;
    const known = kept.get(name);
    if (known !== undefined) {
      kept.delete(name);
      kept.set(name, known);
      return known;
    }
    const found = find();
    if (typeof found === 'string') return found;
    kept.set(name, found);
    for (const [oldest, { dek }] of kept) {
      if (kept.size <= epochsMax) break;
      dek.fill(0);
      kept.delete(oldest);
    }
    return found;
  };
  const clear = (): void => {
    for (const { dek } of kept.values()) dek.fill(0);
    kept.clear();
  };
  return { get, clear };
}
