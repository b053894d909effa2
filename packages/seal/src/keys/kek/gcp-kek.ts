/** Google Cloud KMS: encrypt and decrypt with a symmetric key; the context goes as additional authenticated data. */
import { hasClass, otherVersion, sdkFailure } from './load-sdk.ts';
import type { LoadSdk } from './load-sdk.ts';
import { KeysUnusable } from '../keys-unusable.ts';
import { WRAPPED_BYTES } from './kek.ts';
import type { Kek } from './kek.ts';
import type { KekSettings } from './settings.ts';

type GcpSettings = Extract<KekSettings, { provider: 'gcp' }>;

const PACKAGE = '@google-cloud/kms';
const SERVICE = 'Google Cloud KMS';

/** What is used of the SDK. Bytes come as a buffer over gRPC, as base64 over its REST fallback. */
export interface GcpKms {
  readonly KeyManagementServiceClient: new () => {
    encrypt(request: object): Promise<readonly unknown[]>;
    decrypt(request: object): Promise<readonly unknown[]>;
  };
}

export async function openGcpKek(settings: GcpSettings, load: LoadSdk): Promise<Kek> {
  const kms = await load(PACKAGE);
  if (!isGcpKms(kms)) throw otherVersion(PACKAGE, '6');
  const client = new kms.KeyManagementServiceClient();
  const bound = (context: string): object => ({
    name: settings.key,
    additionalAuthenticatedData: Buffer.from(context, 'utf8'),
  });
  return {
    settings,
    wrap: async (secret, context) => {
      const [answer] = await client.encrypt({ ...bound(context), plaintext: secret }).catch(fail);
      return bytesIn(answer, 'ciphertext').toString('base64url');
    },
    unwrap: async (wrapped, context) => {
      const ciphertext = Buffer.from(wrapped, 'base64url');
      const [answer] = await client.decrypt({ ...bound(context), ciphertext }).catch(fail);
      const secret = bytesIn(answer, 'plaintext');
      if (secret.length === WRAPPED_BYTES) return secret;
      throw new KeysUnusable('denied', `${SERVICE} gave something else than a key.`, 'Check the ring file.');
    },
  };
}

function fail(error: unknown): never {
  throw sdkFailure(SERVICE, error);
}

function bytesIn(answer: unknown, name: string): Buffer {
  const value: unknown =
    typeof answer === 'object' && answer !== null ? Reflect.get(answer, name) : undefined;
  if (value instanceof Uint8Array) return Buffer.from(value);
  if (typeof value === 'string') return Buffer.from(value, 'base64');
  throw new KeysUnusable('unreachable', `${SERVICE} gave no ${name}.`, 'Check the endpoint of the SDK.');
}

function isGcpKms(module: unknown): module is GcpKms {
  return hasClass(module, 'KeyManagementServiceClient');
}
