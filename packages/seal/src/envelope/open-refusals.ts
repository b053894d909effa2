/** Why a text was not opened. Closed; the names are stable. */
export const OPEN_REFUSALS = {
  'not-sealed': 'The text does not begin as sealed fields do.',
  malformed: 'The text begins as a sealed field but is none: cut short, lengthened or not base64url.',
  'unknown-version': 'The record is of a version that this reader does not know.',
  'unknown-suite': 'The header is of a suite that this reader does not know.',
  'unknown-header': 'No header is stored under the id that the field names.',
  'damaged-header':
    'What is stored under the id is not a header, not that of the id, or holds no encapsulation.',
  'unknown-key': "The recipient group's private key is not here: never was, or destroyed.",
  'unknown-subject': "The subject's private key is not here, and there is no tombstone of it either.",
  'subject-erased': 'The subject was erased: nobody can open the field any more.',
  'wrong-commitment':
    'The header does not commit to the key that was found: another tenant, another group, another key, or altered.',
  'moved-or-altered':
    'The field was sealed for another place than this, or field or header were altered since.',
  'no-value': 'The field is authentic, but its plaintext is not of the form: its sender has a fault.',
} as const satisfies Readonly<Record<string, string>>;

export type OpenRefusal = keyof typeof OPEN_REFUSALS;
