import { NO_SUBJECT } from '@headgate/core';
import type { Json, SealRecord, SealRule, SealedEventPlace, SealedText } from '@headgate/core';
import { formatRecipients } from '@headgate/seal';
import { createOpener, kidOf, rawPublicKey } from '@headgate/seal/envelope';
import type { FieldPlace, OpenRefused, Opened } from '@headgate/seal/envelope';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createFieldSealer } from './field-sealer.ts';
import { createRecipientsInForce } from './recipients-in-force.ts';
import { createSubjectKeys } from './subject-keys.ts';
import { openSubjectPool } from './subject-pool.ts';

const directory = mkdtempSync(join(tmpdir(), 'headgate-field-sealer-'));
afterAll(() => rmSync(directory, { recursive: true }));

const GROUPS = ['support', 'finance'] as const;
const START = Date.UTC(2026, 0, 1);

interface KeyPair {
  readonly kid: string;
  readonly publicKey: string;
  readonly privateKey: KeyObject;
}

function makeKeys(): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  const raw = rawPublicKey(publicKey);
  return { kid: kidOf(raw), publicKey: raw.toString('base64url'), privateKey };
}

/** A sealer on real files and keys; the store is a map. */
function setUp({ pool = 0, sessionsMax = 100, events = 1000 } = {}) {
  const groups = Object.fromEntries(GROUPS.map((group) => [group, makeKeys()]));
  const subjects = Array.from({ length: pool }, makeKeys);
  const name = randomBytes(6).toString('hex');
  const [file, poolFile] = [join(directory, `${name}.json`), join(directory, `${name}.txt`)];
  const written = Object.entries(groups).map(([group, { kid, publicKey }]) => {
    return [group, { kid, publicKey, notBefore: START, notAfter: START + 1e9 }] as const;
  });
  writeFileSync(file, formatRecipients({ tenant: 'shop', groups: new Map(written) }));
  writeFileSync(poolFile, subjects.map(({ publicKey }) => `${publicKey}\n`).join(''));
  const at = { time: START };
  const stored = new Map<string, string>();
  const durable = new WeakSet<SealRecord>();
  const refusals: string[] = [];
  const now = (): number => at.time;
  const random = randomBytes;
  const recipients = createRecipientsInForce({ file, now, random, limits: { durationMs: 1000, events } });
  const read = recipients.read();
  expect(read.issues).toEqual([]);
  read.admit();
  const store = {
    keyOf: (subject: string) => stored.get(subject) ?? null,
    isDurable: (record: SealRecord) => durable.has(record),
    forget: async () => ({ kid: null, earlier: [] }),
  };
  const keys = createSubjectKeys({
    store,
    pool: openSubjectPool(poolFile, 0),
    now,
    random,
    sessionsMax,
    sessionMs: 1000,
  });
  const refused = (group: string, reason: string): void => void refusals.push(`${group} ${reason}`);
  const sealer = createFieldSealer({ recipients, subjects: keys, refused });
  const keep = (records: readonly SealRecord[]): void => {
    for (const record of records) {
      durable.add(record);
      if (record.kind === 'subject-key') stored.set(record.subject, record.publicKey);
    }
  };
  return { at, groups, subjects, sealer, keys, recipients, refusals, stored, keep, poolFile };
}

const PLACE: SealedEventPlace = {
  environment: 'production',
  source: 'web',
  eventName: 'seen',
  eventId: 'e1',
  vendor: null,
  subject: '0123456789abcdef',
};

function headersOf(records: readonly SealRecord[]): ReadonlyMap<string, Uint8Array> {
  return new Map(records.flatMap((each) => (each.kind === 'header' ? [[each.id, each.bytes] as const] : [])));
}

function fieldPlace(place: SealedEventPlace, group: string, jsonPath: string): FieldPlace {
  const { source, eventName, eventId, vendor } = place;
  const at = { tenant: 'shop', recipientGroup: group, source, eventName, eventId, jsonPath };
  return vendor === null ? at : { ...at, destination: vendor };
}

const VALUES: readonly Json[] = ['', 'ana@example.com', 'ü'.repeat(300), 0, -1.5, 2 ** 53, true, false];
const WRONG: readonly Partial<FieldPlace>[] = [
  { source: 'app' },
  { eventName: 'other' },
  { eventId: 'e99' },
  { jsonPath: 'properties.g' },
  { tenant: 'shop2' },
  { recipientGroup: 'analysts' },
  { destination: 'posthog' },
];

