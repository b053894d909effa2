/**
 * The Wycheproof vectors (https://github.com/C2SP/wycheproof, testvectors_v1, Apache-2.0) for each primitive that sealing stands on.
 * fixtures/wycheproof has up to two of each kind of case and always runs; all of them run where they are at hand, which
 * HEADGATE_VECTORS may say. Names of tests say how many cases they hold.
 */
import { createSecretKey, hkdfSync } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { decryptGcm, encryptGcm } from './aes-gcm.ts';
import { unwrapKey, wrapKey } from './aes-key-wrap.ts';
import { expand, extract } from './hkdf.ts';
import { agree, toPrivateKey } from './x25519.ts';

type Group = Readonly<Record<string, unknown>>;
type Case = Readonly<Record<string, string>> & { readonly tcId: number; readonly size: number };

interface Suite {
  readonly file: string;
  /** Cases of other sizes are other algorithms than ours. */
  readonly isOurs: (group: Group) => boolean;
  /** At least so many cases in the whole file and in the excerpt. */
  readonly casesMin: readonly [whole: number, excerpt: number];
  readonly check: (test: Case, group: Group) => void;
}

function bytes(hex: string | undefined): Buffer {
  if (hex === undefined) throw new Error('The vector lacks a field.');
  return Buffer.from(hex, 'hex');
}

const SUITES: readonly Suite[] = [
  {
    file: 'aes_gcm_test.json',
    isOurs: ({ ivSize, keySize, tagSize }) => ivSize === 96 && keySize === 256 && tagSize === 128,
    casesMin: [60, 6],
    check: (test) => {
      const message = {
        key: createSecretKey(bytes(test['key'])),
        nonce: bytes(test['iv']),
        aad: bytes(test['aad']),
      };
      const sealed = Buffer.concat([bytes(test['ct']), bytes(test['tag'])]);
      const isValid = test['result'] === 'valid';
      expect(decryptGcm(message, sealed)?.toString('hex')).toBe(isValid ? test['msg'] : undefined);
      expect(encryptGcm(message, bytes(test['msg'])).equals(sealed)).toBe(isValid);
    },
  },
  {
    file: 'hkdf_sha256_test.json',
    isOurs: () => true,
    casesMin: [80, 10],
    check: (test) => {
      const [ikm, salt, info] = [bytes(test['ikm']), bytes(test['salt']), bytes(test['info'])];
      const ours = (): string => expand(extract(salt, ikm), info, test.size).toString('hex');
      const nodes = (): string => Buffer.from(hkdfSync('sha256', ikm, salt, info, test.size)).toString('hex');
      for (const derive of [ours, nodes]) {
        if (test['result'] === 'valid') expect(derive()).toBe(test['okm']);
        else expect(derive).toThrow(RangeError);
      }
    },
  },
  {
    file: 'hmac_sha256_test.json',
    isOurs: () => true,
    casesMin: [170, 4],
    check: (test, { tagSize }) => {
      const tag = extract(bytes(test['key']), bytes(test['msg'])).toString('hex', 0, Number(tagSize) / 8);
      expect(tag === test['tag']).toBe(test['result'] === 'valid');
    },
  },
  {
    file: 'x25519_test.json',
    isOurs: () => true,
    casesMin: [500, 40],
    check: (test) => {
      const shared = agree(toPrivateKey(bytes(test['private'])), bytes(test['public']));
      // "Acceptable" are weak keys: we take those that agree on something, as RFC 9180 asks.
      const isZero = /^0+$/.test(test['shared'] ?? '');
      expect(shared?.toString('hex')).toBe(isZero ? undefined : test['shared']);
    },
  },
  {
    file: 'aes_wrap_test.json',
    isOurs: ({ keySize }) => keySize === 256,
    casesMin: [60, 10],
    check: (test) => {
      const kek = createSecretKey(bytes(test['key']));
      const [key, wrapped] = [bytes(test['msg']), bytes(test['ct'])];
      // "Acceptable" are keys of 8 bytes, which RFC 3394 does not know: refused.
      const isValid = test['result'] === 'valid';
      expect(unwrapKey(kek, wrapped)?.toString('hex')).toBe(isValid ? test['msg'] : undefined);
      if (isValid) expect(wrapKey(kek, key).equals(wrapped)).toBe(true);
    },
  },
];

function casesOf(folder: string, suite: Suite): readonly (readonly [Case, Group])[] {
  const file = JSON.parse(readFileSync(`${folder}/${suite.file}`, 'utf8')) as {
    testGroups: readonly (Group & { tests: readonly Case[] })[];
  };
  return file.testGroups
    .filter(suite.isOurs)
    .flatMap((group) => group.tests.map((test) => [test, group] as const));
}

function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

const vectors = process.env['HEADGATE_VECTORS'] ?? here('../../../../../shared/data/vectors');
const folders: readonly (readonly [string, string])[] = [
  ['the excerpt', here('../../../../fixtures/wycheproof')],
  ['all', `${vectors}/wycheproof`],
];

describe.each(folders.filter(([, folder]) => existsSync(folder)))('Wycheproof, %s', (name, folder) => {
  for (const suite of SUITES) {
    const cases = casesOf(folder, suite);
    it(`${suite.file}: ${cases.length} cases`, () => {
      for (const [test, group] of cases) suite.check(test, group);
      expect(cases.length).toBeGreaterThanOrEqual(suite.casesMin[name === 'all' ? 0 : 1]);
    });
  }
});
