/** The vendors that Headgate can speak to over HTTP, by kind. A new one is one file, one line here and golden cases. */
import type { Json } from '../../event.ts';
import type { Checked } from '../../issue.ts';
import { connect } from '../connected-vendor.ts';
import type { ConnectedVendor } from '../connected-vendor.ts';
import { amplitude } from './amplitude.ts';
import { ga4 } from './ga4.ts';
import { mixpanel } from './mixpanel.ts';
import { otlp } from './otlp.ts';
import { posthog } from './posthog.ts';
import { rudderstack } from './rudderstack.ts';
import { segment } from './segment.ts';
import { sentry } from './sentry.ts';
import { snowplow } from './snowplow.ts';
import { webhook } from './webhook.ts';

/** Closed. The local warehouse is no part of it: it has no wire. */
export const VENDORS = {
  amplitude,
  ga4,
  mixpanel,
  otlp,
  posthog,
  rudderstack,
  segment,
  sentry,
  snowplow,
  webhook,
} as const;

export type VendorKind = keyof typeof VENDORS;

/** Whether a text names a vendor of the table. */
export function isVendorKind(kind: string): kind is VendorKind {
  return Object.hasOwn(VENDORS, kind);
}

/** Checks the settings of one vendor and binds them to it. `file` is named in the issues. */
export function connectVendor(kind: VendorKind, written: Json, file: string): Checked<ConnectedVendor> {
  switch (kind) {
    case 'amplitude':
      return connect(amplitude, written, file);
    case 'ga4':
      return connect(ga4, written, file);
    case 'mixpanel':
      return connect(mixpanel, written, file);
    case 'otlp':
      return connect(otlp, written, file);
    case 'posthog':
      return connect(posthog, written, file);
    case 'rudderstack':
      return connect(rudderstack, written, file);
    case 'segment':
      return connect(segment, written, file);
    case 'sentry':
      return connect(sentry, written, file);
    case 'snowplow':
      return connect(snowplow, written, file);
    case 'webhook':
      return connect(webhook, written, file);
  }
}
