/** The vocabulary of detection. A finding says where and what kind, never the value. */

export type FindingClass = 'personal' | 'secret' | 'long-text';

export const FINDING_KINDS = {
  email: 'personal',
  phone: 'personal',
  card: 'personal',
  iban: 'personal',
  ip: 'personal',
  ssn: 'personal',
  url_value: 'personal',
  jwt: 'secret',
  bearer: 'secret',
  api_key: 'secret',
  private_key: 'secret',
  long_text: 'long-text',
} as const satisfies Readonly<Record<string, FindingClass>>;

export type FindingKind = keyof typeof FINDING_KINDS;

/** A span of the scanned string, in UTF-16 code units. */
export interface Match {
  readonly kind: FindingKind;
  /** Id of the detector that found it. */
  readonly detector: string;
  readonly start: number;
  readonly end: number;
}

/** A match and where in the event it lies. `path` names planned keys only, array positions as `[]`. */
export interface Finding {
  readonly kind: FindingKind;
  readonly detector: string;
  readonly path: string;
  readonly length: number;
}
