import { assert, constantFrom, jsonValue, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../event.ts';
import { inspectEvent } from './inspect.ts';
import { provenanceOf } from './provenance.ts';
import { scrubEvent, scrubOwnEvent } from './scrub.ts';

const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } });

const left = (event: Json): Json => scrubEvent(event).event;
const listOf = (...values: readonly Json[]): Json => ({ kvlistValue: { values } });
const element = (value: string): Json => ({ tag_name: 'input', attr__name: 'last_name', attr__value: value });
const wrapped = (lat: Json, lon: Json): Json => ({ gps_lat: { value: lat }, gps_lon: { value: lon } });
const placeOf = (lat: Json, lon: Json): Json => [
  attribute('city', 'Berlin'),
  { key: 'geo.location.lat', value: { doubleValue: lat } },
  { key: 'geo.location.lon', value: { doubleValue: lon } },
];

const addressed = (recipient: string): Json => ({
  attributes: [
    {
      key: 'shipping_address',
      value: listOf(attribute('recipient', recipient), attribute('city', 'Jena')),
    },
  ],
});

describe('scrubEvent', () => {
  it('gives a clean event back as it is', () => {
    const event = {
      event: 'Order Completed',
      properties: { total: 12.5, version: '1.24.0.7', tags: ['a', null] },
    };
    expect(scrubEvent(event)).toEqual({ event, findings: [] });
    expect(scrubEvent(event).event).toBe(event);
  });

  it('reads lists of pairs as the members that they stand for', () => {
    const headers = [
      ['Host', 'shop.example'],
      ['X-Api-Key', 'Zr8Tk2Wm5Yn1Vb6Qc9Xd'],
      ['first_name', 'Zoe'],
    ];
    expect(scrubEvent({ headers }).event).toEqual({
      headers: [
        ['Host', 'shop.example'],
        ['X-Api-Key', '[api_key]'],
        ['first_name', '[name]'],
      ],
    });
    expect(scrubEvent({ sizes: ['name', 'Zoe'] }).findings).toEqual([]);
  });

  it('takes the degrees of a place that stand side by side, and in a list', () => {
    const place = '[coordinates]';
    expect(scrubEvent({ geo: { lat: 52.520_008, lon: 13.404_954, city: 'Berlin' } }).event).toEqual({
      geo: { lat: place, lon: place, city: 'Berlin' },
    });
    expect(scrubEvent({ homeLatitude: -33.868_82, homeLongitude: 151.209_29 }).event).toEqual({
      homeLatitude: place,
      homeLongitude: place,
    });
    expect(scrubOwnEvent({ LAT: 52.520_008, LNG: 13.404_954 }).event).toEqual({ LAT: place, LNG: place });
    expect(scrubEvent({ type: 'Point', coordinates: [13.404_954, 52.520_008, 34] }).event).toEqual({
      type: 'Point',
      coordinates: [place, place, 34],
    });
    const values = [{ doubleValue: 13.404_954 }, { doubleValue: 52.520_008 }];
    expect(scrubEvent([{ key: 'coordinates', value: { arrayValue: { values } } }]).event).toEqual([
      {
        key: 'coordinates',
        value: { arrayValue: { values: [{ doubleValue: place }, { doubleValue: place }] } },
      },
    ]);
    expect(scrubEvent({ 'zoe@shop.example': 1, lat: 52.520_008, lng: 13.404_954 }).event).toEqual({
      '[email]': 1,
      lat: place,
      lng: place,
    });
  });

  it('takes the degrees of a place among attributes, the first time too', () => {
    for (const path of ['attributes', 'attributes', 'labels']) {
      const { event, findings } = scrubEvent({ [path]: placeOf(52.520_008, 13.404_954) });
      expect(event).toEqual({ [path]: placeOf('[coordinates]', '[coordinates]') });
      expect(findings).toHaveLength(2);
    }
    expect(scrubEvent({ attributes: placeOf(52.520_008, 13.4) }).findings).toEqual([]);
  });

  it('takes the degrees of a place in the wrappers of vendors', () => {
    const place = '[coordinates]';
    expect(scrubEvent(wrapped(52.520_008, 13.404_954)).event).toEqual(wrapped(place, place));
  });

  it.each([
    { lat: 52.5, lon: 13.4 },
    { lat: 52.520_008 },
    { lat: 52.520_008, lon: null },
    { lat: 1234.567_89, lon: 13.404_954 },
    { position: [12.345_67, 45.123_45, 3.2] },
    { coordinates: [0.734_21, 0.123_45] },
    { coordinates: [12.345_67, 13.345_67, 14.345_67, 15.345_67] },
    { flat: 52.520_008, flong: 13.404_954 },
  ])('leaves degrees that are a town, half of a place or none: %j', (event) => {
    expect(scrubEvent(event).findings).toEqual([]);
  });

  it('reads what a label says of the value beside it', () => {
    expect(scrubEvent([{ label: 'Nachname', value: 'Quadflieg' }]).event).toEqual([
      { label: 'Nachname', value: '[name]' },
    ]);
    expect(scrubEvent({ body: '[{"label":"Nachname","value":"Quadflieg"}]' }).event).toEqual({
      body: '[{"label":"Nachname","value":"[name]"}]',
    });
  });

  it('reads a list of attributes within an attribute as what it stands for', () => {
    expect(scrubEvent(addressed('Zoe Quadflieg')).event).toEqual(addressed('[name]'));
    const phone = [{ key: 'phone', value: { doubleValue: 4_915_112_345_678 } }];
    expect(scrubEvent(phone).event).toEqual([{ key: 'phone', value: { doubleValue: '[phone]' } }]);
  });

  it('takes a full name under the name of a role, and nothing else there', () => {
    expect(scrubEvent({ created_by: 'Zoe Quadflieg', patient: 'Zoe van Dam' }).event).toEqual({
      created_by: '[name]',
      patient: '[name]',
    });
    expect(
      scrubEvent([{ key: 'assignedTo', value: { stringValue: 'Zoe Quadflieg' } }]).findings,
    ).toHaveLength(1);
    const states = {
      created_by: 'terraform',
      manager: 'yarn',
      contact: 'Support Team',
      employee: 'full-time',
    };
    expect(scrubEvent(states).findings).toEqual([]);
  });

  it('reads what an element of a form holds by its name', () => {
    expect(scrubEvent([element('Quadflieg')]).event).toEqual([element('[name]')]);
  });

  it('leaves the token of a project beside whom an event is of', () => {
    const token = '0a1b2c3d4e5f67890a1b2c3d4e5f6789';
    expect(scrubEvent({ properties: { token, distinct_id: '7' } }).findings).toEqual([]);
    expect(scrubEvent({ $token: token, $distinct_id: '7', $set: {} }).findings).toEqual([]);
    expect(scrubEvent({ api_key: token, events: [] }).findings).toEqual([]);
    expect(scrubEvent({ body: { api_key: token, events: [] } }).findings).toHaveLength(1);
    expect(scrubEvent({ $token: token, $set: {} }).findings).toHaveLength(1);
    expect(scrubEvent({ properties: { token } }).findings).toHaveLength(1);
    expect(scrubEvent({ user: { token, distinct_id: '7' } }).findings).toHaveLength(1);
  });

  it('takes short codes where a key names them', () => {
    expect(scrubEvent({ cvv: '123', otp: 4829, mfaCode: '4829', code: '4829' }).event).toEqual({
      cvv: '[token]',
      otp: '[token]',
      mfaCode: '[token]',
      code: '4829',
    });
  });

  it('replaces what it finds in values, numbers, keys and lists, and says where and what, never which', () => {
    const event = {
      user: { email: 'zoe@shop.example', card: 4111111111111111 },
      votes: { 'zoe@shop.example': 3, 'max@shop.example': 4 },
      list: [{ text: 'ok' }, { text: 'mail zoe@shop.example' }],
    };
    const { event: scrubbed, findings } = scrubEvent(event);
    expect(scrubbed).toEqual({
      user: { email: '[email]', card: '[card]' },
      votes: { '[email]': 3, '[email] 2': 4 },
      list: [{ text: 'ok' }, { text: 'mail [email]' }],
    });
    expect(findings.map(({ kind, path }) => [kind, path])).toEqual([
      ['email', 'user.email'],
      ['card', 'user.card'],
      ['email', 'votes.*'],
      ['email', 'votes.*'],
      ['email', 'list[].text'],
    ]);
    expect(findings[0]).toMatchObject(provenanceOf(findings[0]?.detector ?? ''));
    expect(JSON.stringify(findings)).not.toContain('zoe');
  });

  it('reads the attributes of OTLP as the members that they stand for', () => {
    const event = {
      attributes: [attribute('app.client_secret', 'abc123def'), attribute('service.version', '1.2.3.4')],
    };
    const { event: scrubbed, findings } = scrubEvent(event);
    expect(scrubbed).toEqual({
      attributes: [attribute('app.client_secret', '[api_key]'), attribute('service.version', '1.2.3.4')],
    });
    expect(findings[0]?.path).toBe('attributes[].app.client_secret.stringValue');
  });

  it('leaves a number that is too long for a double as it was written', () => {
    const raw: object = Object.assign(Object.create(null), { rawJSON: '1762183886620591024' });
    const event: Json = { time: Object.freeze(raw) as Json };
    expect(scrubEvent(event).event).toBe(event);
  });

  it('cuts off what is nested deeper than 256 levels, and says that it was not read', () => {
    expect(scrubEvent(nest(256))).toEqual({ event: nest(256), findings: [] });
    const { event, findings } = scrubEvent(nest(257));
    expect(JSON.stringify(event)).not.toContain('hello');
    expect(findings).toMatchObject([{ kind: 'long_text', length: 0 }]);
  });

  it('never throws, and finds nothing in what it has scrubbed', () => {
    assert(
      property(jsonValue(), (value) => {
        const once = scrubEvent(value as Json).event;
        expect(scrubEvent(once).findings).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a member called token', () => {
  const project = { distinct_id: 'u-1', token: '0123456789abcdef0123456789abcdef' };

  it('is public where it names the project of an event, and only there', () => {
    const { event } = scrubEvent([{ properties: project }, { properties: { token: project.token } }]);
    expect(event).toEqual([{ properties: project }, { properties: { token: '[api_key]' } }]);
  });

  it('stays a secret where a label says it, whatever events named their project before', () => {
    const labelled = { properties: { name: 'token', value: 'a8f3kd02lx91mz74' } };
    expect(scrubEvent([{ properties: project }, labelled]).findings).toHaveLength(1);
  });
});

describe('a bare name', () => {
  it.each<Json>([
    { email: 'zoe@shop.example' },
    { id: 'zoe@shop.example' },
    { address: 'zoe@shop.example' },
    { first_name: 'Zoe', industry: 'Media' },
    { birthDate: '1984-02-29' },
    { type: 'User' },
  ])('is a person beside %j', (beside) => {
    expect(left({ ...(beside as object), name: 'Zoe Jones' })).toMatchObject({ name: '[name]' });
    expect(left({ ...(beside as object), name: 'Checkout' })).toMatchObject({ name: 'Checkout' });
  });

  it.each<Json>([
    { created_by_email: 'zoe@shop.example' },
    { version: 'web@2.14.0' },
    { email: 'info@jones.example', industry: 'Media' },
    { type: 'campaign' },
  ])('is none beside %j', (beside) => {
    expect(left({ ...(beside as object), name: 'Ellis Jones' })).toMatchObject({ name: 'Ellis Jones' });
  });

  it('is a company beside what only companies have, and in the object of one', () => {
    const traits = { name: 'Initech', employees: 329 };
    expect(left({ traits })).toEqual({ traits });
    expect(left({ company: { name: 'Ellis Jones', email: 'zoe@shop.example' } })).toMatchObject({
      company: { name: 'Ellis Jones' },
    });
  });
});

describe('what a member beside a value says of it', () => {
  it.each<[Json, Json]>([
    [{ system: 'phone', value: '946 83 956' }, { value: '[phone]' }],
    [{ type: 'passport', number: 'N96292171' }, { number: '[passport]' }],
    [{ field: 'phone', old_value: '698 493 496' }, { old_value: '[phone]' }],
    [{ field: 'assignee', fromString: 'Zoe Jones' }, { fromString: '[name]' }],
    [{ question: 'Your phone number?', answer: '341 3911909' }, { answer: '[phone]' }],
    [{ text: 'Zoe Jones', field: { ref: 'full_name' } }, { text: '[name]' }],
    [{ driverLicense: { number: 'B6439585' } }, { driverLicense: { number: '[driver_licence]' } }],
    [{ account: { number: '6502031773' } }, { account: { number: '[bank_account]' } }],
    [{ license: { number: 'D8593131' } }, { license: { number: '[driver_licence]' } }],
    [{ vehicle: { registration: 'KJ-537-JQ' } }, { vehicle: { registration: '[plate]' } }],
  ])('tells what is in %j', (event, expected) => {
    expect(left(event)).toMatchObject(expected as object);
  });

  it.each<Json>([
    { type: 'mobile', value: 312_345_678 },
    { type: 'invoice', number: 'INV-2024-10234' },
    { field: 'status', fromString: 'To Do', old_value: 'Under Review' },
    { question: 'Team size', answer: '11-50' },
    { name: 'password', value: 'x', text: 'Show', number: '12' },
    { field: 'status' },
  ])('leaves %j as it is', (event) => {
    expect(left(event)).toEqual(event);
  });
});

describe('a pair of texts', () => {
  it('is looked at whole: the name, and what it names', () => {
    const key = `ghp_${'a1B2c3D4e5F6g7H8i9J0'.repeat(2).slice(0, 36)}`;
    const pairs = [
      ['Authorization', 'abc123def456'],
      [`${key}.password`, 'hunter22x'],
    ];
    expect(JSON.stringify(scrubEvent({ headers: pairs }).event)).not.toMatch(/abc123|ghp_|hunter/);
  });
});

describe('scrubOwnEvent', () => {
  it('gives what scrubEvent gives, which leaves the event as it was', () => {
    const words = constantFrom('zoe@shop.example', 'Bearer ', 'total', '4111111111111111', ' ');
    assert(
      property(jsonValue({ stringUnit: words }), (value) => {
        const before = JSON.stringify(value);
        const copied = scrubEvent(value as Json);
        expect(JSON.stringify(value)).toBe(before);
        expect(JSON.stringify(copied.event) === before).toBe(copied.findings.length === 0);
        const own = scrubOwnEvent(JSON.parse(before) as Json);
        expect(JSON.stringify(own)).toBe(JSON.stringify(copied));
      }),
      { numRuns: 500 },
    );
  });
});

const told = (event: Json) =>
  inspectEvent(event).map(({ path, kind, version, start, end }) => [path, kind, version, end - start]);
const scrubbed = (event: Json) =>
  scrubEvent(event).findings.map(({ path, kind, version, length }) => [path, kind, version, length]);

describe('inspectEvent', () => {
  it('tells keys from values', () => {
    const found = inspectEvent({ 'zoe@shop.example': 'max@shop.example' });
    expect(found.map(({ where, path, detector }) => [where, path, detector])).toEqual([
      ['key', '*', 'email'],
      ['value', '*', 'email'],
    ]);
  });

  it('finds what scrubEvent finds, and changes nothing', () => {
    const words = constantFrom('zoe@shop.example', 'Bearer ', 'total', '4111111111111111', ' ');
    assert(
      property(jsonValue({ stringUnit: words }), (value) => {
        const before = JSON.stringify(value);
        expect(told(value as Json)).toEqual(scrubbed(value as Json));
        expect(JSON.stringify(value)).toBe(before);
      }),
      { numRuns: 500 },
    );
  });

  it.each<Json>([
    { geo: { lat: 52.520_008, lon: 13.404_954 } },
    { location: [13.404_954, 52.520_008] },
    placeOf(52.520_008, 13.404_954),
    wrapped(52.520_008, 13.404_954),
    { card: 4_111_111_111_111_111, list: [4_111_111_111_111_111] },
    nest(300),
  ])('finds so in %j', (event) => {
    const before = JSON.stringify(event);
    expect(told(event)).toEqual(scrubbed(event));
    expect(told(event)).not.toEqual([]);
    expect(JSON.stringify(event)).toBe(before);
  });
});

function nest(levels: number): Json {
  let nested: Json = 'hello';
  for (let level = 0; level < levels; level++) nested = [nested];
  return nested;
}
