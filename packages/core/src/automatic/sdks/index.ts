/** The SDKs of the catalogue. A new one is a file here and a line below. */
import type { SdkEntry } from '../catalogue.ts';
import { sentryBrowser } from './sentry-browser.ts';
import { sentryNode } from './sentry-node.ts';
import { posthogJs } from './posthog-js.ts';
import { posthogNode } from './posthog-node.ts';

/** In the order in which they are listed. */
export const SDKS: readonly SdkEntry[] = [sentryBrowser, sentryNode, posthogJs, posthogNode];
