/** The vocabulary of detection. A finding says where and what kind, never the value. */

export type FindingClass = 'personal' | 'secret' | 'long-text';

export const FINDING_KINDS = {
  email: 'personal',
  phone: 'personal',
  card: 'personal',
  iban: 'personal',
  ip: 'personal',
  ssn: 'personal',
  national_id: 'personal',
  passport: 'personal',
  driver_licence: 'personal',
  bank_account: 'personal',
  plate: 'personal',
  mac: 'personal',
  imei: 'personal',
  vin: 'personal',
  coordinates: 'personal',
  birth_date: 'personal',
  address: 'personal',
  name: 'personal',
  os_user: 'personal',
  wallet: 'personal',
  url_value: 'personal',
  /** Found only by the detectors that a plan brings: personal, and of no kind named here. */
  personal: 'personal',
  jwt: 'secret',
  bearer: 'secret',
  api_key: 'secret',
  private_key: 'secret',
  password: 'secret',
  session: 'secret',
  token: 'secret',
  credentials: 'secret',
  seed_phrase: 'secret',
  /** As `personal`, for secrets. */
  secret: 'secret',
  long_text: 'long-text',
} as const satisfies Readonly<Record<string, FindingClass>>;

export type FindingKind = keyof typeof FINDING_KINDS;

/** A span of the scanned string, in UTF-16 code units. */
export interface Match {
  readonly kind: FindingKind;
  /** Id of the detector that found it. */
  readonly detector: string;
  readonly provenance: Provenance;
  readonly start: number;
  readonly end: number;
  /** What stands instead of it where that is not its kind in brackets: an encoded text without what was found in it. */
  readonly replacement: string | null;
}

/**
 * `high`: the value proves itself, by check digits or a format that nothing else has. `medium`: its form and what stands around
 * it, a name first of all, agree. `low`: words around it hint at it. A detector has one confidence for all that it finds.
 */
export const CONFIDENCES = ['high', 'medium', 'low'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** What a finding says of the detector that made it. */
export interface Provenance {
  readonly version: number;
  readonly confidence: Confidence;
}

/** A match and where in the event it lies. `path` names planned keys only, array positions as `[]`. */
export interface Finding {
  readonly kind: FindingKind;
  readonly detector: string;
  /** The detector's. */
  readonly version: number;
  readonly confidence: Confidence;
  readonly path: string;
  /** Of the span, in UTF-16 code units. */
  readonly length: number;
}

/** A piece of a string: from `start` up to, not with, `end`, in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a detector gives back when there is nothing: always this one, so that clean text costs no allocation. */
export const NO_SPANS: readonly Span[] = Object.freeze([]);

/**
 * One kind of thing to look for. A detector is one file that exports one of these, one fixture directory
 * (`fixtures/detect/<id>/`) and one line in `detectors/index.ts`. It must take time linear in the text.
 */
export interface Detector {
  /** Lower snake case; also the name of its fixture directory. */
  readonly id: string;
  /** Rises whenever the same text may give other spans than before. */
  readonly version: number;
  readonly kind: FindingKind;
  /** Signs (see `signs.ts`) that must all be in a text before `find` is called. `NEVER` where only a key can say. */
  readonly trigger: number;
  /** Meanings (see `meaning.ts`): under a key that has one of them, `find` is called whatever the signs. Default none. */
  readonly meanings?: number;
  /** Every regular expression that `find` uses, for the check against catastrophic backtracking. */
  readonly patterns: readonly RegExp[];
  /**
   * Spans in ascending order, not overlapping; `NO_SPANS` when there are none. `meaning` is what the key says under which
   * the whole text stands (a field, a parameter, a cookie, a header, a JSON member in a string); 0 where it says nothing.
   * `name` is that key where it is a field's; empty otherwise.
   */
  readonly find: (text: string, meaning: number, name: string) => readonly Span[];
}

/** A trigger that no text has. */
export const NEVER = 1 << 30;
