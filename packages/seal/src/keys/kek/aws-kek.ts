/** AWS KMS: Encrypt and Decrypt with a symmetric key; the context goes as encryption context, which CloudTrail shows. */
import { hasClass, otherVersion, sdkFailure } from './load-sdk.ts';
import type { LoadSdk } from './load-sdk.ts';
import { KeysUnusable } from '../keys-unusable.ts';
import { WRAPPED_BYTES } from './kek.ts';
import type { Kek } from './kek.ts';
import type { KekSettings } from './settings.ts';

type AwsSettings = Extract<KekSettings, { provider: 'aws' }>;

const PACKAGE = '@aws-sdk/client-kms';
const SERVICE = 'AWS KMS';

/** What is used of the SDK. */
export interface AwsKms {
  readonly KMSClient: new (options: object) => { send(command: object): Promise<object> };
  readonly EncryptCommand: new (input: object) => object;
  readonly DecryptCommand: new (input: object) => object;
}

export async function openAwsKek(settings: AwsSettings, load: LoadSdk): Promise<Kek> {
  const kms = await load(PACKAGE);
  if (!isAwsKms(kms)) throw otherVersion(PACKAGE, '3');
  const { EncryptCommand, DecryptCommand } = kms;
  const client = new kms.KMSClient({});
  const send = async (command: object, name: string): Promise<Buffer> => {
    const answer = await client.send(command).catch((error: unknown) => {
      throw sdkFailure(SERVICE, error);
    });
    const bytes: unknown = Reflect.get(answer, name);
    if (bytes instanceof Uint8Array) return Buffer.from(bytes);
    throw new KeysUnusable('unreachable', `${SERVICE} gave no ${name}.`, 'Check the endpoint of the SDK.');
  };
  const bound = (context: string): object => ({
    KeyId: settings.key,
    EncryptionContext: { headgate: context },
  });
  return {
    settings,
    wrap: async (secret, context) => {
      const command = new EncryptCommand({ ...bound(context), Plaintext: secret });
      return (await send(command, 'CiphertextBlob')).toString('base64url');
    },
    unwrap: async (wrapped, context) => {
      const blob = Buffer.from(wrapped, 'base64url');
      const command = new DecryptCommand({ ...bound(context), CiphertextBlob: blob });
      const secret = await send(command, 'Plaintext');
      if (secret.length === WRAPPED_BYTES) return secret;
      throw new KeysUnusable('denied', `${SERVICE} gave something else than a key.`, 'Check the ring file.');
    },
  };
}

function isAwsKms(module: unknown): module is AwsKms {
  return ['KMSClient', 'EncryptCommand', 'DecryptCommand'].every((name) => hasClass(module, name));
}
