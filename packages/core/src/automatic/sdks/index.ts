/** The SDKs of the catalogue. A new one is a file here and a line below. */
import type { SdkEntry } from '../catalogue.ts';
import { snowplowBrowserTracker } from './snowplow-browser-tracker.ts';
import { snowplowNodeTracker } from './snowplow-node-tracker.ts';

/** In the order in which they are listed. */
export const SDKS: readonly SdkEntry[] = [snowplowNodeTracker, snowplowBrowserTracker];
