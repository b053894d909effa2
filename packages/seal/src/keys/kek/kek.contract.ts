/** What every KEK does, whoever keeps it. */
import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { contextOf } from './kek.ts';
import type { Kek } from './kek.ts';

/** One KEK, and another of the same provider that must not open what the first wrapped. */
export interface KekPair {
  readonly kek: Kek;
  readonly other: Kek;
}

export function describeKek(open: () => Promise<KekPair>): void {
  const context = contextOf('shop', 'analysts', '0011223344556677');

  it('gives back what it wrapped, as text that fits into the ring file', async () => {
    const { kek } = await open();
    const secret = randomBytes(32);
    const wrapped = await kek.wrap(secret, context);
    expect(wrapped).toMatch(/^[\x20-\x7e]{40,8192}$/);
    for (const form of ['hex', 'base64', 'base64url'] as const)
      expect(wrapped).not.toContain(secret.toString(form));
    expect((await kek.unwrap(wrapped, context)).equals(secret)).toBe(true);
  });

  it('refuses another context: no private half passes for that of another key, group or tenant', async () => {
    const { kek } = await open();
    const wrapped = await kek.wrap(randomBytes(32), context);
    const contexts = [
      contextOf('shop', 'analysts', '0011223344556678'),
      contextOf('shop', 'steward', '0011223344556677'),
      contextOf('bank', 'analysts', '0011223344556677'),
    ];
    for (const each of contexts) {
      await expect(kek.unwrap(wrapped, each)).rejects.toMatchObject({
        name: 'KeysUnusable',
        fault: 'denied',
      });
    }
  });

  it('refuses what another KEK wrapped', async () => {
    const { kek, other } = await open();
    const wrapped = await other.wrap(randomBytes(32), context);
    await expect(kek.unwrap(wrapped, context)).rejects.toMatchObject({ fault: 'denied' });
  });

  it('refuses a text that was changed, cut or emptied, without quoting it', async () => {
    const { kek } = await open();
    const wrapped = await kek.wrap(randomBytes(32), context);
    const middle = Math.floor(wrapped.length * 0.8);
    const changed = wrapped[middle] === 'A' ? 'B' : 'A';
    const texts = [
      wrapped.slice(0, middle) + changed + wrapped.slice(middle + 1),
      wrapped.slice(0, middle),
      '',
    ];
    for (const text of texts) {
      const error: unknown = await kek.unwrap(text, context).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ name: 'KeysUnusable', fault: 'denied' });
      const told = `${(error as Error).message} ${(error as { mend?: string }).mend ?? ''}`;
      expect(told).not.toContain(wrapped.slice(8, 24));
    }
  });
}
