import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { PlanDocument } from '../diff/change.ts';
import { writtenEvent, writtenPlan } from '../written.ts';
import { canonicalJson } from './canonical-json.ts';
import { digestPlan } from './digest-plan.ts';
import { merkleRoot } from './merkle.ts';
import { NO_REVIEWERS } from './reviewers.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('canonical JSON', () => {
  it('is that of RFC 8785 §3.2.3', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      1: 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    const values = [...canonicalJson(value).matchAll(/:"([^"]+)"/g)].map(([, text]) => text);
    expect(values).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  it('writes numbers as RFC 8785 §3.2.2.3 does', () => {
    expect(
      canonicalJson([Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001]),
    ).toBe('[333333333.3333333,1e+30,4.5,0.002,1e-27]');
    expect(() => canonicalJson(Number.NaN)).toThrow(/NaN/);
  });
});

/** Leaves and roots of the tests of certificate transparency's reference implementation, which RFC 6962 describes. */
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

describe('the root of a Merkle tree', () => {
  it.each(ROOTS.map((root, at) => [at + 1, root] as const))('is that of %i leaves', (count, root) => {
    const leaves = LEAVES.slice(0, count).map((leaf) => Buffer.from(leaf, 'hex'));
    expect(hex(merkleRoot(leaves, sha256))).toBe(root);
  });

  it('is the hash of nothing without leaves', () => {
    expect(hex(merkleRoot([], sha256))).toBe(hex(sha256(new Uint8Array())));
  });
});

const plan = writtenPlan.parse({
  apiVersion: 'headgate/v1',
  kind: 'plan',
  id: 'shop',
  purposes: { 'essential.service.security': { basis: 'Legitimate interests' } },
  vendors: { partner: { kind: 'webhook', max_tier: 2 } },
});
const event = (id: string, description = 'It happened.'): PlanDocument['events'][number] =>
  writtenEvent.parse({
    apiVersion: 'headgate/v1',
    kind: 'event',
    id,
    version: '1.0.0',
    wire: { call: 'track', name: id },
    description,
    expires: 'never',
    sources: ['web'],
    subjects: ['customer'],
    purposes: ['essential.service.security'],
    vendors: { partner: '*' },
    schema: { type: 'object', properties: {} },
  });
const digests = (document: PlanDocument): ReturnType<typeof digestPlan> =>
  digestPlan(document, NO_REVIEWERS, sha256);

describe('the digests of a plan', () => {
  it('do not depend on the order of events and keys', () => {
    const one = digests({ plan, events: [event('a'), event('b')] });
    const { description, ...rest } = event('a');
    expect(digests({ plan, events: [event('b'), { description, ...rest }] })).toEqual(one);
  });

  it('change with one word, for that event and the root alone', () => {
    const one = digests({ plan, events: [event('a'), event('b')] });
    const other = digests({ plan, events: [event('a', 'It happened twice.'), event('b')] });
    expect(other.root).not.toBe(one.root);
    expect(other.events['a']).not.toBe(one.events['a']);
    expect(other.events['b']).toBe(one.events['b']);
    expect(other.plan).toBe(one.plan);
  });

  it('change with who may review', () => {
    const reviewers = { ...NO_REVIEWERS, min: { privacy: 2 } };
    const document = { plan, events: [] };
    expect(digestPlan(document, reviewers, sha256).root).not.toBe(digests(document).root);
  });
});