function openWith(
  groups: readonly KeyPair[],
  subjects: readonly KeyPair[],
  sealed: SealedText | null,
  where: FieldPlace,
): Opened | OpenRefused {
  const headers = headersOf(sealed?.records ?? []);
  const find = (pairs: readonly KeyPair[], kid: string): KeyObject | null =>
    pairs.find((each) => each.kid === kid)?.privateKey ?? null;
  const opener = createOpener({
    privateKey: (kid) => find(groups, kid),
    subjectKey: (kid) => find(subjects, kid),
    header: (id) => headers.get(id) ?? null,
  });
  return opener.open(sealed?.text ?? '', where);
}

function keyOf(records: readonly SealRecord[]): string | undefined {
  return records.flatMap((each) => (each.kind === 'subject-key' ? [each.publicKey] : []))[0];
}

describe('a field sealer', () => {
  it.each(
    GROUPS.flatMap((group) =>
      [false, true].flatMap((subject) =>
        [null, 'mixpanel', 'segment'].map((vendor) => ({ group, subject, vendor })),
      ),
    ),
  )('seals what the right keys open at the right place, and nothing else does: %o', ({ vendor, ...rule }) => {
    const { groups, subjects, sealer } = setUp({ pool: 5 });
    const own = Object.values(groups).filter(({ kid }) => kid === groups[rule.group]?.kid);
    const others = [makeKeys(), ...Object.values(groups).filter((each) => !own.includes(each))];
    for (const [at, value] of VALUES.entries()) {
      const place = { ...PLACE, vendor, eventId: `e${at}`, subject: `s${at % 5}` };
      const path = `properties.f${at}`;
      const sealed = sealer.begin(place)(rule, path, value);
      const where = fieldPlace(place, rule.group, path);
      expect(openWith(own, subjects, sealed, where)).toEqual({ kind: 'opened', value });
      expect(openWith(others, subjects, sealed, where)).toMatchObject({ reason: 'unknown-key' });
      const withoutSubject = openWith(own, [makeKeys()], sealed, where);
      expect(withoutSubject).toMatchObject(rule.subject ? { reason: 'unknown-subject' } : { value });
      const places = WRONG.map((wrong) => openWith(own, subjects, sealed, { ...where, ...wrong }));
      expect(places.map(({ kind }) => kind)).toEqual(WRONG.map(() => 'refused'));
    }
  });

  it('gives two vendors, and two environments of one, no header in common', () => {
    const { sealer } = setUp();
    const headerFor = (change: Partial<SealedEventPlace>): string =>
      [...headersOf(sealer.begin({ ...PLACE, ...change })(SUPPORT, 'a', 'x')?.records ?? []).keys()].join();
    const ids = [
      headerFor({}),
      headerFor({ vendor: 'mixpanel' }),
      headerFor({ vendor: 'segment' }),
      headerFor({ vendor: 'segment', environment: 'staging' }),
    ];
    expect(new Set(ids).size).toBe(4);
    expect(headerFor({ vendor: 'segment' })).toBe(ids[2]);
  });

  it('goes on in the next epoch when one is full or over, within an event too', () => {
    const { sealer, at } = setUp({ events: 2 });
    const headers = new Set<string>();
    for (let event = 0; event < 5; event += 1) {
      const sealed = sealer.begin({ ...PLACE, eventId: `e${event}` })(SUPPORT, 'a', 'x');
      for (const id of headersOf(sealed?.records ?? []).keys()) headers.add(id);
    }
    expect(headers.size).toBe(3);
    const seal = sealer.begin(PLACE);
    const first = seal(SUPPORT, 'a', 'x');
    at.time += 1001;
    const second = seal(SUPPORT, 'b', 'x');
    expect(second).not.toBe(null);
    expect(headersOf(second?.records ?? [])).not.toEqual(headersOf(first?.records ?? []));
  });

  it('refuses, and counts, what cannot be sealed', () => {
    const { sealer, refusals, at } = setUp({ pool: 0 });
    const seal = sealer.begin(PLACE);
    expect(seal({ group: 'nobody', subject: false }, 'a', 'x')).toBe(null);
    expect(seal(SUPPORT, 'a', 'x'.repeat(65_536))).toBe(null);
    expect(seal(SUPPORT, 'a', 'x'.repeat(65_535))).not.toBe(null);
    expect(seal({ group: 'support', subject: true }, 'a', 'x')).toBe(null);
    expect(
      sealer.begin({ ...PLACE, subject: NO_SUBJECT })({ group: 'support', subject: true }, 'a', 'x'),
    ).toBe(null);
    at.time = START + 1e9;
    expect(sealer.begin(PLACE)(SUPPORT, 'a', 'x')).toBe(null);
    expect(refusals).toEqual([
      'nobody unknown-group',
      'support value-too-long',
      'support no-subject-keys',
      'support no-subject',
      'support key-out-of-time',
    ]);
  });

  it('says what a plan cannot be sealed by', () => {
    const { sealer } = setUp();
    expect(sealer.faultOf(SUPPORT)).toBe(null);
    expect(sealer.faultOf({ group: 'nobody', subject: false })).toBe('unknown-recipient-group');
  });
});

