import { SDKS } from '@headgate/core';
import { describe, expect, it } from 'vitest';
import { KNOWN_SDKS, sdkOfModule } from './sdk-signs.ts';
import { keyVariable, vendorOf } from './vendor-settings.ts';

function squeeze(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

describe('the signs of the SDKs', () => {
  it('are there for every SDK of the catalogue', () => {
    expect(KNOWN_SDKS.map(({ entry }) => entry)).toEqual(SDKS);
    expect(new Set(KNOWN_SDKS.map(({ source }) => source)).size).toBe(SDKS.length);
  });

  it.each(['https://telemetry.shop.example', 'http://127.0.0.1:4400'])(
    'name options that the snippets have, at %s',
    (gateway) => {
      for (const { entry, signs } of KNOWN_SDKS) {
        const options = signs.change(gateway);
        expect(options).not.toEqual([]);
        for (const option of options) expect(squeeze(entry.snippet(gateway))).toContain(option);
      }
    },
  );

  it('name a way to set each up that its snippet shows', () => {
    for (const { entry, signs } of KNOWN_SDKS) {
      const snippet = entry.snippet('https://telemetry.shop.example');
      const ways = [...signs.makes.map((name) => `new ${name}(`), ...signs.calls.map((name) => `${name}(`)];
      expect(ways.filter((way) => snippet.includes(way))).not.toEqual([]);
    }
  });

  it('lead to a vendor, and to variables that are no settings of the gateway', () => {
    for (const { entry, source } of KNOWN_SDKS) {
      const names = [keyVariable(source), ...Object.values(vendorOf(entry.protocol)?.settings ?? {})];
      expect(names.slice(1)).not.toEqual([]);
      for (const name of names) expect(name).toMatch(/^(?!HEADGATE_)[A-Z][A-Z0-9_]*$/);
    }
  });

  it.each([
    ['posthog-js', 'posthog-js'],
    ['posthog-js/react', 'posthog-js'],
    ['@rudderstack/analytics-js/bundled', '@rudderstack/analytics-js'],
    ['@sentry/react', '@sentry/browser'],
    ['@headgate/sdk', '@headgate/sdk'],
    ['@headgate/sdk/privacy', '@headgate/sdk'],
    ['@headgate/sdk/node', '@headgate/sdk/node'],
    ['posthog', undefined],
    ['./mixpanel', undefined],
  ])('know the module %s as %s', (module, expected) => {
    expect(sdkOfModule(module)?.entry.package).toBe(expected);
  });
});
