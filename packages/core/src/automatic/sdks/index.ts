/** The SDKs of the catalogue. A new one is a file here and a line below. */
import type { SdkEntry } from '../catalogue.ts';
import { amplitudeAnalyticsBrowser } from './amplitude-analytics-browser.ts';
import { amplitudeAnalyticsNode } from './amplitude-analytics-node.ts';
import { cloudeventsNode } from './cloudevents.ts';
import { headgateSdk } from './headgate-sdk.ts';
import { headgateSdkNode } from './headgate-sdk-node.ts';
import { mixpanelBrowser } from './mixpanel-browser.ts';
import { mixpanelNode } from './mixpanel.ts';
import { exporterLogsOtlpHttp } from './opentelemetry-exporter-logs-otlp-http.ts';
import { exporterLogsOtlpProto } from './opentelemetry-exporter-logs-otlp-proto.ts';
import { exporterTraceOtlpHttp } from './opentelemetry-exporter-trace-otlp-http.ts';
import { exporterTraceOtlpProto } from './opentelemetry-exporter-trace-otlp-proto.ts';
import { posthogJs } from './posthog-js.ts';
import { posthogNode } from './posthog-node.ts';
import { rudderstackBrowser } from './rudderstack-analytics-js.ts';
import { rudderstackNode } from './rudderstack-rudder-sdk-node.ts';
import { segmentAnalyticsNext } from './segment-analytics-next.ts';
import { segmentAnalyticsNode } from './segment-analytics-node.ts';
import { sentryBrowser } from './sentry-browser.ts';
import { sentryNode } from './sentry-node.ts';
import { snowplowBrowserTracker } from './snowplow-browser-tracker.ts';
import { snowplowNodeTracker } from './snowplow-node-tracker.ts';

/** In the order in which they are listed. */
export const SDKS: readonly SdkEntry[] = [
  segmentAnalyticsNode,
  segmentAnalyticsNext,
  mixpanelNode,
  mixpanelBrowser,
  amplitudeAnalyticsNode,
  amplitudeAnalyticsBrowser,
  posthogNode,
  posthogJs,
  rudderstackNode,
  rudderstackBrowser,
  snowplowNodeTracker,
  snowplowBrowserTracker,
  exporterLogsOtlpHttp,
  exporterLogsOtlpProto,
  exporterTraceOtlpHttp,
  exporterTraceOtlpProto,
  sentryNode,
  sentryBrowser,
  cloudeventsNode,
  headgateSdkNode,
  headgateSdk,
];
