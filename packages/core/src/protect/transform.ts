/** What a transform is: one file that says how a field changes on its way to one vendor, and what that does to its tier. */
import type { z } from 'zod';
import type { Form, Json } from '../event.ts';
import type { Tier } from '../plan/taxonomy/tier.ts';
import type { Moment, MomentToken } from './epoch.ts';
import type { Normaliser } from './normalise.ts';
import type { EventSealing, VendorAt } from './seal-event.ts';

/** What the compiled transform may use; already bound to one vendor. */
export interface TransformTools {
  /** Gives the vendor's token for a value of this pseudonym domain, after normalising it. */
  readonly pseudonym: (domain: string, normaliser: Normaliser) => MomentToken;
  readonly vendor: VendorAt;
}

/**
 * Gives the value to send; undefined leaves the field out, which is also the answer to a value of the wrong type. `sealing` and `path`
 * are given to transforms that seal.
 */
export type CompiledTransform = (
  value: Json,
  moment?: Moment,
  sealing?: EventSealing | null,
  path?: string,
) => Json | undefined;

/** What a transform does to what the vendor gets. */
export interface TransformEffect {
  /** The form the ledger records; null where nothing is sent. */
  readonly form: Form | null;
  /** The tier of what is sent, given the tier of the field. */
  readonly tierAfter: (tier: Tier) => Tier;
}

export type TakenType = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array';

export interface Transform extends TransformEffect {
  readonly name: string;
  /** Shape of the parameters as written in the plan; closed. */
  readonly params: z.ZodType;
  /** `form` and `tierAfter` under these parameters, which the plan's parser has checked; without a say of theirs, the transform's own. */
  readonly effect: (written: unknown) => TransformEffect;
  /** Whether it seals: then it acts on every event anew, also where the vendor gets nothing. */
  readonly seals: boolean;
  /** Schema types it can be bound to. */
  readonly takes: readonly TakenType[];
  /** Throws where the parameters do not match `params`; the plan's parser has checked them before. */
  readonly compile: (written: unknown, tools: TransformTools) => CompiledTransform;
}

/** Erases the type of the parameters, so that transforms of all kinds can stand in one table. */
export function defineTransform<P>(
  definition: Omit<Transform, 'compile' | 'params' | 'effect' | 'seals'> & {
    readonly params: z.ZodType<P>;
    readonly seals?: true;
    /** Null where the parameters have no say. Default: they never have. */
    readonly effect?: (params: P) => TransformEffect | null;
    readonly make: (params: P, tools: TransformTools) => CompiledTransform;
  },
): Transform {
  const { make, effect, seals = false, ...rest } = definition;
  return {
    ...rest,
    seals,
    effect: (written) => effect?.(definition.params.parse(written)) ?? rest,
    compile: (written, tools) => make(definition.params.parse(written), tools),
  };
}

/** Coarse forms say less than the field did: one tier lower, never below 1. */
export function oneTierLower(tier: Tier): Tier {
  return tier === 4 ? 3 : tier === 3 ? 2 : 1;
}
