import { createSecretKey } from 'node:crypto';
import { expect, it } from 'vitest';
import { unwrapKey, wrapKey } from './aes-key-wrap.ts';

it('computes the vector of RFC 3394 §4.6', () => {
  const bytes = Buffer.from('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 'hex');
  const key = Buffer.from('00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f', 'hex');
  const wrapped = '28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21';
  const kek = createSecretKey(bytes);
  expect(wrapKey(kek, key).toString('hex')).toBe(wrapped);
  expect(unwrapKey(kek, Buffer.from(wrapped, 'hex'))).toEqual(key);
});
