/** How the entries of PostHog's SDKs are written: their words stand among the properties, and the decoder's tables say where they go. */
import { AUTOMATIC } from '../../wire/posthog/automatic.ts';
import type { AutomaticField } from '../catalogue.ts';
import type { Category } from '../context-fields.ts';

/** A word that the decoder's table lists under a path which every protocol uses. */
type CommonWord = {
  [W in keyof typeof AUTOMATIC]: (typeof AUTOMATIC)[W] extends `posthog.${string}` | 'consent' ? never : W;
}[keyof typeof AUTOMATIC];

/** Words with a path that every protocol uses. */
export function common(words: readonly CommonWord[]): readonly AutomaticField[] {
  return words.map((word) => ({ wire: `properties.${word}`, becomes: `context.${AUTOMATIC[word]}` }));
}

/** Words that PostHog alone has, all of one category. */
export function own(category: Category, words: readonly string[]): readonly AutomaticField[] {
  return words.map((word) => ({
    wire: `properties.${word}`,
    becomes: `context.posthog.${word}`,
    category,
  }));
}

/** Words that say again what another word says, or that speak to PostHog's servers alone. */
export function unread(category: Category, words: readonly string[]): readonly AutomaticField[] {
  return words.map((word) => ({ wire: `properties.${word}`, becomes: null, category }));
}

/** Of an error: what stands in `$exception_list`, where the decoder leaves it. */
export function errorFields(parts: readonly string[]): readonly AutomaticField[] {
  return ['type', ...parts].map((part) => ({
    wire: `properties.$exception_list[].${part}`,
    becomes: `properties.$exception_list[].${part}` as const,
    category: 'user.telemetry',
  }));
}

/** What both SDKs say of an error. */
export const ERROR_PARTS: readonly string[] = [
  'mechanism.exception_id',
  'mechanism.handled',
  'mechanism.synthetic',
  'mechanism.type',
  'stacktrace.type',
  ...['colno', 'filename', 'function', 'in_app', 'lineno', 'platform'].map(
    (word) => `stacktrace.frames[].${word}`,
  ),
];

/** Around every event of every SDK. */
export const POSTHOG_ENVELOPE: readonly AutomaticField[] = [
  { wire: 'uuid', becomes: 'id', category: 'system.operations' },
  { wire: 'timestamp', becomes: 'time', category: 'user.telemetry' },
  { wire: 'sent_at', becomes: null, category: 'user.telemetry' },
  // Of its own events, such as `$identify`.
  { wire: 'event', becomes: 'name', category: 'system.operations' },
  ...common(['$lib', '$lib_version']),
];
