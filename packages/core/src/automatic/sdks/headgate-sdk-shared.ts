/** What this repository's own SDK adds in pages and on servers alike: packages/sdk/src/event.ts. */
import type { AutomaticField } from '../catalogue.ts';
import { sometimes } from '../sometimes.ts';
import { inContext, SPEC_ENVELOPE } from '../spec-fields.ts';

export const HEADGATE_SHARED: readonly AutomaticField[] = [
  ...SPEC_ENVELOPE,
  { wire: 'timestamp', becomes: 'time', category: 'system.operations' },
  { wire: 'sentAt', becomes: null, category: 'system.operations' },
  ...inContext(['library.name', 'library.version']),
  {
    wire: 'context.consent.categoryPreferences.*',
    namedBy: 'the app: the categories that the person has agreed to',
    becomes: 'context.consent.categoryPreferences.*',
    category: 'user.privacy_preferences',
  },
];

export function saidGpc(when: string): readonly AutomaticField[] {
  return sometimes(when, [
    { wire: 'context.consent.gpc', becomes: 'signals', category: 'user.privacy_preferences' },
  ]);
}
