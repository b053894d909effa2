/** Extractors against tables that they read in published versions, and against the packages installed here. */
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SdkDefaults } from './defaults.ts';
import { diffDefaults } from './diff-defaults.ts';
import { EXTRACTORS } from './extractors/index.ts';
import { installedAbove } from './package-files.ts';
import { readDefaults } from './read-defaults.ts';
import { rulesOf } from './risks/index.ts';

const FOLDER = new URL('../../../../fixtures/sdk-defaults/', import.meta.url);

/** Written by this project’s own extractors from tarballs of the npm registry: option → value. */
function golden(file: string): SdkDefaults {
  const { defaults, ...facts } = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Omit<
    SdkDefaults,
    'defaults'
  > & { readonly defaults: Readonly<Record<string, string>> };
  const list = Object.entries(defaults).map(([option, value]) => ({
    option,
    value,
    // Of the options that rules look at all are.
    isLiteral: true,
    file,
  }));
  return { ...facts, defaults: list };
}

function installed(name: string): SdkDefaults {
  const files = installedAbove(import.meta.dirname, name);
  const read = files === null ? null : readDefaults(files);
  if (read === null) throw new Error(`${name} is not installed`);
  return read;
}

function valueOf(sdk: SdkDefaults, option: string): string | undefined {
  return sdk.defaults.find((each) => each.option === option)?.value;
}

describe('the packages installed here', () => {
  it.each(EXTRACTORS)('$package: every part of the extractor finds something', ({ package: name }) => {
    expect(installed(name).unread).toEqual([]);
  });

  it.each([
    ['mixpanel-browser', 'ip', 'true'],
    ['mixpanel-browser', 'cookie_expiration', '365'],
    ['mixpanel-browser', 'remote_settings_mode', '"disabled"'],
    ['mixpanel-browser', 'property_blacklist', '[]'],
    ['posthog-js', 'autocapture', 'true'],
    ['posthog-js', 'ip', 'false'],
    ['posthog-js', 'respect_dnt', 'false'],
    ['posthog-js', 'capture_pageview', 'true'],
    ['posthog-js', 'person_profiles', '"identified_only"'],
    ['@amplitude/analytics-browser', 'fetchRemoteConfig', 'true'],
    ['@amplitude/analytics-browser', 'trackingOptions.ipAddress', 'true'],
    ['@amplitude/analytics-browser', 'autocapture.attribution', 'true'],
    ['@amplitude/analytics-browser', 'autocapture.elementInteractions', 'false'],
    ['@segment/analytics-next', 'cdnURL', '"https://cdn.segment.com"'],
    ['@segment/analytics-next', 'cookie.maxage', '365'],
    ['@sentry/browser', 'dataCollection.userInfo', 'true'],
    ['@sentry/browser', 'defaultIntegrations.replay', undefined],
  ])('%s: %s is %s', (name, option, value) => {
    expect(valueOf(installed(name), option)).toBe(value);
  });
});

describe('older versions, as they were read', () => {
  const files = readdirSync(FOLDER);

  it('are of every SDK', () => {
    expect(new Set(files.map((file) => golden(file).package))).toEqual(
      new Set(EXTRACTORS.map((each) => each.package)),
    );
  });

  it('PostHog sent the address of the connection in 1.200.0, and does not any more', () => {
    const diff = diffDefaults(golden('posthog-js-1.200.0.json'), installed('posthog-js'));
    expect(diff.changes.find(({ option }) => option === 'ip')).toMatchObject({
      kind: 'changed',
      before: 'true',
      after: 'false',
      direction: 'narrows',
    });
  });

  it('PostHog renamed store_google, which is no change', () => {
    const { changes } = diffDefaults(golden('posthog-js-1.200.0.json'), installed('posthog-js'));
    const options = changes.map(({ option }) => option);
    expect(options).not.toContain('store_google');
    expect(options).not.toContain('save_campaign_params');
  });

  it('Amplitude did not fetch its configuration in 2.11.13, and does now', () => {
    const name = '@amplitude/analytics-browser';
    const diff = diffDefaults(golden('amplitude-analytics-browser-2.11.13.json'), installed(name));
    expect(diff.changes[0]).toMatchObject({ option: 'fetchRemoteConfig', direction: 'widens' });
    expect(diff.unread).toEqual(['autocapture.*']);
    expect(diff.changes.filter(({ option }) => option.startsWith('autocapture.'))).toEqual([]);
  });

  it('Mixpanel came to have remote settings, which are off', () => {
    const diff = diffDefaults(golden('mixpanel-browser-2.47.0.json'), installed('mixpanel-browser'));
    expect(diff.changes.find(({ option }) => option === 'remote_settings_mode')).toMatchObject({
      kind: 'appeared',
      direction: 'neutral',
    });
  });
});

describe('the rules', () => {
  it('look at options that some version has', () => {
    const known = new Map<string, Set<string>>(EXTRACTORS.map((each) => [each.package, new Set()]));
    const read = [...EXTRACTORS.map((each) => installed(each.package)), ...readdirSync(FOLDER).map(golden)];
    for (const { package: name, defaults } of read)
      for (const { option } of defaults) known.get(name)?.add(option);
    const unused = EXTRACTORS.flatMap(({ package: name }) =>
      rulesOf(name).filter(({ option }) => known.get(name)?.has(option) !== true),
    );
    // Those that would be told if they came: replay among Sentry's default integrations, and the options of Amplitude 2.0 to 2.10.
    expect(
      unused.map(({ option }) => option).filter((option) => !option.startsWith('defaultTracking.')),
    ).toEqual(['defaultIntegrations.replay']);
  });
});
