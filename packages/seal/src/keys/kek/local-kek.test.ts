import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeKek } from './kek.contract.ts';
import { readKekSecrets } from './kek-secrets.ts';
import {
  PASSPHRASE_CHARACTERS_MAX,
  PASSPHRASE_CHARACTERS_MIN,
  SCRYPT_COST,
  newPassphraseSettings,
  openPassphraseKek,
  openSecretKek,
} from './local-kek.ts';
import type { Kek } from './kek.ts';

const SETTINGS = {
  provider: 'passphrase',
  salt: 'AAAAAAAAAAAAAAAAAAAAAA',
  cost: { n: 2 ** 14, r: 8, p: 1 },
} as const;

function passphrase(text: string): Promise<Kek> {
  return openPassphraseKek(SETTINGS, { passphrase: text });
}

describe('a KEK of a passphrase', () => {
  describeKek(async () => ({
    kek: await passphrase('correct horse battery'),
    other: await passphrase('correct horse buttery'),
  }));

  it(`takes ${PASSPHRASE_CHARACTERS_MIN} to ${PASSPHRASE_CHARACTERS_MAX} characters`, async () => {
    await expect(passphrase('x'.repeat(PASSPHRASE_CHARACTERS_MIN - 1))).rejects.toThrow('characters');
    await expect(passphrase('x'.repeat(PASSPHRASE_CHARACTERS_MAX + 1))).rejects.toThrow('characters');
    await passphrase('x'.repeat(PASSPHRASE_CHARACTERS_MIN));
    await passphrase('x'.repeat(PASSPHRASE_CHARACTERS_MAX));
  });

  it('is the same however an accent was typed', async () => {
    const [composed, decomposed] = [
      await passphrase('un caf\u00e9 bien serr\u00e9'),
      await passphrase('un cafe\u0301 bien serre\u0301'),
    ];
    const secret = Buffer.alloc(32, 5);
    expect(await decomposed.unwrap(await composed.wrap(secret, 'c'), 'c')).toEqual(secret);
  });

  it('has a salt of its own and a cost of 128 MiB where it is new', async () => {
    const [one, two] = [newPassphraseSettings(), newPassphraseSettings()];
    expect(one.salt).not.toBe(two.salt);
    expect(128 * SCRYPT_COST.n * SCRYPT_COST.r).toBe(128 * 2 ** 20);
    const kek = await openPassphraseKek(one, { passphrase: 'correct horse battery' });
    const secret = Buffer.alloc(32, 5);
    expect(await kek.unwrap(await kek.wrap(secret, 'c'), 'c')).toEqual(secret);
  });
});

describe('a KEK of a secret', () => {
  describeKek(async () => ({
    kek: openSecretKek({ provider: 'secret' }, { secret: Buffer.alloc(32, 1) }),
    other: openSecretKek({ provider: 'secret' }, { secret: Buffer.alloc(32, 2) }),
  }));
});

describe('secrets of the environment', () => {
  const bytes = Buffer.alloc(32, 0xfb);

  it.each([
    ['base64', bytes.toString('base64')],
    ['base64url', bytes.toString('base64url')],
    ['32 bytes', 'x'.repeat(32)],
  ])('are taken in %s', (form, text) => {
    const { secret } = readKekSecrets({ HEADGATE_KEK_SECRET: text });
    expect(secret).toEqual(form === '32 bytes' ? Buffer.from(text) : bytes);
  });

  it.each(['x'.repeat(31), 'x'.repeat(33), `${bytes.toString('base64')}AAAA`, '!'.repeat(43)])(
    'are refused in any other form, and not quoted: %s',
    (text) => {
      expect(() => readKekSecrets({ HEADGATE_KEK_SECRET: text })).toThrow(
        /^HEADGATE_KEK_SECRET is not 32 bytes/,
      );
    },
  );

  it('may stand in files, as bytes or text; a passphrase loses the line break at its end', () => {
    const directory = mkdtempSync(join(tmpdir(), 'headgate-secrets-'));
    const path = join(directory, 'secret');
    writeFileSync(path, bytes);
    expect(readKekSecrets({ HEADGATE_KEK_SECRET_FILE: path }).secret).toEqual(bytes);
    writeFileSync(path, 'correct horse battery \n');
    const variables = { HEADGATE_BACKUP_PASSPHRASE_FILE: path, BAO_TOKEN: '', VAULT_TOKEN: 't' };
    expect(readKekSecrets(variables, 'HEADGATE_BACKUP_PASSPHRASE')).toEqual({
      passphrase: 'correct horse battery ',
      secret: null,
      token: 't',
      namespace: null,
    });
    rmSync(directory, { recursive: true });
    expect(() => readKekSecrets({ HEADGATE_KEK_SECRET_FILE: path })).toThrow('cannot be read');
  });
});
