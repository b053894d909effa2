import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createHasher, sessionHasher } from './hasher.ts';

const KEY = Uint8Array.from({ length: 32 }, (_, at) => at);

describe('a hash', () => {
  it('is the first half of HMAC-SHA-256 over length, domain and value', async () => {
    const { hash } = await createHasher(KEY);
    const bytes = Buffer.concat([Buffer.from([0, 0, 0, 5]), Buffer.from('emailperson@shop.example')]);
    const expected = createHmac('sha256', KEY).update(bytes).digest().subarray(0, 16).toString('base64url');
    expect(await hash('email', 'person@shop.example')).toBe(expected);
  });

  it('differs by domain, also where domain and value read the same together', async () => {
    const { hash } = await createHasher(KEY);
    const hashes = await Promise.all([hash('ab', 'c'), hash('a', 'bc'), hash('', 'abc'), hash('abc', '')]);
    expect(new Set(hashes).size).toBe(4);
  });

  it('is the same however an accent is written', async () => {
    const { hash } = await createHasher(KEY);
    expect(await hash('name', 'é')).toBe(await hash('name', 'e\u0301'));
  });

  it('joins nothing over two sessions, and everything within one', async () => {
    const [one, other] = await Promise.all([sessionHasher(), sessionHasher()]);
    expect(await one.hash('email', 'a')).toBe(await one.hash('email', 'a'));
    expect(await one.hash('email', 'a')).not.toBe(await other.hash('email', 'a'));
  });

  it('needs a key of 32 bytes', async () => {
    await expect(createHasher(KEY.slice(1))).rejects.toThrow('32 bytes');
    await expect(createHasher(KEY)).resolves.toBeDefined();
  });
});
