/** What a transform is: one file that says how a field changes on its way to one vendor, and what that does to its tier. */
import type { z } from 'zod';
import type { Form, Json } from '../event.ts';
import type { Tier } from '../plan/taxonomy/tier.ts';
import type { Moment, MomentToken } from './epoch.ts';
import type { Normaliser } from './normalise.ts';

/** What the compiled transform may use; already bound to one vendor. */
export interface TransformTools {
  /** Gives the vendor's token for a value of this pseudonym domain, after normalising it. */
  readonly pseudonym: (domain: string, normaliser: Normaliser) => MomentToken;
}

/** Gives the value to send; undefined leaves the field out, which is also the answer to a value of the wrong type. */
export type CompiledTransform = (value: Json, moment?: Moment) => Json | undefined;

export type TakenType = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array';

export interface Transform {
  readonly name: string;
  /** Shape of the parameters as written in the plan; closed. */
  readonly params: z.ZodType;
  /** The form the ledger records; null where nothing is sent. */
  readonly form: Form | null;
  /** Schema types it can be bound to. */
  readonly takes: readonly TakenType[];
  /** The tier of what is sent, given the tier of the field. */
  readonly tierAfter: (tier: Tier) => Tier;
  /** Throws where the parameters do not match `params`; the plan's parser has checked them before. */
  readonly compile: (written: unknown, tools: TransformTools) => CompiledTransform;
}

/** Erases the type of the parameters, so that transforms of all kinds can stand in one table. */
export function defineTransform<P>(
  definition: Omit<Transform, 'compile' | 'params'> & {
    readonly params: z.ZodType<P>;
    readonly make: (params: P, tools: TransformTools) => CompiledTransform;
  },
): Transform {
  const { make, ...rest } = definition;
  return { ...rest, compile: (written, tools) => make(definition.params.parse(written), tools) };
}

/** Coarse forms say less than the field did: one tier lower, never below 1. */
export function oneTierLower(tier: Tier): Tier {
  return tier === 4 ? 3 : tier === 3 ? 2 : 1;
}
