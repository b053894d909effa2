/** The keyed functions that protection needs, handed in so that core holds no key and no crypto. */
import type { Normaliser } from './normalise.ts';

export interface Pseudonymiser {
  /**
   * The token function of one vendor and domain in the epoch now in force: 128 bits, `p1` + epoch tag + base64url.
   * Equal values give equal tokens; tokens of two vendors or domains cannot be linked without the root key.
   */
  readonly token: (vendor: string, domain: string, normaliser: Normaliser) => (value: string) => string;
  /**
   * The same under keys that pass: of a UTC day (days since 1970), and, unless null, of a session within it. Null where the
   * key of that day is not kept any more, or not yet. Absent where there are no such keys at all.
   */
  readonly passing?: (
    vendor: string,
    domain: string,
    normaliser: Normaliser,
  ) => (value: string, day: number, session: string | null) => string | null;
  /** Tokens of a message id, one for each of the vendors in their order; never the same for two of them. */
  readonly messages: (vendors: readonly string[]) => (id: string) => readonly string[];
  /** The internal index of a subject: 16 hex digits, keyed, of a domain that no vendor ever gets. */
  readonly subject: (identity: string) => string;
  /** SHA-256 of UTF-8 text as lower-case hex; for names of field sets and plans, never for event values. */
  readonly digest: (text: string) => string;
}

/** Subject of events that carry no identity; it is nobody, and is not counted as a person. */
export const NO_SUBJECT = '0000000000000000';

/** Pseudonym domains of an event's own identifiers. */
export const IDENTITY_DOMAINS = { user_id: 'user', anonymous_id: 'anonymous', group_id: 'group' } as const;
