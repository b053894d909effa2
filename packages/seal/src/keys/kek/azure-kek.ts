/**
 * Azure Key Vault. It wraps with an RSA key and takes no associated data there, so it wraps a key of one use, and that seals
 * the 32 bytes with the context:
 *
 *   wrapped = JSON [key URL with version, base64url(RSA-OAEP-256(k)), base64url(AES-256-GCM(k, 0^96, 32 bytes, aad = context))]
 *
 * The nonce is zero because k, 32 random bytes, is used once. The version stands in it, so that older keys open after
 * the vault has rotated its own.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { hasClass, otherVersion, sdkFailure } from './load-sdk.ts';
import type { LoadSdk } from './load-sdk.ts';
import { KeysUnusable } from '../keys-unusable.ts';
import { listOf, parseJson, textOf } from '../read-json.ts';
import { WRAPPED_BYTES } from './kek.ts';
import type { Kek } from './kek.ts';
import type { KekSettings } from './settings.ts';

type AzureSettings = Extract<KekSettings, { provider: 'azure' }>;

const KEYS_PACKAGE = '@azure/keyvault-keys';
const IDENTITY_PACKAGE = '@azure/identity';
const SERVICE = 'Azure Key Vault';
const WRAP_ALGORITHM = 'RSA-OAEP-256';
const CIPHER = 'aes-256-gcm';
const NONCE = Buffer.alloc(12);
const TAG_BYTES = 16;

interface Cryptography {
  wrapKey(algorithm: string, key: Uint8Array): Promise<object>;
  unwrapKey(algorithm: string, encryptedKey: Uint8Array): Promise<object>;
}

/** What is used of the two SDKs. */
export interface AzureKeys {
  readonly CryptographyClient: new (keyUrl: string, credential: object) => Cryptography;
}
export interface AzureIdentity {
  readonly DefaultAzureCredential: new () => object;
}

export async function openAzureKek(settings: AzureSettings, load: LoadSdk): Promise<Kek> {
  const [keys, identity] = [await load(KEYS_PACKAGE), await load(IDENTITY_PACKAGE)];
  if (!isAzureKeys(keys)) throw otherVersion(KEYS_PACKAGE, '4');
  if (!isAzureIdentity(identity)) throw otherVersion(IDENTITY_PACKAGE, '4');
  const credential = new identity.DefaultAzureCredential();
  const clientOf = (url: string): Cryptography => new keys.CryptographyClient(url, credential);
  return {
    settings,
    wrap: async (secret, context) => {
      const once = randomBytes(WRAPPED_BYTES);
      const answer = await clientOf(settings.key).wrapKey(WRAP_ALGORITHM, once).catch(fail);
      const url = urlIn(answer);
      const cipher = createCipheriv(CIPHER, once, NONCE).setAAD(Buffer.from(context, 'utf8'));
      const sealed = Buffer.concat([cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
      return JSON.stringify([url, bytesIn(answer).toString('base64url'), sealed.toString('base64url')]);
    },
    unwrap: async (wrapped, context) => {
      const [url = '', wrappedOnce = '', sealed = ''] = partsOf(wrapped);
      if (vaultOf(url) !== vaultOf(settings.key)) throw changed();
      const answer = await clientOf(url)
        .unwrapKey(WRAP_ALGORITHM, Buffer.from(wrappedOnce, 'base64url'))
        .catch(fail);
      return open(bytesIn(answer), Buffer.from(sealed, 'base64url'), context);
    },
  };
}

/** The key without its version: a ring file must not send the credential to another vault. */
function vaultOf(url: string): string | null {
  const parsed = URL.parse(url);
  if (parsed?.protocol !== 'https:') return null;
  return `${parsed.host}${parsed.pathname.split('/').slice(0, 3).join('/')}`;
}

function partsOf(wrapped: string): readonly string[] {
  try {
    return listOf(parseJson(wrapped), 'wrapped', 3).map((each) => textOf(each, 'wrapped', 4096));
  } catch {
    throw changed();
  }
}

function open(once: Buffer, sealed: Buffer, context: string): Buffer {
  if (once.length !== WRAPPED_BYTES || sealed.length !== WRAPPED_BYTES + TAG_BYTES) throw changed();
  const decipher = createDecipheriv(CIPHER, once, NONCE, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(context, 'utf8'))
    .setAuthTag(sealed.subarray(WRAPPED_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, WRAPPED_BYTES)), decipher.final()]);
  } catch {
    throw changed();
  }
}

function urlIn(answer: object): string {
  const url: unknown = Reflect.get(answer, 'keyID');
  if (typeof url === 'string') return url;
  throw new KeysUnusable('unreachable', `${SERVICE} gave no keyID.`, 'Check the URL of the key.');
}

function bytesIn(answer: object): Buffer {
  const result: unknown = Reflect.get(answer, 'result');
  if (result instanceof Uint8Array) return Buffer.from(result);
  throw new KeysUnusable('unreachable', `${SERVICE} gave no result.`, 'Check the URL of the key.');
}

function changed(): KeysUnusable {
  const mend = 'Check that the ring file is the one that was made with this key.';
  return new KeysUnusable('denied', 'A wrapped key was changed, or is of another KEK.', mend);
}

function fail(error: unknown): never {
  throw sdkFailure(SERVICE, error);
}

function isAzureKeys(module: unknown): module is AzureKeys {
  return hasClass(module, 'CryptographyClient');
}

function isAzureIdentity(module: unknown): module is AzureIdentity {
  return hasClass(module, 'DefaultAzureCredential');
}
