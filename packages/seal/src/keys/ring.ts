/**
 * What a key ring is. Every recipient group has generations of one X25519 key pair each, in one of four states:
 *
 *   next         made and kept, not yet published; waits until every machine that opens fields has it
 *   active       published: gateways seal to it; at most one in a group
 *   decrypt-only no longer published; opens what was sealed to it
 *   destroyed    the private half is gone; a tombstone is left
 *
 * A generation only moves down this list. Moments are milliseconds since 1970.
 */
import type { KekSettings } from './kek/settings.ts';

/** In the order in which a generation passes them. */
export const STATES = ['next', 'active', 'decrypt-only', 'destroyed'] as const;
export type State = (typeof STATES)[number];

interface Made {
  /** `kidOf` the public key: 16 hex digits. */
  readonly kid: string;
  /** 32 bytes in base64url. */
  readonly publicKey: string;
  readonly createdAt: number;
}

export interface NextGeneration extends Made {
  readonly state: 'next';
  /** From when it is to be published. */
  readonly activeFrom: number;
  /** The private half, wrapped by the KEK. */
  readonly wrapped: string;
}

export interface ActiveGeneration extends Made {
  readonly state: 'active';
  readonly activeFrom: number;
  readonly wrapped: string;
}

export interface DecryptOnlyGeneration extends Made {
  readonly state: 'decrypt-only';
  /** Null where it was never published. */
  readonly activeFrom: number | null;
  readonly retiredAt: number;
  readonly wrapped: string;
}

export interface DestroyedGeneration extends Made {
  readonly state: 'destroyed';
  readonly activeFrom: number | null;
  readonly retiredAt: number | null;
  readonly destroyedAt: number;
}

export type KeptGeneration = NextGeneration | ActiveGeneration | DecryptOnlyGeneration;
export type Generation = KeptGeneration | DestroyedGeneration;

/** A key pair just made, its private half wrapped. */
export interface FreshKey {
  readonly kid: string;
  readonly publicKey: string;
  readonly wrapped: string;
}

/** In days. */
export interface RotationPolicy {
  /** How long a generation is active: 1 to 3650, default 90. */
  readonly days: number;
  /** How long before that its successor is made, so that it can be carried to every machine: 0 to `days`, default 7. */
  readonly leadDays: number;
  /** How long after that gateways may go on where no rotation came: 0 to 3650, default 30. */
  readonly graceDays: number;
}

export interface Ring {
  /** Whose data it is; bound into every sealed field. */
  readonly tenant: string;
  readonly rotation: RotationPolicy;
  readonly kek: KekSettings;
  /** 32 random bytes wrapped by the KEK: another KEK is noticed before it wraps anything. */
  readonly check: string;
  /** Group name → generations, oldest first. */
  readonly groups: ReadonlyMap<string, readonly Generation[]>;
}

export const DAY_MS = 86_400_000;
export const STANDARD_ROTATION: RotationPolicy = { days: 90, leadDays: 7, graceDays: 30 };
export const GROUPS_MAX = 100;
/** Of one group: at a rotation a week, twenty years. */
export const GENERATIONS_MAX = 1000;
const DAYS_MAX = 3650;
const NAME = /^[a-z][a-z0-9-]{0,62}$/;

/** Whether it can name a group or a tenant: 1 to 63 lower-case letters, digits and hyphens, a letter first. */
export function isRingName(text: string): boolean {
  return NAME.test(text);
}

/** Whether every term of the policy is a whole number of days within its range. */
export function isRotationPolicy({ days, leadDays, graceDays }: RotationPolicy): boolean {
  return isWithin(days, 1, DAYS_MAX) && isWithin(leadDays, 0, days) && isWithin(graceDays, 0, DAYS_MAX);
}

function isWithin(value: number, min: number, max: number): boolean {
  return Number.isSafeInteger(value) && value >= min && value <= max;
}

export function activeOf(generations: readonly Generation[]): ActiveGeneration | null {
  return generations.find((each) => each.state === 'active') ?? null;
}

export function nextOf(generations: readonly Generation[]): NextGeneration | null {
  return generations.find((each) => each.state === 'next') ?? null;
}

/** The generation of that kid and its group; null where the ring has none. */
export function findGeneration(ring: Ring, kid: string): { group: string; generation: Generation } | null {
  for (const [group, generations] of ring.groups) {
    const generation = generations.find((each) => each.kid === kid);
    if (generation !== undefined) return { group, generation };
  }
  return null;
}

/** Until when a gateway may seal to the active generation: its term and the grace, longer where its successor comes later. */
export function sealableUntil(
  { days, graceDays }: RotationPolicy,
  active: ActiveGeneration,
  next: NextGeneration | null,
): number {
  return Math.max(active.activeFrom + days * DAY_MS, next?.activeFrom ?? 0) + graceDays * DAY_MS;
}
