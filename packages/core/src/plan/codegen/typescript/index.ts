import { AMPLITUDE_BROWSER, AMPLITUDE_NODE } from './amplitude.ts';
import { HEADGATE_BROWSER, HEADGATE_NODE } from './headgate.ts';
import { MIXPANEL_BROWSER, MIXPANEL_NODE } from './mixpanel.ts';
import { PLAIN } from './plain.ts';
import { POSTHOG_BROWSER, POSTHOG_NODE } from './posthog.ts';
import type { TypeScriptSdk } from './sdk.ts';
import { SEGMENT_BROWSER, SEGMENT_NODE } from './segment.ts';

/** By the name of their package. */
export const TYPESCRIPT_SDKS = {
  '@segment/analytics-next': SEGMENT_BROWSER,
  '@segment/analytics-node': SEGMENT_NODE,
  'mixpanel-browser': MIXPANEL_BROWSER,
  mixpanel: MIXPANEL_NODE,
  'posthog-js': POSTHOG_BROWSER,
  'posthog-node': POSTHOG_NODE,
  '@amplitude/analytics-browser': AMPLITUDE_BROWSER,
  '@amplitude/analytics-node': AMPLITUDE_NODE,
  '@headgate/sdk': HEADGATE_BROWSER,
  '@headgate/sdk/node': HEADGATE_NODE,
  plain: PLAIN,
} as const satisfies Readonly<Record<string, TypeScriptSdk>>;
