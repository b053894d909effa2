/** What the SDK seals, opened by the gateway's own opener. */
import { createOpener, kidOf, rawPublicKey } from '@headgate/seal/envelope';
import type { FieldPlace } from '@headgate/seal/envelope';
import { createSealer } from '@headgate/sdk/seal';
import type { SealableValue } from '@headgate/sdk/seal';
import * as fc from 'fast-check';
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';

const { privateKey, publicKey } = generateKeyPairSync('x25519');
const raw = new Uint8Array(rawPublicKey(publicKey));
const OPTIONS = { publicKey: raw, tenant: 'shop', recipientGroup: 'support', source: 'web' };
const PLACE = { eventName: 'Order Completed', jsonPath: 'note' };
const FULL: FieldPlace = { ...PLACE, eventId: '', tenant: 'shop', recipientGroup: 'support', source: 'web' };
const opener = createOpener({
  privateKey: (kid) => (kid === kidOf(raw) ? privateKey : null),
  header: () => null,
});
const sealer = createSealer(OPTIONS);

describe('a value sealed in the browser', () => {
  it('opens to what it was, whatever it was', async () => {
    const cases: readonly SealableValue[] = [
      '',
      'me@person.example',
      'ä€😀',
      '\ud800',
      0,
      -0,
      1e21,
      0.1,
      true,
      false,
      null,
      [],
      { a: [1, { b: null }] },
      'x'.repeat(65_535),
    ];
    for (const value of cases) {
      expect(opener.open(await sealer.seal(value, PLACE), FULL)).toEqual({ kind: 'opened', value });
    }
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (given) => {
        const value = given as SealableValue;
        const opened = opener.open(await sealer.seal(value, PLACE), FULL);
        expect(opened.kind === 'opened' && JSON.stringify(opened.value)).toBe(JSON.stringify(value));
      }),
      { numRuns: 50 },
    );
  });

  it('tells its length to a factor of two, and nothing twice', async () => {
    const sizes = await Promise.all(
      ['', 'x'.repeat(13), 'x'.repeat(14), 'x'.repeat(29), 'x'.repeat(30)].map((value) =>
        sealer.seal(value, PLACE).then((text) => text.length),
      ),
    );
    expect(new Set(sizes.slice(0, 2)).size + new Set(sizes.slice(2, 4)).size).toBe(2);
    expect(new Set(sizes).size).toBe(3);
    const [one, other] = await Promise.all([sealer.seal('a', PLACE), sealer.seal('a', PLACE)]);
    expect(one).not.toBe(other);
  });

  it.each<[string, Partial<FieldPlace>]>([
    ['another field', { jsonPath: 'comment' }],
    ['another event', { eventName: 'Order Cancelled' }],
    ['another id', { eventId: '7' }],
    ['another source', { source: 'api' }],
    ['one destination', { destination: 'vendor' }],
  ])('does not open for %s', async (_, change) => {
    const text = await sealer.seal('a', PLACE);
    expect(opener.open(text, { ...FULL, ...change })).toEqual({
      kind: 'refused',
      reason: 'moved-or-altered',
    });
  });

  it.each<[string, Partial<FieldPlace>]>([
    ['another tenant', { tenant: 'other' }],
    ['another group', { recipientGroup: 'other' }],
  ])('does not even have a key for %s', async (_, change) => {
    const text = await sealer.seal('a', PLACE);
    expect(opener.open(text, { ...FULL, ...change })).toEqual({
      kind: 'refused',
      reason: 'wrong-commitment',
    });
  });

  it('is bound to an id where one is given', async () => {
    const text = await sealer.seal('a', { ...PLACE, eventId: 'order-7' });
    expect(opener.open(text, { ...FULL, eventId: 'order-7' })).toMatchObject({ kind: 'opened' });
    expect(opener.open(text, FULL)).toMatchObject({ kind: 'refused' });
  });

  it('does not open once a bit of it is another', async () => {
    const text = await sealer.seal('a', PLACE);
    const bytes = Buffer.from(text.slice('hg1h.'.length), 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const altered = Buffer.from(bytes);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(opener.open(`hg1h.${altered.toString('base64url')}`, FULL).kind).toBe('refused');
    }
  });

  it('is none where it cannot be sealed', async () => {
    await expect(sealer.seal('x'.repeat(65_536), PLACE)).rejects.toThrow('65535 bytes');
    await expect(sealer.seal(Number.NaN, PLACE)).rejects.toThrow('finite');
    await expect(sealer.seal('a', { ...PLACE, jsonPath: '\ud800' })).rejects.toThrow('well-formed');
    await expect(sealer.seal('a', { ...PLACE, jsonPath: 'x'.repeat(65_536) })).rejects.toThrow('65535 bytes');
  });

  it('is none where the key is none', async () => {
    expect(() => createSealer({ ...OPTIONS, publicKey: raw.slice(1) })).toThrow('32 bytes');
    // A point of small order: every private key would agree on the same secret.
    const weak = createSealer({ ...OPTIONS, publicKey: new Uint8Array(32) });
    await expect(weak.seal('a', PLACE)).rejects.toMatchObject({ name: 'OperationError' });
  });
});
