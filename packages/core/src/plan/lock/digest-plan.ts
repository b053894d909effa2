/** What a plan is, in one hash: any change of meaning changes it, and formatting, comments and order of keys do not. */
import type { PlanDocument } from '../diff/change.ts';
import { canonicalBytes } from './canonical-json.ts';
import { merkleRoot } from './merkle.ts';
import type { Sha256 } from './merkle.ts';
import type { Reviewers } from './reviewers.ts';

/** `sha256:` and 64 hexadecimal digits. */
export type Digest = `sha256:${string}`;

export interface PlanDigests {
  /** The root over the plan, its reviewers and its events. */
  readonly root: Digest;
  readonly plan: Digest;
  readonly reviewers: Digest;
  /** By id of the event. */
  readonly events: Readonly<Record<string, Digest>>;
}

/** The digests of a plan and of those who may review it. Without reviewers, of an empty list. */
export function digestPlan(
  { plan, events }: PlanDocument,
  reviewers: Reviewers,
  sha256: Sha256,
): PlanDigests {
  const parts = [
    ['plan', plan],
    ['reviewers', reviewers],
    ...events.map((event) => [`event:${event.id}`, event] as const),
  ] as const;
  const leaves = parts
    .map(([name, part]) => ({ name, bytes: canonicalBytes([name, part]) }))
    .toSorted((left, right) => (left.name < right.name ? -1 : left.name > right.name ? 1 : 0));
  const hashes = new Map(leaves.map(({ name, bytes }) => [name, toDigest(sha256(bytes))]));
  return {
    root: toDigest(
      merkleRoot(
        leaves.map(({ bytes }) => bytes),
        sha256,
      ),
    ),
    plan: digestIn(hashes, 'plan'),
    reviewers: digestIn(hashes, 'reviewers'),
    events: Object.fromEntries(events.map(({ id }) => [id, digestIn(hashes, `event:${id}`)])),
  };
}

function digestIn(hashes: ReadonlyMap<string, Digest>, name: string): Digest {
  const digest = hashes.get(name);
  if (digest === undefined) throw new Error(`There is no leaf named ${name}.`);
  return digest;
}

function toDigest(hash: Uint8Array): Digest {
  return `sha256:${Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
