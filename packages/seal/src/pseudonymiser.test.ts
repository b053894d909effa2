import { createSecretKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { KeyRing } from './key-file.ts';
import { createPseudonymiser } from './pseudonymiser.ts';
import type { DayKeyOf, Pseudonymiser } from './pseudonymiser.ts';

interface Vectors {
  readonly root: string;
  readonly tokens: readonly { vendor: string; domain: string; epoch: number; value: string; token: string }[];
  readonly dayKey: string;
  readonly passing: readonly {
    vendor: string;
    domain: string;
    epoch: number;
    day: number;
    session: string | null;
    value: string;
    token: string;
  }[];
  readonly messages: readonly { vendors: string[]; epoch: number; id: string; tokens: string[] }[];
  readonly subject: { identity: string; index: string };
}
const vectors = JSON.parse(
  readFileSync(new URL('../../../fixtures/seal/pseudonyms.json', import.meta.url), 'utf8'),
) as Vectors;

type Spelling = 'exact' | 'lower';

function bind(keys: KeyRing, dayKeyOf: DayKeyOf = () => null): Pseudonymiser<Spelling> {
  const normaliserOf = (name: Spelling) => (value: string) =>
    name === 'lower' ? value.toLowerCase() : value;
  return createPseudonymiser({ keys, dayKeyOf, normaliserOf });
}

function keyRing(epoch: number): KeyRing {
  return { root: createSecretKey(Buffer.from(vectors.root, 'base64')), epochOf: () => epoch };
}

describe('pseudonyms', () => {
  it.each(vectors.tokens)('match an independent computation: $vendor $domain $epoch', (vector) => {
    const token = bind(keyRing(vector.epoch)).token(vector.vendor, vector.domain, 'exact');
    expect(token(vector.value)).toBe(vector.token);
  });

  it('index a subject under a key of its own', () => {
    const { subject } = bind(keyRing(0));
    expect(subject(vectors.subject.identity)).toBe(vectors.subject.index);
  });

  it.each(vectors.messages)('of messages match an independent computation: $vendors', (vector) => {
    const messages = bind(keyRing(vector.epoch)).messages(vector.vendors);
    expect(messages(vector.id)).toEqual(vector.tokens);
  });

  it('of messages differ between vendors, and all change when one vendor has a new epoch', () => {
    const vendors = ['a', 'b', 'c', 'd'];
    const before = bind(keyRing(0)).messages(vendors)('m-1');
    const after = bind({ ...keyRing(0), epochOf: (vendor) => (vendor === 'b' ? 1 : 0) });
    expect(new Set([...before, ...after.messages(vendors)('m-1').slice(0, 3)]).size).toBe(7);
  });

  it('are one for all spellings that the normaliser brings together', () => {
    const token = bind(keyRing(0)).token('mixpanel', 'email', 'lower');
    expect(token('ANA@shop.example')).toBe(token('ana@shop.example'));
  });
});

describe('pseudonyms that pass', () => {
  const key = Buffer.from(vectors.dayKey, 'base64');

  it.each(vectors.passing)('match an independent computation: $vendor $domain $day $session', (vector) => {
    const token = bind(keyRing(vector.epoch), () => key).passing(vector.vendor, vector.domain, 'exact');
    expect(token(vector.value, vector.day, vector.session)).toBe(vector.token);
  });

  it('are none where the key of the day is not kept, and none any more once it is gone', () => {
    const keys = new Map([[1, key]]);
    const token = bind(keyRing(0), (day) => keys.get(day) ?? null).passing('mixpanel', 'user', 'exact');
    expect(token('u-1', 2, null)).toBeNull();
    const first = token('u-1', 1, null);
    expect(first).toMatch(/^p1B/);
    keys.delete(1);
    expect(token('u-1', 1, null)).toBeNull();
    keys.set(1, Buffer.alloc(32, 9));
    expect(token('u-1', 1, null)).not.toBe(first);
  });

  it('differ from day to day, from session to session, and from vendor to vendor', () => {
    const keys = new Map([1, 2].map((day): [number, Buffer] => [day, Buffer.alloc(32, day)]));
    const pseudonymiser = bind(keyRing(0), (day) => keys.get(day) ?? null);
    const tokens = ['mixpanel', 'amplitude'].flatMap((vendor) => {
      const token = pseudonymiser.passing(vendor, 'user', 'exact');
      return [1, 2].flatMap((day) => [null, 's-1', 's-2'].map((session) => token('u-1', day, session)));
    });
    expect(new Set(tokens).size).toBe(12);
  });
});
