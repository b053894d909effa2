/** The SDKs whose defaults can be read. A new one is one file beside this, one line here, and its risks. */
import { amplitudeAnalyticsBrowser } from './amplitude-analytics-browser.ts';
import type { Extractor } from './extractor.ts';
import { mixpanelBrowser } from './mixpanel-browser.ts';
import { posthogJs } from './posthog-js.ts';
import { segmentAnalyticsNext } from './segment-analytics-next.ts';
import { sentryBrowser } from './sentry-browser.ts';

export const EXTRACTORS: readonly Extractor[] = [
  mixpanelBrowser,
  posthogJs,
  amplitudeAnalyticsBrowser,
  segmentAnalyticsNext,
  sentryBrowser,
];
