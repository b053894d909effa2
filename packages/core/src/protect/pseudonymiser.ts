/** The keyed functions that protection needs, handed in so that core holds no key and no crypto. */
import type { Normaliser } from './normalise.ts';

export interface Pseudonymiser {
  /**
   * The token function of one vendor and domain in the epoch now in force: 128 bits, `p1` + epoch tag + base64url.
   * Equal values give equal tokens; tokens of two vendors or domains cannot be linked without the root key.
   */
  readonly token: (vendor: string, domain: string, normaliser: Normaliser) => (value: string) => string;
  /** The internal index of a subject: 16 hex digits, keyed, of a domain that no vendor ever gets. */
  readonly subject: (identity: string) => string;
  /** SHA-256 of UTF-8 text as lower-case hex; for names of field sets and plans, never for event values. */
  readonly digest: (text: string) => string;
}

/** Subject of events that carry no identity; it is nobody, and is not counted as a person. */
export const NO_SUBJECT = '0000000000000000';

/** Pseudonym domains of an event's own identifiers. A previous id is an anonymous id that gave way to a user id. */
export const IDENTITY_DOMAINS = {
  message: 'message',
  user_id: 'user',
  anonymous_id: 'anonymous',
  group_id: 'group',
  previous_id: 'anonymous',
} as const;

/**
 * Remembers the latest results of a function of text, in two generations of at most `max` each. Lives and dies with
 * the compiled plan, so nothing remembered outlives the keys and rules it was made under.
 */
export function remember(compute: (text: string) => string, max: number): (text: string) => string {
  let young = new Map<string, string>();
  let old = new Map<string, string>();
  return (text) => {
    const known = young.get(text);
    if (known !== undefined) return known;
    const result = old.get(text) ?? compute(text);
    if (young.size >= max) [old, young] = [young, new Map()];
    young.set(text, result);
    return result;
  };
}
