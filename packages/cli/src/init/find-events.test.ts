import { describe, expect, it } from 'vitest';
import { findEvents } from './find-events.ts';
import { INIT_LIMITS } from './limits.ts';
import { KNOWN_SDKS } from './sdk-signs.ts';
import type { KnownSdk } from './sdk-signs.ts';
import { readSource } from './source-file.ts';

function sdk(name: string): KnownSdk {
  const known = KNOWN_SDKS.find(({ entry }) => entry.package === name);
  if (known === undefined) throw new Error(`unknown: ${name}`);
  return known;
}

const ALL = ['@segment/analytics-node', 'mixpanel-browser', 'posthog-js', '@amplitude/analytics-browser'];

function found(
  text: string,
  { packages = ALL, byFile = {} }: { packages?: string[]; byFile?: Record<string, string[]> } = {},
): { events: unknown[]; unnamed: readonly number[] } {
  const files = Object.entries(byFile).map(([path, names]) => [path, new Set(names.map(sdk))] as const);
  const senders = { sdks: packages.map(sdk), byFile: new Map(files) };
  const { events, unnamed } = findEvents(readSource({ path: 'src/a.ts', text }), senders, INIT_LIMITS);
  const short = events.map(({ call, name, sources, fields }) => {
    const keys = fields.flatMap((each) => (each.kind === 'object' ? [...each.members.keys()] : ['?']));
    return [call, name, keys.join(' '), sources.join(' ')];
  });
  return { events: short, unnamed };
}

describe('events', () => {
  const SEGMENT = "const { Analytics } = require('@segment/analytics-node');\n";
  it.each([
    ['mixpanel.track("Bought", { total: 1 })', ['track', 'Bought', 'total', 'mixpanel-browser']],
    ['window.mixpanel?.track("Bought")', ['track', 'Bought', '', 'mixpanel-browser']],
    ['posthog.capture("bought", props)', ['track', 'bought', '?', 'posthog-js']],
    ['posthog.capture("$pageview", { a: 1 })', ['page', null, 'a', 'posthog-js']],
    ['amplitude.getInstance().logEvent("E", { a })', ['track', 'E', 'a', 'amplitude-analytics-browser']],
    ['posthog!.identify(id, { plan }, { first })', ['identify', null, 'plan first', 'posthog-js']],
    ['mixpanel.people.set({ plan })', ['identify', null, 'plan', 'mixpanel-browser']],
    [
      `${SEGMENT}analytics.track({ userId, event: "Paid", properties: { sum } })`,
      ['track', 'Paid', 'sum', 'segment-analytics-node'],
    ],
    [`${SEGMENT}analytics.page("Shop", "Cart", { a })`, ['page', 'Cart', 'a', 'segment-analytics-node']],
    [
      `${SEGMENT}analytics.page({ name: "Cart", properties: { a } })`,
      ['page', 'Cart', 'a', 'segment-analytics-node'],
    ],
    [`${SEGMENT}analytics.screen()`, ['screen', null, '', 'segment-analytics-node']],
    [
      `${SEGMENT}analytics.identify({ userId, traits: { plan } })`,
      ['identify', null, 'plan', 'segment-analytics-node'],
    ],
    [
      "import { track } from '@amplitude/analytics-browser';\ntrack('E', { a })",
      ['track', 'E', 'a', 'amplitude-analytics-browser'],
    ],
    [
      "import { track as t } from '@amplitude/analytics-browser';\nt('E')",
      ['track', 'E', '', 'amplitude-analytics-browser'],
    ],
    ["import posthog from 'posthog-js';\nposthog.capture('e')", ['track', 'e', '', 'posthog-js']],
  ])('%s', (source, expected) => {
    expect(found(source)).toEqual({ events: [expected], unnamed: [] });
  });

  it.each([
    'list.page(2)',
    'device.screen()',
    'map.set({ a: 1 })',
    'posthog.track("no such method")',
    'function track(name) {}',
    'track("of nobody")',
    "import { track } from './audio'; track('song')",
    'const text = "analytics.track(\'x\')"; // analytics.track("y")',
    'Sentry.captureException(error)',
  ])('none in %s', (source) => {
    expect(found(source)).toEqual({ events: [], unnamed: [] });
  });

  it('whose names the code does not show are told with their lines', () => {
    expect(found('\nmixpanel.track(name, {});\nmixpanel.track(`a ${b}`);')).toEqual({
      events: [],
      unnamed: [2, 3],
    });
  });

  it.each(['./lib/track', '@/lib/track', '~/lib/track.js'])(
    'sent through %s are those of the SDKs behind it',
    (module) => {
      const byFile = { 'src/lib/track.ts': ['posthog-js', 'mixpanel-browser'] };
      const source = `import { track } from '${module}';\ntrack('Saved', { a });`;
      expect(found(source, { byFile }).events).toEqual([
        ['track', 'Saved', 'a', 'mixpanel-browser posthog-js'],
      ]);
    },
  );

  it('are of no source where the repository has no SDK with such a method', () => {
    expect(found('posthog.capture("a"); mixpanel.track("b")', { packages: ['@sentry/node'] }).events).toEqual(
      [],
    );
  });
});
