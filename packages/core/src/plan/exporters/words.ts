/** Words that the exports for people share. */
import type { Json, JsonObject } from '../../event.ts';
import { isJsonArray } from '../../event.ts';
import type { Purpose } from '../plan.ts';
import type { CatalogueEvent, CatalogueField, Standing } from './exported.ts';

const REASONS: Readonly<Record<Standing['reason'], string>> = {
  sent: 'as it is',
  transformed: 'changed',
  redacted: 'without findings',
  absent: 'not there',
  stripped: 'stripped',
  'removed-finding': 'a finding removed it',
  'not-listed': 'not listed',
  'above-ceiling': 'above its ceiling',
  undeclared: 'no category declared',
  dropped: 'dropped',
  'sealed-inside': 'sealed, stays inside',
  truncated: 'cut short',
  'free-text': 'free text, left out',
  'not-run': 'the event does not run in production',
  'use-not-served': 'it serves none of the purposes',
};

/** `as it is`, `pseudonym (pseudonymise)`, or `– not listed`. */
export function standingWords({ form, transform, reason }: Standing): string {
  if (form === null) return `– ${REASONS[reason]}`;
  return form === 'clear' && transform === null ? REASONS.sent : `${form} (${transform ?? ''})`;
}

/** Type and bounds of a field: `string, at most 80 characters`. */
export function typeWords({ spec: { type, schema } }: CatalogueField): string {
  return [type, ...boundsOf(schema)].join(', ');
}

const BOUNDS: readonly (readonly [key: string, words: (value: string) => string])[] = [
  ['const', (value) => `always ${value}`],
  ['enum', (value) => `one of ${value}`],
  ['minLength', (value) => `at least ${value} characters`],
  ['maxLength', (value) => `at most ${value} characters`],
  ['pattern', (value) => `of the form ${value}`],
  ['format', (value) => value],
  ['minimum', (value) => `from ${value}`],
  ['exclusiveMinimum', (value) => `above ${value}`],
  ['maximum', (value) => `up to ${value}`],
  ['exclusiveMaximum', (value) => `below ${value}`],
  ['multipleOf', (value) => `in steps of ${value}`],
];

function boundsOf(schema: JsonObject): readonly string[] {
  return BOUNDS.flatMap(([key, words]) => {
    const value = schema[key];
    if (value === undefined) return [];
    const each: readonly Json[] = isJsonArray(value) ? value : [value];
    return [words(each.map(plain).join(', '))];
  });
}

function plain(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `track Order Completed`; without a name, every message of the call. */
export function wireWords({ spec: { call, name, aliases } }: CatalogueEvent): string {
  const other = aliases.length === 0 ? '' : ` (also ${aliases.join(', ')})`;
  return name === null ? `every ${call}` : `${call} ${name}${other}`;
}

/** The signals of consent that a purpose names, and how many of them must grant: `category analytics and TCF 1, 8`. */
export function signalWords({ category, signals: { tcf, gpp, gcm, require } }: Purpose): string {
  const named = [
    ...(category === null ? [] : [`category ${category}`]),
    ...(tcf === null ? [] : [`TCF ${tcf.join(', ')}`]),
    ...(gpp === null ? [] : [`GPP ${gpp.join(', ')}`]),
    ...(gcm === null ? [] : [`Consent Mode ${gcm.join(', ')}`]),
  ];
  return named.length === 0 ? '–' : named.join(require === 'all' ? ' and ' : ' or ');
}

/** What holds where none of the signals that are named is there; nothing where none is named. */
export function unaskedWords(purpose: Purpose): string {
  return signalWords(purpose) === '–' ? '–' : purpose.signals.unasked;
}

/** Categories, or that there are none. */
export function categoryWords({ spec: { categories, tier, declared } }: CatalogueField): string {
  return declared ? `${categories.join(', ')} (tier ${tier})` : 'undeclared';
}
