/**
 * KEKs that are on this machine: of a passphrase, or a secret of 32 bytes that the operating system keeps.
 *
 *   root         = scrypt(NFC passphrase, salt, cost), or the secret
 *   wrapping key = HKDF-SHA256(root, info = context), so that AES-KW, which takes no associated data, is bound to the context
 *   wrapped      = base64url(AES-256-KW(wrapping key, 32 bytes))
 */
import { createSecretKey, hkdfSync, randomBytes, scrypt } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { KeysUnusable } from '../keys-unusable.ts';
import { unwrapKey, wrapKey } from '../../envelope/aes-key-wrap.ts';
import type { Kek, KekSecrets } from './kek.ts';
import type { KekSettings, ScryptCost } from './settings.ts';

type PassphraseSettings = Extract<KekSettings, { provider: 'passphrase' }>;

/**
 * The first of the equal choices of https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#scrypt:
 * 128 MiB, some 0.4 s. scrypt and not Argon2id, because node:crypto has that from 24.7 on only, and not with every OpenSSL.
 */
export const SCRYPT_COST: ScryptCost = { n: 2 ** 17, r: 8, p: 1 };
/** Of a secret that stands alone: NIST SP 800-63B-4 §3.1.1.2. */
export const PASSPHRASE_CHARACTERS_MIN = 15;
export const PASSPHRASE_CHARACTERS_MAX = 1024;
const SALT_BYTES = 16;
const KEY_BYTES = 32;

/** Settings of a new KEK of a passphrase, with a salt of its own. */
export function newPassphraseSettings(): PassphraseSettings {
  return {
    provider: 'passphrase',
    salt: randomBytes(SALT_BYTES).toString('base64url'),
    cost: SCRYPT_COST,
  };
}

export async function openPassphraseKek(
  settings: PassphraseSettings,
  { passphrase }: Pick<KekSecrets, 'passphrase'>,
): Promise<Kek> {
  if (passphrase === null) {
    const mend = 'Set HEADGATE_KEK_PASSPHRASE_FILE or HEADGATE_KEK_PASSPHRASE, or run it at a terminal.';
    throw new KeysUnusable('missing', 'The passphrase of the key ring is not given.', mend);
  }
  const length = passphrase.length;
  if (length < PASSPHRASE_CHARACTERS_MIN || length > PASSPHRASE_CHARACTERS_MAX) {
    const message = `A passphrase has ${PASSPHRASE_CHARACTERS_MIN} to ${PASSPHRASE_CHARACTERS_MAX} characters.`;
    throw new KeysUnusable('refused', message, 'Take five or more words drawn by chance.');
  }
  const salt = Buffer.from(settings.salt, 'base64url');
  return createLocalKek(settings, await stretch(passphrase.normalize('NFC'), salt, settings.cost));
}

export function openSecretKek(
  settings: Extract<KekSettings, { provider: 'secret' }>,
  { secret }: Pick<KekSecrets, 'secret'>,
): Kek {
  if (secret !== null) return createLocalKek(settings, Buffer.from(secret));
  const mend = 'Set HEADGATE_KEK_SECRET_FILE, or HEADGATE_KEK_SECRET, to 32 bytes in base64.';
  throw new KeysUnusable('missing', 'The secret of the key ring is not given.', mend);
}

function createLocalKek(settings: KekSettings, root: Uint8Array): Kek {
  const wrappingKey = (context: string): KeyObject =>
    createSecretKey(new Uint8Array(hkdfSync('sha256', root, Buffer.alloc(0), context, KEY_BYTES)));
  return {
    settings,
    wrap: async (secret, context) => wrapKey(wrappingKey(context), secret).toString('base64url'),
    unwrap: async (wrapped, context) => {
      const secret = unwrapKey(wrappingKey(context), Buffer.from(wrapped, 'base64url'));
      if (secret !== null) return secret;
      const what = settings.provider === 'passphrase' ? 'passphrase' : 'secret';
      const mend = `Give the ${what} that the ring was made with.`;
      throw new KeysUnusable('denied', `The ${what} does not open the keys.`, mend);
    },
  };
}

function stretch(passphrase: string, salt: Uint8Array, { n, r, p }: ScryptCost): Promise<Buffer> {
  // Node refuses what needs 128 · n · r bytes or more of memory unless told so.
  const maxmem = 2 * 128 * n * r;
  return new Promise((resolve, reject) => {
    scrypt(passphrase, salt, KEY_BYTES, { N: n, r, p, maxmem }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}
