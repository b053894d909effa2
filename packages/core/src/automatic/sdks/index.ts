/** The SDKs of the catalogue. A new one is a file here and a line below. */
import type { SdkEntry } from '../catalogue.ts';
import { amplitudeAnalyticsBrowser } from './amplitude-analytics-browser.ts';
import { amplitudeAnalyticsNode } from './amplitude-analytics-node.ts';

/** In the order in which they are listed. */
export const SDKS: readonly SdkEntry[] = [amplitudeAnalyticsBrowser, amplitudeAnalyticsNode];
