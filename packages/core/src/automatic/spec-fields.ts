/** Automatic fields of the SDKs that speak the Segment spec, whose context is the one that everybody is mapped to. */
import type { AutomaticField } from './catalogue.ts';
import type { ContextPath } from './context-fields.ts';
import { sometimes } from './sometimes.ts';

/** What every message of such an SDK carries, whoever made it. */
export const SPEC_ENVELOPE: readonly AutomaticField[] = [
  { wire: 'type', becomes: 'call', category: 'system.operations' },
  { wire: 'messageId', becomes: 'id', category: 'system.operations' },
];

/** Of every message of a browser, where the SDK makes an id of the person. */
export const SPEC_PERSON: readonly AutomaticField[] = [
  { wire: 'anonymousId', becomes: 'anonymousId', category: 'user.unique_id.pseudonymous' },
  ...sometimes('the person has been identified', [
    { wire: 'userId', becomes: 'userId', category: 'user.unique_id' },
  ]),
];

/** The page that was open, as `context.page` and, of a `page` call, as properties too. */
export const SPEC_PAGE: readonly AutomaticField[] = ['path', 'referrer', 'search', 'title', 'url'].map(
  (name) => ({
    wire: `properties.${name}`,
    becomes: `properties.${name}` as const,
    category: 'user.behavior.browsing_history',
  }),
);

/** Fields of the context that stay where they are. */
export function inContext(paths: readonly ContextPath[]): readonly AutomaticField[] {
  return paths.map((path) => ({ wire: `context.${path}`, becomes: `context.${path}` as const }));
}
