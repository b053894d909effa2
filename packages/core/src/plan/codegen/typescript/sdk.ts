/**
 * What the writer of TypeScript must know of an SDK: which of its methods a planned call becomes. Messages have the form
 * in which the decoders of `wire/` find the call and its name again.
 */
import type { TypedCall } from '../shape.ts';

export interface SdkCall {
  /** Methods of the SDK that it calls; keys of `methods`. */
  readonly uses: readonly string[];
  /** Parameters before and behind the properties. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Statements, given the name and the properties as code. Null where the SDK has no place for a name, or needs one. */
  readonly write: (name: string | null, fields: string) => readonly string[] | null;
}

export interface TypeScriptSdk {
  readonly imports: readonly string[];
  /** Types and functions that calls need, beside those of the plan. */
  readonly declarations: readonly string[];
  /** Names that imports and declarations have taken. */
  readonly taken: readonly string[];
  /** The SDK's own type, of which `Sdk` must be a part; null where there is no SDK. */
  readonly real: string | null;
  /** Members of the interface `Sdk`. */
  readonly methods: Readonly<Record<string, string>>;
  readonly calls: Readonly<Partial<Record<TypedCall, SdkCall>>>;
}

export type Write = SdkCall['write'];

/** A row of `calls`; `uses` are method names with a space between. */
export function call(
  uses: string,
  write: Write,
  before: readonly string[] = [],
  after: readonly string[] = [],
): SdkCall {
  return { uses: uses.split(' '), before, after, write };
}

/** Where a name has no place: the gateway would read the message as one without. */
export function nameless(write: (fields: string) => readonly string[]): Write {
  return (name, fields) => (name === null ? write(fields) : null);
}

/** An object on lines of its own. */
export function object(open: string, members: readonly string[], close: string): string[] {
  return [`${open}{`, ...members.map((member) => `  ${member},`), `}${close}`];
}

/** A property of an object, in the short form where there is one. */
export function property(key: string, code: string): string {
  return key === code ? key : `${key}: ${code}`;
}

/** The properties with one more. */
export function spread(fields: string, more: string): string[] {
  return fields === '{}' ? [more] : [`...${fields}`, more];
}
