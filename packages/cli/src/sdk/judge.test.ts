import { describe, expect, it } from 'vitest';
import { INIT_LIMITS } from '../init/limits.ts';
import { readSource } from '../init/source-file.ts';
import { givenIn, givenInPage } from './given-options.ts';
import { judge } from './judge.ts';
import { rulesOf } from './risks/index.ts';
import type { RiskRule } from './risks/risk.ts';

function ruleOf(name: string, option: string): RiskRule {
  const rule = rulesOf(name).find((each) => each.option === option);
  if (rule === undefined) throw new Error(`no rule for ${option}`);
  return rule;
}

function stateIn(name: string, option: string, text: string): string {
  const calls = givenIn(readSource({ path: 'src/analytics.ts', text }), INIT_LIMITS);
  return judge(
    ruleOf(name, option),
    calls.filter((call) => call.package === name),
  ).state;
}

const MIXPANEL = "import mixpanel from 'mixpanel-browser';\n";
const AMPLITUDE = "import * as amplitude from '@amplitude/analytics-browser';\n";
const SEGMENT = "import { AnalyticsBrowser } from '@segment/analytics-next';\n";
const SENTRY = "import * as Sentry from '@sentry/react';\n";

describe('a risk', () => {
  it.each([
    ['closed', `${MIXPANEL}mixpanel.init(token, { ip: false });`],
    ['open', `${MIXPANEL}mixpanel.init(token, { ip: true });`],
    ['open', `${MIXPANEL}mixpanel.init(token);`],
    ['open', `${MIXPANEL}mixpanel.init(token, { debug: false });`],
    ['unknown', `${MIXPANEL}mixpanel.init(token, { ip: wantsIp });`],
    ['unknown', `${MIXPANEL}mixpanel.init(token, { ...shared });`],
    ['closed', `${MIXPANEL}mixpanel.init(token, { ...shared, ip: false });`],
    ['unknown', `${MIXPANEL}mixpanel.init(token, options);`],
    ['closed', `${MIXPANEL}const options: Partial<Config> = { ip: false };\nmixpanel.init(token, options);`],
    [
      'unknown',
      `${MIXPANEL}const options = { ip: false };\noptions.ip = true;\nmixpanel.init(token, options);`,
    ],
    ['unknown', 'export {};'],
    ['open', `${MIXPANEL}mixpanel.init(a, { ip: false });\nmixpanel.init(b, {});`],
    ['unknown', `${MIXPANEL}mixpanel.init(a, { ip: false });\nmixpanel.init(b, { ip });`],
  ])('of Mixpanel is %s with %j', (state, text) => {
    expect(stateIn('mixpanel-browser', 'ip', text)).toBe(state);
  });

  it.each([
    ['closed', "amplitude.init('k', user.id, { remoteConfig: { fetchRemoteConfig: false } });"],
    ['closed', "amplitude.init('k', { fetchRemoteConfig: false });"],
    ['open', "amplitude.init('k', { remoteConfig: { serverUrl: 'https://t.example' } });"],
    ['unknown', "amplitude.init('k', { remoteConfig });"],
  ])('of Amplitude’s remote configuration is %s with %s', (state, text) => {
    expect(stateIn('@amplitude/analytics-browser', 'fetchRemoteConfig', AMPLITUDE + text)).toBe(state);
  });

  it.each([
    ['closed', 'autocapture: false'],
    ['closed', 'autocapture: { pageViews: false }'],
    ['open', 'autocapture: { sessions: false }'],
  ])('of Amplitude’s page views is %s with %s', (state, option) => {
    const text = `${AMPLITUDE}amplitude.init('k', { ${option} });`;
    expect(stateIn('@amplitude/analytics-browser', 'autocapture.pageViews', text)).toBe(state);
  });

  it.each([
    ['open', '{ writeKey }'],
    ['unknown', "{ writeKey, cdnURL: 'https://t.example' }"],
    ['closed', "{ writeKey, cdnSettings: { integrations: { 'Segment.io': { apiKey: writeKey } } } }"],
    ['unknown', 'settings'],
  ])('of Segment’s settings is %s with %s', (state, given) => {
    const text = `${SEGMENT}AnalyticsBrowser.load(${given});`;
    expect(stateIn('@segment/analytics-next', 'cdnSettings', text)).toBe(state);
  });

  it.each([
    ['open', '{ dsn }'],
    ['unknown', '{ dsn, integrations: [Sentry.breadcrumbsIntegration({ console: false })] }'],
    ['closed', '{ dsn, defaultIntegrations: false }'],
  ])('of Sentry’s breadcrumbs is %s with %s', (state, given) => {
    expect(stateIn('@sentry/browser', 'breadcrumbs.dom', `${SENTRY}Sentry.init(${given});`)).toBe(state);
  });

  it('is closed by the options of an element', () => {
    const text =
      "import { PostHogProvider } from 'posthog-js/react';\nexport const App = () => <PostHogProvider apiKey={KEY} options={{ respect_dnt: true }}>x</PostHogProvider>;";
    expect(stateIn('posthog-js', 'respect_dnt', text)).toBe('closed');
    expect(stateIn('posthog-js', 'autocapture', text)).toBe('open');
  });

  it('is closed by a call in a page', () => {
    const source = readSource({ path: 'index.html', text: "\nwindow.posthog.init('k', { ip: false });" });
    const [call] = givenInPage(source, INIT_LIMITS);
    expect(call).toMatchObject({ package: 'posthog-js', line: 2, isOpen: false });
  });
});
