/**
 * Two copies of one ring brought together, as a backup and what is there. States only move forward, so of two copies of a
 * generation the one further on holds: a tombstone wins over a private half. A destroyed key comes back only where it is
 * named for that.
 */
import { STATES } from './ring.ts';
import type {
  ActiveGeneration,
  DestroyedGeneration,
  Generation,
  KeptGeneration,
  NextGeneration,
  Ring,
  State,
} from './ring.ts';
import { retire } from './rotation.ts';

export interface MergeChange {
  readonly kid: string;
  readonly group: string;
  /** Null where the ring did not have it. */
  readonly from: State | null;
  readonly to: State;
  /** Whether the other copy still has the private half of a key that stays destroyed. */
  readonly isHeldBack: boolean;
}

export interface Merged {
  readonly ring: Ring;
  /** What differs from the own ring, and what was held back. */
  readonly changes: readonly MergeChange[];
}

export interface MergeOptions {
  readonly now: number;
  /** Kids of destroyed keys that are to come back as decrypt-only. */
  readonly resurrect: ReadonlySet<string>;
}

/** Brings `other`, whose private halves are wrapped by the own KEK already, into `own`. */
export function mergeRings(own: Ring, other: Ring, options: MergeOptions): Merged {
  const groups = new Map<string, readonly Generation[]>();
  for (const group of new Set([...own.groups.keys(), ...other.groups.keys()])) {
    groups.set(group, mergeGroup(own.groups.get(group) ?? [], other.groups.get(group) ?? [], options));
  }
  const changes = [...groups].flatMap(([group, merged]) => {
    const before = stateOf(own.groups.get(group));
    const there = stateOf(other.groups.get(group));
    return merged.flatMap(({ kid, state }): MergeChange[] => {
      const from = before(kid);
      const isHeldBack = state === 'destroyed' && from === 'destroyed' && isKept(there(kid));
      return from === state && !isHeldBack ? [] : [{ kid, group, from, to: state, isHeldBack }];
    });
  });
  return { ring: { ...own, groups }, changes };
}

function stateOf(generations: readonly Generation[] = []): (kid: string) => State | null {
  const states = new Map(generations.map(({ kid, state }) => [kid, state]));
  return (kid) => states.get(kid) ?? null;
}

function isKept(state: State | null): boolean {
  return state !== null && state !== 'destroyed';
}

function mergeGroup(
  own: readonly Generation[],
  other: readonly Generation[],
  options: MergeOptions,
): readonly Generation[] {
  const others = new Map(other.map((each) => [each.kid, each]));
  const kids = new Set(own.map(({ kid }) => kid));
  const both = own.map((each) => mergeOne(each, others.get(each.kid), options));
  const added = other.filter(({ kid }) => !kids.has(kid));
  return settle([...both, ...added], options.now).toSorted((a, b) => a.createdAt - b.createdAt);
}

function mergeOne(own: Generation, other: Generation | undefined, { resurrect }: MergeOptions): Generation {
  if (other === undefined) return own;
  if (own.state === 'destroyed' && resurrect.has(own.kid)) {
    return other.state === 'destroyed' ? own : raise(own, other);
  }
  return STATES.indexOf(other.state) > STATES.indexOf(own.state) ? other : own;
}

function raise(
  tomb: DestroyedGeneration,
  { kid, publicKey, createdAt, wrapped }: KeptGeneration,
): Generation {
  const retiredAt = tomb.retiredAt ?? tomb.destroyedAt;
  return {
    state: 'decrypt-only',
    kid,
    publicKey,
    createdAt,
    activeFrom: tomb.activeFrom,
    retiredAt,
    wrapped,
  };
}

/** Leaves the newest of several active ones active, and the newest of several that wait waiting. */
function settle(generations: readonly Generation[], now: number): readonly Generation[] {
  const active = generations.filter((each): each is ActiveGeneration => each.state === 'active');
  const waiting = generations.filter((each): each is NextGeneration => each.state === 'next');
  const newest = active.toSorted((a, b) => b.activeFrom - a.activeFrom)[0];
  const next = waiting.toSorted((a, b) => b.createdAt - a.createdAt)[0];
  return generations.map((each) => {
    if (each.state === 'active' && each !== newest) return retire(each, newest?.activeFrom ?? now);
    return each.state === 'next' && each !== next ? shelve(each, now) : each;
  });
}

/** A waiting generation that is not needed; the copy that is gone may have published it once its time had come. */
function shelve({ activeFrom, ...made }: NextGeneration, now: number): Generation {
  return {
    ...made,
    state: 'decrypt-only',
    activeFrom: activeFrom <= now ? activeFrom : null,
    retiredAt: now,
  };
}
