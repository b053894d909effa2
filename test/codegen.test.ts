/** Generated TypeScript, compiled against the SDKs' own declarations and run. */
import { CODE_LANGUAGES } from '@headgate/core';
import { stripTypeScriptTypes } from 'node:module';
import { format } from 'prettier';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeNaughtyCode } from './codegen-naughty.ts';
import { compileTypeScript, createProject, readExample, readGolden } from './codegen-project.ts';

const project = createProject();
const directories = CODE_LANGUAGES.ts.sdks.map((sdk) => sdk.replace('@', '').replaceAll('/', '-'));
let errors = new Map<string, string[]>();

const ORDER = `{
  order_id: '0f0f6e5c-6a3b-4f0e-8a75-3b7e1c0e9a11', total: 3.5, currency: 'EUR', paid_at: '2026-11-27T08:00:00Z',
  gift: false, channel: 'shop', kind: 'order', parent: null,
  items: [{ sku: 'RYE-0001', count: 2, allergens: ['gluten'], price: { amount: 1.75, currency: 'EUR' } }],
}`;

/** Of each SDK: how the real one is handed in, and what stands before the properties. */
const GOOD: Readonly<Record<string, string>> = {
  'segment-analytics-next': `
    import { AnalyticsBrowser } from '@segment/analytics-next';
    const sdk = AnalyticsBrowser.load({ writeKey: 'k' });
    trackOrderCompleted(sdk, ${ORDER});
    trackOrderCompleted(sdk, ${ORDER}, { context: { consent: { categoryPreferences: { analytics: true } } } });
    pageHome(sdk, { layout: 'wide' }); pageSeen(sdk); screenBasketScreen(sdk, { items: 2 });
    identify(sdk, 'u1', { plan: 'free' }); identify(sdk, null, { plan: 'paid', born: '1990-01-01' });
    groupCompany(sdk, 'g1', { seats: 3 }); trackSignedOut(sdk);`,
  'segment-analytics-node': `
    import { Analytics } from '@segment/analytics-node';
    const sdk = new Analytics({ writeKey: 'k' });
    trackOrderCompleted(sdk, { userId: 'u1' }, ${ORDER});
    trackOrderCompleted(sdk, { anonymousId: 'a1', timestamp: new Date(0) }, ${ORDER});
    pageHome(sdk, { userId: 'u1' }); screenBasketScreen(sdk, { userId: 'u1' }, { items: 2 });
    identify(sdk, { userId: 'u1' }, { plan: 'free' }); groupCompany(sdk, { userId: 'u1' }, 'g1', { seats: 3 });`,
  'mixpanel-browser': `
    import mixpanel from 'mixpanel-browser';
    trackOrderCompleted(mixpanel, ${ORDER}); pageSeen(mixpanel); identify(mixpanel, 'u1', { plan: 'free' });
    groupCompany(mixpanel, 'company', 'g1', { seats: 3 });`,
  mixpanel: `
    import Mixpanel from 'mixpanel';
    const sdk = Mixpanel.init('t');
    trackOrderCompleted(sdk, 'u1', ${ORDER}); pageSeen(sdk, 'u1'); identify(sdk, 'u1', { plan: 'free' });
    groupCompany(sdk, 'company', 'g1', { seats: 3 });`,
  'posthog-js': `
    import posthog from 'posthog-js';
    trackOrderCompleted(posthog, ${ORDER}); pageSeen(posthog); screenBasketScreen(posthog, { items: 1 });
    identify(posthog, 'u1', { plan: 'free' }); groupCompany(posthog, 'company', 'g1', { seats: 3 });`,
  'posthog-node': `
    import { PostHog } from 'posthog-node';
    const sdk = new PostHog('k');
    trackOrderCompleted(sdk, { distinctId: 'u1', groups: { company: 'g1' } }, ${ORDER}); pageSeen(sdk, { distinctId: 'u1' });
    screenBasketScreen(sdk, { distinctId: 'u1' }, { items: 1 });
    identify(sdk, 'u1', { plan: 'free' }); groupCompany(sdk, 'company', 'g1', { seats: 3 });`,
  'amplitude-analytics-browser': `
    import * as amplitude from '@amplitude/analytics-browser';
    trackOrderCompleted(amplitude, ${ORDER}); pageSeen(amplitude); screenBasketScreen(amplitude, { items: 1 });
    identify(amplitude, 'u1', { plan: 'free' }); groupCompany(amplitude, 'company', 'g1', { seats: 3 });`,
  'amplitude-analytics-node': `
    import * as amplitude from '@amplitude/analytics-node';
    trackOrderCompleted(amplitude, { user_id: 'u1' }, ${ORDER}); pageSeen(amplitude, { device_id: 'd1' });
    screenBasketScreen(amplitude, { user_id: 'u1' }, { items: 1 }); identify(amplitude, { user_id: 'u1' }, { plan: 'free' });
    groupCompany(amplitude, { user_id: 'u1' }, 'company', 'g1', { seats: 3 });`,
  'headgate-sdk': `
    import { createHeadgate } from '@headgate/sdk';
    const sdk = createHeadgate({ writeKey: 'k', host: 'https://telemetry.shop.example' });
    trackOrderCompleted(sdk, ${ORDER}); pageHome(sdk, { layout: 'wide' }); pageSeen(sdk); trackSignedOut(sdk);
    identify(sdk, 'u1', { plan: 'free' }); groupCompany(sdk, 'g1', { seats: 3 });`,
  'headgate-sdk-node': `
    import { createHeadgate } from '@headgate/sdk/node';
    const sdk = createHeadgate({ writeKey: 'k', host: 'https://telemetry.shop.example' });
    const who = { userId: 'u1', consent: ['analytics'] };
    trackOrderCompleted(sdk, who, ${ORDER}); pageHome(sdk, who, { layout: 'wide' });
    trackSignedOut(sdk, { anonymousId: 'a1', consent: [], gpc: true, timestamp: new Date(0) });
    identify(sdk, who, { plan: 'free' }); groupCompany(sdk, who, 'g1', { seats: 3 });`,
  plain: `
    const sdk: telemetry.Sdk = { track() {}, page() {}, screen() {}, identify() {}, group() {} };
    trackOrderCompleted(sdk, ${ORDER}); pageHome(sdk); identify(sdk, 'u1', { plan: 'free' });`,
};

