/** What code is written from: the plan's events as types of any language, without a word of what becomes of the data. */
import type { Call } from '../../event.ts';

export type Scalar = 'text' | 'number' | 'integer' | 'boolean';

export interface ScalarShape {
  readonly kind: Scalar;
}

/** A closed list of values of one type, at least one. A single value is the schema's `const`. */
export interface ChoiceShape {
  readonly kind: 'choice';
  readonly of: Scalar;
  readonly values: readonly (string | number | boolean)[];
  readonly isNullable: boolean;
  /** Words of its type's name, lower case. */
  readonly words: readonly string[];
}

export interface ListShape {
  readonly kind: 'list';
  readonly items: Shape;
}

export interface ObjectShape {
  readonly kind: 'object';
  readonly members: readonly Member[];
  /** Words of its type's name, lower case. */
  readonly words: readonly string[];
}

/** `null` alone: the value is always null. */
export type Shape = ScalarShape | ChoiceShape | ListShape | ObjectShape | { readonly kind: 'null' };

export interface Member {
  /** Key on the wire, as planned. */
  readonly key: string;
  readonly shape: Shape;
  readonly isRequired: boolean;
  readonly isDeprecated: boolean;
  /** What a comment says of it: the description and the limits, in one line each. */
  readonly notes: readonly string[];
}

/** The calls that carry properties or traits, and so can be typed. */
export type TypedCall = Exclude<Call, 'alias'>;

export interface TypedEvent {
  /** Id in the plan; names of functions and types come from it. */
  readonly id: string;
  readonly call: TypedCall;
  /** Name on the wire; null where the call has none. */
  readonly name: string | null;
  readonly isDeprecated: boolean;
  readonly notes: readonly string[];
  readonly root: ObjectShape;
}

/** Why an event of the plan has no function. */
export const OMISSIONS = {
  status: 'it is a draft or retired',
  source: 'the source that was asked for may not send it',
  nameless: 'it stands for every name, so there is none to send',
  alias: 'an alias carries ids alone',
  operations: 'it allows no set, the one operation that is typed',
  impossible: 'no value satisfies a field that it requires',
  sdk: 'the SDK has no such call, or no place for its name',
} as const satisfies Readonly<Record<string, string>>;

export interface LeftOut {
  readonly id: string;
  readonly why: keyof typeof OMISSIONS;
}

export interface TypedPlan {
  readonly id: string;
  /** In the order of their ids, so that files do not depend on the order of reading. */
  readonly events: readonly TypedEvent[];
  readonly leftOut: readonly LeftOut[];
}