const SUPPORT: SealRule = { group: 'support', subject: false };
const BOTH: SealRule = { group: 'support', subject: true };

describe('keys of subjects', () => {
  it('come along as a record until they are durable, and stay the same', () => {
    const { sealer, subjects, keep, at } = setUp({ pool: 2 });
    const seal = (subject: string): readonly SealRecord[] =>
      sealer.begin({ ...PLACE, subject })(BOTH, 'a', 'x')?.records ?? [];
    expect(keyOf(seal('s1'))).toBe(subjects[0]?.publicKey);
    expect(keyOf(seal('s1'))).toBe(subjects[0]?.publicKey);
    const records = seal('s2');
    expect(keyOf(records)).toBe(subjects[1]?.publicKey);
    keep(records);
    expect(seal('s2').some(({ kind }) => kind === 'subject-key')).toBe(false);
    at.time += 5000;
    expect(keyOf(seal('s1'))).toBe(subjects[0]?.publicKey);
    expect(seal('s3')).toEqual([]);
  });

  it('are not given twice when sessions fall out of the memory before they are stored', () => {
    const { sealer } = setUp({ pool: 3, sessionsMax: 1 });
    const first = keyOf(sealer.begin({ ...PLACE, subject: 's1' })(BOTH, 'a', 'x')?.records ?? []);
    sealer.begin({ ...PLACE, subject: 's2' })(BOTH, 'a', 'x');
    expect(keyOf(sealer.begin({ ...PLACE, subject: 's1' })(BOTH, 'a', 'x')?.records ?? [])).toBe(first);
  });

  it('are others once the subject is forgotten, also while the store still has the old one', async () => {
    const { sealer, keys, subjects, keep } = setUp({ pool: 2 });
    const seal = (): readonly SealRecord[] => sealer.begin(PLACE)(BOTH, 'a', 'x')?.records ?? [];
    keep(seal());
    const forgetting = keys.forget(PLACE.subject);
    expect(keyOf(seal())).toBe(subjects[1]?.publicKey);
    await forgetting;
  });

  it('come from a pool that may grow, and end at a line that is no key', () => {
    const { sealer, poolFile, refusals } = setUp({ pool: 1 });
    const seals = (subject: string): boolean => sealer.begin({ ...PLACE, subject })(BOTH, 'a', 'x') !== null;
    expect(seals('s1')).toBe(true);
    appendFileSync(poolFile, makeKeys().publicKey);
    expect(seals('s2')).toBe(false);
    appendFileSync(poolFile, '\n');
    expect(seals('s2')).toBe(true);
    appendFileSync(poolFile, `${'!'.repeat(43)}\n${makeKeys().publicKey}\n`);
    expect(seals('s3')).toBe(false);
    expect(refusals).toEqual(['support no-subject-keys', 'support no-subject-keys']);
  });

  it('of small order are refused', () => {
    const { sealer, poolFile, refusals } = setUp({ pool: 0 });
    appendFileSync(poolFile, `${Buffer.alloc(32).toString('base64url')}\n`);
    expect(sealer.begin(PLACE)(BOTH, 'a', 'x')).toBe(null);
    expect(refusals).toEqual(['support bad-subject-key']);
  });
});

describe('a pool of keys', () => {
  it('counts what is left, and that of a missing file as none', () => {
    const file = join(directory, 'pool.txt');
    expect(openSubjectPool(file, 0).left()).toBe(0);
    writeFileSync(
      file,
      [makeKeys(), makeKeys(), makeKeys()].map(({ publicKey }) => `${publicKey}\n`).join(''),
    );
    const pool = openSubjectPool(file, 1);
    expect(pool.left()).toBe(2);
    pool.take();
    expect([pool.left(), pool.used()]).toEqual([1, 2]);
    expect(openSubjectPool(file, 9).left()).toBe(0);
  });
});