/** What the compiler must refuse, with the error that it must give. The order is `good` with one change. */
const BAD: readonly (readonly [what: string, statement: string, error: string])[] = [
  ['an unknown event', 'trackOrderComplete(sdk, good);', 'TS2552'],
  ['an event of another status', 'trackSomeday(sdk);', 'TS2304'],
  ['an unknown field', 'trackOrderCompleted(sdk, { ...good, email: "a@b.example" });', 'TS2353'],
  [
    'an unknown field inside',
    'trackOrderCompleted(sdk, { ...good, items: [{ sku: "A", count: 1, color: 1 }] });',
    'TS2353',
  ],
  ['a missing field', 'trackBasketSeen(sdk, {});', 'TS2741'],
  ['a free string for an enum', 'trackOrderCompleted(sdk, { ...good, currency: text });', 'TS2322'],
  ['another value of an enum', 'trackOrderCompleted(sdk, { ...good, currency: "XXX" });', 'TS2322'],
  [
    'another value of an enum in a list',
    'trackOrderCompleted(sdk, { ...good, items: [{ sku: "A", count: 1, allergens: ["soy"] }] });',
    'TS2322',
  ],
  ['another value of a const', 'trackOrderCompleted(sdk, { ...good, channel: "app" });', 'TS2322'],
  ['another number of an enum', 'trackOrderCompleted(sdk, { ...good, size: 3 });', 'TS2322'],
  ['a boolean that is closed', 'trackOrderCompleted(sdk, { ...good, wrapped: false });', 'TS2322'],
  ['a string for a number', 'trackOrderCompleted(sdk, { ...good, total: "3.50" });', 'TS2322'],
  ['a number for a string', 'trackOrderCompleted(sdk, { ...good, order_id: 7 });', 'TS2322'],
  ['null where it is not planned', 'trackOrderCompleted(sdk, { ...good, shipping: null });', 'TS2322'],
  ['undefined where it is not planned', 'trackOrderCompleted(sdk, { ...good, gift: undefined });', 'TS2322'],
  ['a date for its text', 'trackOrderCompleted(sdk, { ...good, paid_at: new Date() });', 'TS2322'],
  ['properties where there are none', 'trackSignedOut(sdk, { a: 1 });', 'TS2554'],
  [
    'a field in an empty object',
    'trackClass(sdk, { class: "", from: "", type: "nil", "2nd": 1, empty: { a: 1 } });',
    'TS2322',
  ],
  ['another SDK', 'trackSignedOut({ capture() {} });', 'TS2353'],
];

