import { createSecretKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { KeyRing } from './key-file.ts';
import { createPseudonymiser } from './pseudonymiser.ts';

interface Vectors {
  readonly root: string;
  readonly tokens: readonly { vendor: string; domain: string; epoch: number; value: string; token: string }[];
  readonly messages: readonly { vendors: string[]; epoch: number; id: string; tokens: string[] }[];
  readonly subject: { identity: string; index: string };
}
const vectors = JSON.parse(
  readFileSync(new URL('../../../fixtures/seal/pseudonyms.json', import.meta.url), 'utf8'),
) as Vectors;

function keyRing(epoch: number): KeyRing {
  return { root: createSecretKey(Buffer.from(vectors.root, 'base64')), epochOf: () => epoch };
}

describe('pseudonyms', () => {
  it.each(vectors.tokens)('match an independent computation: $vendor $domain $epoch', (vector) => {
    const token = createPseudonymiser(keyRing(vector.epoch)).token(vector.vendor, vector.domain, 'exact');
    expect(token(vector.value)).toBe(vector.token);
  });

  it('index a subject under a key of its own', () => {
    const { subject } = createPseudonymiser(keyRing(0));
    expect(subject(vectors.subject.identity)).toBe(vectors.subject.index);
  });

  it.each(vectors.messages)('of messages match an independent computation: $vendors', (vector) => {
    const messages = createPseudonymiser(keyRing(vector.epoch)).messages(vector.vendors);
    expect(messages(vector.id)).toEqual(vector.tokens);
  });

  it('of messages differ between vendors, and all change when one vendor has a new epoch', () => {
    const vendors = ['a', 'b', 'c', 'd'];
    const before = createPseudonymiser(keyRing(0)).messages(vendors)('m-1');
    const after = createPseudonymiser({ ...keyRing(0), epochOf: (vendor) => (vendor === 'b' ? 1 : 0) });
    expect(new Set([...before, ...after.messages(vendors)('m-1').slice(0, 3)]).size).toBe(7);
  });

  it('are one for all spellings that the normaliser brings together', () => {
    const pseudonymiser = createPseudonymiser(keyRing(0));
    const email = pseudonymiser.token('mixpanel', 'email', 'email');
    expect(email('  Ana@Shop.Example ')).toBe(email('ana@shop.example'));
    const phone = pseudonymiser.token('mixpanel', 'phone', 'phone');
    expect(phone('+44 20 7946 0018')).toBe(phone('00442079460018'));
    const uuid = pseudonymiser.token('mixpanel', 'device', 'uuid');
    expect(uuid('{0F8FAD5B-D9CB-469F-A165-70867728950E}')).toBe(uuid('0f8fad5b-d9cb-469f-a165-70867728950e'));
  });
});
