/**
 * Normalisers bring spellings of one identifier together before it is pseudonymised. They are versioned: a changed
 * normaliser changes every token made from it, so it gets a new name and the old one stays.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

export const NORMALISERS = ['exact', 'email', 'phone', 'uuid'] as const;
export type Normaliser = (typeof NORMALISERS)[number];

const NORMALISE: Readonly<Record<Normaliser, (value: string) => string>> = {
  exact: (value) => value,
  email: (value) => value.normalize('NFC').trim().toLowerCase(),
  phone: normalisePhone,
  uuid: (value) =>
    value
      .trim()
      .toLowerCase()
      .replace(/^\{|\}$/g, ''),
};

/** The function of a normaliser. E-mail: NFC, trimmed, lower case. Phone: E.164 where it parses as international. */
export function normaliserOf(name: Normaliser): (value: string) => string {
  return NORMALISE[name];
}

function normalisePhone(value: string): string {
  const text = value.trim();
  const parsed = parsePhoneNumberFromString(text.startsWith('00') ? `+${text.slice(2)}` : text);
  return parsed === undefined ? text.replace(/[^\d+]/g, '') : parsed.number;
}