beforeAll(async () => {
  for (const directory of directories) {
    project.write(`${directory}/telemetry.ts`, readGolden(`ts/${directory}/telemetry.ts`));
    const names = [
      ...new Set(
        GOOD[directory]?.match(
          /\b(?:track|page|screen|identify|group)[A-Z]\w*(?=\()|(?<![.\w])identify(?=\()/g,
        ),
      ),
    ];
    const star = (GOOD[directory] ?? '').includes('telemetry.Sdk')
      ? `import type * as telemetry from './telemetry.ts';`
      : '';
    project.write(
      `${directory}/good.ts`,
      `${star}\nimport { ${names.join(', ')} } from './telemetry.ts';\n${GOOD[directory] ?? ''}\n`,
    );
  }
  const used = 'trackBasketSeen, trackClass, trackOrderCompleted, trackSignedOut';
  for (const [at, [, statement]] of BAD.entries()) {
    project.write(
      `plain/bad${at}.ts`,
      `import { ${used} } from './telemetry.ts';\nimport type { OrderCompleted, Sdk } from './telemetry.ts';\n` +
        `declare const sdk: Sdk;\ndeclare const text: string;\ndeclare const good: OrderCompleted;\n` +
        `export const used = [trackBasketSeen, trackClass, trackOrderCompleted, trackSignedOut, sdk, text, good];\n${statement}\n`,
    );
  }
  for (const [at, sdk] of CODE_LANGUAGES.ts.sdks.entries()) {
    if (sdk === 'plain') continue;
    project.write(`${directories[at] ?? ''}/example.ts`, readExample('ts', '// after', sdk));
  }
  const renamed = readGolden('ts/posthog-js/telemetry.ts').replaceAll('capture(', 'captured(');
  project.write('another-version/telemetry.ts', renamed);
  for (const sdk of CODE_LANGUAGES.ts.sdks) {
    project.write(`naughty/${sdk.replaceAll(/\W/g, '-')}.ts`, writeNaughtyCode('ts', sdk));
  }
  errors = await compileTypeScript(project);
});
afterAll(() => project.remove());

describe('TypeScript', () => {
  it.each(directories)('compiles, and takes the real SDK: %s', (directory) => {
    expect(errors.get(`${directory}/telemetry.ts`)).toBeUndefined();
    expect(errors.get(`${directory}/good.ts`)).toBeUndefined();
    expect(errors.get(`${directory}/example.ts`)).toBeUndefined();
  });

  it.each([...BAD.entries()])('does not compile where it should not: %j', (at, [what, , error]) => {
    expect([what, errors.get(`plain/bad${at}.ts`)]).toEqual([what, [error]]);
  });

  it('does not compile where the SDK has not got what is called', () => {
    expect(errors.get('another-version/telemetry.ts')).toEqual(['TS2741']);
  });

  it('compiles with naughty strings as names, values and descriptions', () => {
    expect([...errors].filter(([path]) => path.startsWith('naughty/'))).toEqual([]);
  });

  it.each(directories)('is as Prettier would have it: %s', async (directory) => {
    const text = readGolden(`ts/${directory}/telemetry.ts`);
    expect(await format(text, { parser: 'typescript' })).toBe(text);
  });

  it.each(directories)('takes nothing but types from the SDK, and is thin: %s', (directory) => {
    const text = readGolden(`ts/${directory}/telemetry.ts`);
    expect(text.match(/^import (?!type )/gm)).toBeNull();
    const script = stripTypeScriptTypes(text).replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, '');
    const functions = script.match(/^(?:export )?function /gm)?.length ?? 0;
    expect(functions).toBeGreaterThan(8);
    expect(script.replaceAll(/\s+/g, ' ').length / functions).toBeLessThan(260);
    expect(script).not.toMatch(/\bclass \w+ \{|\bimport\b|\brequire\(|\bconst \w+ = \[/);
  });
});
