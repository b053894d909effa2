import type { SdkEntry } from '../catalogue.ts';
import { sometimes } from '../sometimes.ts';
import { ERROR_PARTS, errorFields, own, POSTHOG_ENVELOPE, unread } from './posthog-shared.ts';

/** Recorded with 5.70.0, over all its calls and in both capture modes; see fixtures/decode/posthog. */
export const posthogNode: SdkEntry = {
  package: 'posthog-node',
  versions: '^5.70.0',
  runtime: 'node',
  protocol: 'posthog',
  automatic: [
    ...POSTHOG_ENVELOPE,
    // A random one, where the app gives none.
    { wire: 'distinct_id', becomes: 'anonymousId', category: 'user.unique_id.pseudonymous' },
    // Together with the random id, so that PostHog makes no person of it.
    ...own('user.privacy_preferences', ['$process_person_profile']),
    ...own('system.operations', ['$is_server']),
    // Kept where the app gives an address with it.
    ...unread('user.privacy_preferences', ['$geoip_disable']),
    // What the second way of capture moves out of the properties.
    { wire: 'options', becomes: null, category: 'user.privacy_preferences' },
    {
      wire: 'options.process_person_profile',
      becomes: 'context.posthog.$process_person_profile',
      category: 'user.privacy_preferences',
    },
    ...errorFields([
      ...ERROR_PARTS,
      ...['context_line', 'module', 'post_context[]', 'pre_context[]'].map(
        (word) => `stacktrace.frames[].${word}`,
      ),
    ]),
    ...sometimes('the app gives it with an error', [
      {
        wire: 'properties.$exception_level',
        becomes: 'properties.$exception_level',
        category: 'user.telemetry',
      },
    ]),
    ...sometimes('the app asks for a feature flag', [
      ...['$feature_flag', '$feature_flag_error', 'locally_evaluated'].map((word) => ({
        wire: `properties.${word}`,
        becomes: `properties.${word}` as const,
        category: 'system.operations' as const,
      })),
      ...own('system.operations', ['$feature_flag_request_id']),
    ]),
  ],
  sideChannels: [
    {
      asks: '/flags, with the properties of the person',
      what: 'flags',
      treatment: 'answered',
      option: 'no call of getFeatureFlag, getAllFlags or evaluateFlags, and no sendFeatureFlags',
    },
    {
      asks: '/flags/definitions, with a personal API key',
      what: 'flags',
      treatment: 'answered',
      option: 'personalApiKey left out',
    },
    {
      asks: '/i/v1/logs, /i/v1/metrics and /i/v1/traces',
      what: 'diagnostics',
      treatment: 'refused',
      option: 'no use of logger, metrics and startSpan',
    },
  ],
  snippet: (gateway) => `import { PostHog } from 'posthog-node';

const posthog = new PostHog('YOUR_WRITE_KEY', { host: '${gateway}' });`,
  notes: [
    'Both capture modes work, the one of POSTHOG_CAPTURE_MODE=v1 with an answer for each event.',
    'Every distinct id is taken for a person’s, unless the event says $process_person_profile: false.',
    'Feature flags are answered with none; evaluate them where they are defined, or at PostHog through another client.',
    '$exception events carry the message of the error and lines of the app’s own code; list of them in the plan what may go.',
    'captureAi works: AI events are events, and the plan says whether prompts and completions are among what goes on.',
  ],
};
