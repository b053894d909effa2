import { parsePlan } from '@headgate/core';
import type { EventSpec, Plan, PlanFile } from '@headgate/core';
import { readRecipients } from '@headgate/seal';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkPlan } from '../check-plan.ts';
import { BUILT_IN_EVENT, BUILT_IN_PLAN } from './built-in-plan.ts';
import { curlLine, devConfig, placeholdersIn } from './dev-config.ts';
import { writeScratchKeys } from './scratch-keys.ts';

const SHOP = new URL('../../../../fixtures/plan/good-shop/', import.meta.url);
const builtIn = {
  plan: { path: 'plan.yaml', text: BUILT_IN_PLAN },
  events: [{ path: 'events/hello.yaml', text: BUILT_IN_EVENT }],
};

function read(path: string): PlanFile {
  return { path, text: readFileSync(new URL(path, SHOP), 'utf8') };
}

function shop(): Plan {
  const { value } = parsePlan(read('plan.yaml'), [read('events/order_completed.yaml')]);
  if (value === null) throw new Error('The plan of the fixture has errors.');
  return value;
}

type Purpose = EventSpec['purposes'][number];

const NONE: Purpose['signals'] = { tcf: null, gpp: null, gcm: null, require: 'all', unasked: 'denied' };

describe('the built-in plan', () => {
  it('has no issue', () => {
    expect(checkPlan(builtIn)).toEqual([]);
  });
});

describe('devConfig', () => {
  it('gives every source a key, connects warehouses, and names the other vendors', () => {
    const { text, unconnected } = devConfig(shop(), '/plans/plan.yaml');
    expect(JSON.parse(text)).toEqual({
      data: './data',
      plan: '/plans/plan.yaml',
      sources: {
        web: { environment: 'development', write_key: 'dev-web' },
        api: { environment: 'development', write_key: 'dev-api' },
      },
      vendors: { warehouse: { development: { directory: './warehouse' } } },
    });
    expect(unconnected).toEqual(['mixpanel']);
  });
});

describe('keys for a run', () => {
  let scratch = '';
  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), 'headgate-keys-'));
  });
  afterEach(() => rmSync(scratch, { recursive: true, force: true }));

  it('are made for every group that the plan seals to, and named in the configuration', () => {
    const [plan, event] = [read('plan.yaml'), read('events/order_completed.yaml')];
    const steward =
      'quarantine: { to: steward, retention: P30D, readers: [dpo] }\nenforcement: { unplanned_event: quarantine }';
    const quarantining = plan.text.replace(/^enforcement:.*$/m, steward);
    const { value, issues } = parsePlan({ ...plan, text: quarantining }, [event]);
    if (value === null) throw new Error(issues.map(({ message }) => message).join('\n'));
    const now = Date.UTC(2026, 10, 27);
    const keys = writeScratchKeys(value, scratch, now);
    const { value: recipients } = readRecipients(join(scratch, 'recipients.json'));
    expect([...(recipients?.groups.keys() ?? [])]).toEqual(['steward']);
    expect(recipients?.groups.get('steward')?.notAfter).toBeGreaterThan(now);
    expect(readFileSync(join(scratch, 'subject-pool.txt'), 'utf8')).toMatch(/^(?:[\w-]{43}\n){1000}$/);
    expect(JSON.parse(devConfig(value, '/plan.yaml', keys).text)).toMatchObject({ seal: keys });
  });

  it('are none where it seals nothing', () => {
    expect(writeScratchKeys(shop(), scratch, 0)).toBe(null);
    expect(readdirSync(scratch)).toEqual([]);
  });
});

describe('curlLine', () => {
  const options = { url: 'http://127.0.0.1:4400', keyOf: (source: string) => `dev-${source}` };

  it('sends an example of the plan, with the consent that it needs', () => {
    expect(curlLine(shop(), options)).toBe(
      "curl http://127.0.0.1:4400/v1/track -u dev-web: -H 'content-type: application/json' -d " +
        '\'{"event":"Order Completed","anonymousId":"visitor-1","properties":{"order_ref":"A1B2C3D4E5",' +
        '"total":31.5,"items":[{"sku":"bread"}]},"context":{"consent":{"categoryPreferences":{"analytics":true}}}}\'',
    );
  });

  it.each<[string, readonly Partial<Purpose>[], object | undefined, string | null]>([
    ['nothing where no signal is named', [{}], undefined, null],
    [
      'Consent Mode beside the category',
      [{ category: 'ads', signals: { ...NONE, gcm: ['ad_storage'] } }],
      { categoryPreferences: { ads: true }, gcm: { ad_storage: 'granted' } },
      null,
    ],
    [
      'room for strings that all signals need',
      [{ category: 'ads', signals: { ...NONE, tcf: [1], gpp: ['usnat'] } }],
      { categoryPreferences: { ads: true }, tcf: 'TC-STRING', gpp: 'GPP-STRING' },
      'TC-STRING and GPP-STRING',
    ],
    [
      'no string where another signal will do',
      [{ category: 'ads', signals: { ...NONE, tcf: [1], require: 'any' } }],
      { categoryPreferences: { ads: true } },
      null,
    ],
    [
      'a string where any will do and there is no other',
      [{ signals: { ...NONE, gpp: ['usnat'], require: 'any' } }],
      { gpp: 'GPP-STRING' },
      'GPP-STRING',
    ],
    [
      'no string where another purpose does without',
      [{ signals: { ...NONE, tcf: [1] } }, { category: 'ads' }],
      { categoryPreferences: { ads: true } },
      null,
    ],
    [
      'no string where consent is not the basis',
      [{ basis: 'Contract', signals: { ...NONE, tcf: [1] } }],
      undefined,
      null,
    ],
  ])('gives %s', (_, purposes, consent, placeholders) => {
    const plan = shop();
    const base: Purpose = { use: 'analytics', basis: 'Consent', category: null, signals: NONE };
    const events = plan.events.map((event) => ({
      ...event,
      purposes: purposes.map((each) => ({ ...base, ...each })),
    }));
    const line = curlLine({ ...plan, events }, options) ?? '';
    const { context } = JSON.parse(/-d '(.*)'$/.exec(line)?.[1] ?? '') as { context?: { consent: object } };
    expect(context?.consent).toEqual(consent);
    expect(placeholdersIn(line)).toBe(placeholders);
  });

  it('quotes for the shell', () => {
    const plan = shop();
    const events = plan.events.map((event) => ({ ...event, name: "It's" }));
    expect(curlLine({ ...plan, events }, options)).toContain(String.raw`"event":"It'\''s"`);
  });

  it('has nothing to say of a plan that tracks nothing', () => {
    expect(curlLine({ ...shop(), events: [] }, options)).toBe(null);
  });
});
