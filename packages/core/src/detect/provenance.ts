/** What a finding says of the detector that made it: its version, and how far to trust it. */
import type { Confidence, Provenance } from './detector.ts';
import { DETECTORS } from './detectors/index.ts';

const HIGH = [
  'private_key',
  'jwt',
  'api_key',
  'url_credentials',
  'connection_string',
  'iban',
  'card',
  'national_id',
  'imei',
  'vin',
  'wallet',
  'email',
  'ipv6',
];
const LOW = ['email_obfuscated', 'address', 'name', 'plate', 'long_text'];

/** Every detector that is named here; the others are of medium confidence. */
export const GRADED: ReadonlyMap<string, Confidence> = new Map([
  ...HIGH.map((id) => [id, 'high'] as const),
  ...LOW.map((id) => [id, 'low'] as const),
]);

const KNOWN = new Map(
  DETECTORS.map(({ id, version }): [string, Provenance] => [
    id,
    { version, confidence: GRADED.get(id) ?? 'medium' },
  ]),
);
const UNKNOWN: Provenance = Object.freeze({ version: 0, confidence: 'medium' });

/** Of a built-in detector, by its id; version 0 where it is none. */
export function provenanceOf(detector: string): Provenance {
  return KNOWN.get(detector) ?? UNKNOWN;
}
