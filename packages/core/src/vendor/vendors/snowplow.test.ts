import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CALLS, OPERATIONS } from '../../event.ts';
import type { CleanEvent, Json, JsonObject } from '../../event.ts';
import { CONTEXT_FIELDS } from '../../automatic/context-fields.ts';
import { connectVendor } from './index.ts';
import type { VendorRequest } from '../vendor.ts';

const SETTINGS = { url: 'https://collector.example', app_id: 'shop', schema_vendor: 'com.example' };
const TOOLS = { now: 0, hmacBase64: () => '' };

/** https://github.com/snowplow/iglu-central, `payload_data` 1-0-4: one word more, and every event of the request is lost. */
const PAYLOAD_WORDS: ReadonlySet<string> = new Set(
  (
    'tna aid p dtm tz e tid eid tv duid nuid uid vid ip res url page refr fp ctype cookie lang f_pdf f_qt f_realp f_wma ' +
    'f_dir f_fla f_java f_gears f_ag cd ds cs vp mac pp_mix pp_max pp_miy pp_may ad_ba ad_ca ad_ad ad_uid tr_id tr_af ' +
    'tr_tt tr_tx tr_sh tr_ci tr_st tr_co tr_cu ti_id ti_sk ti_nm ti_na ti_ca ti_pr ti_qu ti_cu sa sn st sp se_ca se_ac ' +
    'se_la se_pr se_va ue_na ue_pr ue_px co cx ua tnuid stm sid ttm'
  ).split(' '),
);
const PLATFORMS = ['web', 'mob', 'pc', 'srv', 'app', 'tv', 'cnsl', 'iot', 'headset'];
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

describe('what a collector gets', () => {
  const paths = [
    ...Object.keys(CONTEXT_FIELDS),
    ...'e schema contexts aid dtm vid nuid fp cookie se_ca unknown'
      .split(' ')
      .map((word) => `snowplow.${word}`),
  ];
  const values = fc.oneof(
    fc.constantFrom<Json[]>(
      'ue',
      'se',
      'tr',
      'web',
      'iglu:com.acme/x/jsonschema/1-0-0',
      { a: [{ schema: 7 }] },
      null,
    ),
    fc.jsonValue() as fc.Arbitrary<Json>,
  );
  const events = fc.record({
    call: fc.constantFrom(...CALLS),
    operation: fc.constantFrom(...OPERATIONS),
    name: fc.string(),
    ids: fc.boolean(),
    properties: fc.dictionary(fc.string(), values, { noNullPrototype: true }),
    fields: fc.dictionary(fc.constantFrom(...paths), values, { noNullPrototype: true }),
  });

  it('is of payload_data and its words’ shapes, whatever the event', () => {
    fc.assert(
      fc.property(events, ({ fields, ids, ...parts }) => {
        const id = ids ? 'p1Aid' : null;
        const payloads = payloadsOf(
          requestsOf([event({ ...parts, userId: id, anonymousId: id, context: nested(fields) })]),
        );
        expect(payloads).toHaveLength(1);
        for (const payload of payloads) {
          expect(Object.keys(payload).filter((word) => !PAYLOAD_WORDS.has(word))).toEqual([]);
          expect(Object.values(payload).filter((value) => typeof value !== 'string')).toEqual([]);
          expect(PLATFORMS).toContain(payload['p']);
          expect(payload['eid']).toMatch(UUID);
          expect(payload['sid'] ?? payload['eid']).toMatch(UUID);
          expect(payload['tv']).not.toBe('');
          expect('uid' in payload || 'duid' in payload).toBe(ids);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('asks it to record neither our address nor an id of its own making', () => {
    const [request] = requestsOf([event({ call: 'page' })]);
    expect(request?.headers['sp-anonymous']).toBe('*');
  });

  it('is nothing where there is no event', () => {
    expect(requestsOf([])).toEqual([]);
  });

  it('has no event that is over the limit by itself, in units or in bytes', () => {
    const large = (letter: string, count: number) =>
      event({ call: 'track', name: 'x', properties: { text: letter.repeat(count) } });
    const sent = requestsOf([
      large('a', 1_000_000),
      large('a', 890_000),
      large('日', 400_000),
      event({ call: 'page' }),
    ]);
    expect(sent.map(({ carries }) => carries)).toEqual([[1, 3]]);
    expect(requestsOf([large('a', 1_000_000)])).toEqual([]);
  });
});

describe('the settings', () => {
  it.each<[string, JsonObject]>([
    ['app_id', { url: SETTINGS.url, schema_vendor: 'com.example' }],
    ['schema_vendor', { url: SETTINGS.url, app_id: 'shop' }],
    ['schema_vendor', { ...SETTINGS, schema_vendor: 'example' }],
    ['schema_vendor', { ...SETTINGS, schema_vendor: 'com/example' }],
    ['schema_version', { ...SETTINGS, schema_version: '1.0.0' }],
    ['post_path', { ...SETTINGS, post_path: '/track' }],
    ['post_path', { ...SETTINGS, post_path: '/com.example/track?x=1' }],
    ['url', { ...SETTINGS, url: 'collector.example' }],
    ['"namespace"', { ...SETTINGS, namespace: 'x' }],
  ])('are refused for %s in case %#', (key, written) => {
    const { value, issues } = connectVendor('snowplow', written, 'settings');
    expect(value).toBeNull();
    expect(issues.map(({ message }) => message.includes(`The setting ${key} `))).toEqual([true]);
  });
});

function requestsOf(events: readonly CleanEvent[]): readonly VendorRequest[] {
  const vendor = connectVendor('snowplow', SETTINGS, 'settings').value;
  if (vendor === null) throw new Error('The settings do not parse.');
  return vendor.toRequests(events, TOOLS);
}

function payloadsOf(requests: readonly VendorRequest[]): readonly JsonObject[] {
  return requests.flatMap(({ body }) => (JSON.parse(body) as { data: JsonObject[] }).data);
}

function event(parts: Partial<CleanEvent>): CleanEvent {
  return {
    vendor: 'vendor',
    environment: 'production',
    id: 'm1AAAAAAAAAAAAAAAAAAAAA',
    operation: 'set',
    name: '',
    time: 1_767_323_000_000,
    userId: null,
    anonymousId: null,
    groupId: null,
    previousId: null,
    properties: {},
    context: {},
    subject: '0000000000000001',
    fields: '0000000000000001',
    ...parts,
  } as unknown as CleanEvent;
}

/** `os.name` → `{ os: { name } }`. */
function nested(fields: JsonObject): JsonObject {
  const context: Record<string, Record<string, Json> | Json> = {};
  for (const [path, value] of Object.entries(fields)) {
    const [group = '', leaf] = path.split('.');
    const members = context[group];
    if (leaf === undefined) context[group] = value;
    else context[group] = { ...(members as JsonObject | undefined), [leaf]: value };
  }
  return context;
}
