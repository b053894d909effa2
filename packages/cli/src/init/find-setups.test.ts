import { expect, it } from 'vitest';
import { findSetups } from './find-setups.ts';
import { INIT_LIMITS } from './limits.ts';
import { readSource } from './source-file.ts';

const TOKEN = 'b7c1f0aa93d24e58';

function found(text: string): unknown[] {
  return findSetups(readSource({ path: 'a.tsx', text }), INIT_LIMITS).map(({ sdk, line, tokenLine }) => [
    sdk.entry.package,
    line,
    tokenLine,
  ]);
}

it.each([
  [`import posthog from 'posthog-js';\nposthog.init('${TOKEN}', {\n})`, ['posthog-js', 2, 2]],
  ["import posthog from 'posthog-js';\nposthog.init(process.env.KEY!, {})", ['posthog-js', 2, null]],
  ["import posthog from 'posthog-js';\nposthog.init('YOUR_WRITE_KEY', {})", ['posthog-js', 2, null]],
  [
    `import { PostHogProvider } from 'posthog-js/react';\n<PostHogProvider\napiKey="${TOKEN}">`,
    ['posthog-js', 2, 3],
  ],
  [`const { PostHog } = require('posthog-node');\nnew PostHog(\n'${TOKEN}')`, ['posthog-node', 2, 3]],
  [
    `import { Analytics as A } from '@segment/analytics-node';\nnew A({\n writeKey: '${TOKEN}' })`,
    ['@segment/analytics-node', 2, 3],
  ],
  [
    `import { Analytics } from '@segment/analytics-node';\nnew Analytics({\n writeKey: process.env.WRITE_KEY ?? '${TOKEN}' })`,
    ['@segment/analytics-node', 2, 3],
  ],
  [
    `import posthog from 'posthog-js';\nposthog.init(import.meta.env.KEY ||\n'${TOKEN}', {})`,
    ['posthog-js', 2, 3],
  ],
  [
    "import posthog from 'posthog-js';\nposthog.init(keyOf(a ?? 'b7c1f0aa93d24e58'))",
    ['posthog-js', 2, null],
  ],
  [
    "import { AnalyticsBrowser } from '@segment/analytics-next';\nAnalyticsBrowser.load({ writeKey: key })",
    ['@segment/analytics-next', 2, null],
  ],
  [`import Mixpanel from 'mixpanel';\nconst m = Mixpanel.init('${TOKEN}');`, ['mixpanel', 2, 2]],
  [
    "import * as amplitude from '@amplitude/analytics-node';\namplitude.init(key)",
    ['@amplitude/analytics-node', 2, null],
  ],
  [
    "import { init } from '@amplitude/analytics-browser';\ninit(key)",
    ['@amplitude/analytics-browser', 2, null],
  ],
  [
    `import { RudderAnalytics } from '@rudderstack/analytics-js/bundled';\nconst r = new RudderAnalytics();\nr.load('${TOKEN}', url);`,
    ['@rudderstack/analytics-js', 3, 3],
  ],
  [
    "import { newTracker } from '@snowplow/browser-tracker';\nnewTracker('web', url, {})",
    ['@snowplow/browser-tracker', 2, null],
  ],
  [
    "import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';\nnew OTLPTraceExporter({})",
    ['@opentelemetry/exporter-trace-otlp-http', 2, null],
  ],
  [
    `import * as Sentry from '@sentry/react';\nSentry.init({ dsn: 'https://${TOKEN}@o1.ingest.sentry.io/1' })`,
    ['@sentry/browser', 2, 2],
  ],
  ["import { httpTransport } from 'cloudevents';\nhttpTransport(url)", ['cloudevents', 2, null]],
])('the set-up of %s', (source, expected) => {
  expect(found(source)).toEqual([expected]);
});

it('several SDKs of one file are told apart by their imports', () => {
  const source = `import posthog from 'posthog-js'; import mixpanel from 'mixpanel-browser'; import app from './app';
app.init('${TOKEN}');
mixpanel.init(token);
posthog.init(key);`;
  expect(found(source)).toEqual([
    ['mixpanel-browser', 3, null],
    ['posthog-js', 4, null],
  ]);
});
