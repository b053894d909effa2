/** The secrets of a KEK from variables, each of which may name a file instead: `…_FILE`, as systemd credentials and Docker secrets are. */
import { readFileSync } from 'node:fs';
import { KeysUnusable } from '../keys-unusable.ts';
import { WRAPPED_BYTES } from './kek.ts';
import type { KekSecrets } from './kek.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** The variable of the ring's own passphrase, and that of a backup's. */
export type PassphraseVariable = 'HEADGATE_KEK_PASSPHRASE' | 'HEADGATE_BACKUP_PASSPHRASE';
const SECRET_VARIABLE = 'HEADGATE_KEK_SECRET';

/** Reads what is set; throws `KeysUnusable` where a file cannot be read or a secret has another length than 32 bytes. */
export function readKekSecrets(
  variables: Variables,
  passphraseVariable: PassphraseVariable = 'HEADGATE_KEK_PASSPHRASE',
): KekSecrets {
  const passphrase = bytesOf(variables, passphraseVariable);
  const secret = bytesOf(variables, SECRET_VARIABLE);
  return {
    // An editor ends a file with a line break that nobody types.
    passphrase: passphrase?.toString('utf8').replace(/\r?\n$/, '') ?? null,
    secret: secret === null ? null : secretOf(secret),
    token: setOr(variables['BAO_TOKEN']) ?? setOr(variables['VAULT_TOKEN']),
    namespace: setOr(variables['BAO_NAMESPACE']) ?? setOr(variables['VAULT_NAMESPACE']),
  };
}

function bytesOf(variables: Variables, name: string): Buffer | null {
  const file = setOr(variables[`${name}_FILE`]);
  const text = setOr(variables[name]);
  if (file === null) return text === null ? null : Buffer.from(text, 'utf8');
  try {
    return readFileSync(file);
  } catch {
    const mend = 'Check the path, and who may read it.';
    throw new KeysUnusable('missing', `The file that ${name}_FILE names cannot be read.`, mend);
  }
}

/** 32 raw bytes, or their text in base64 or base64url. */
function secretOf(bytes: Buffer): Buffer {
  if (bytes.length === WRAPPED_BYTES) return bytes;
  const text = bytes.toString('latin1').trim();
  const decoded = Buffer.from(text, 'base64');
  if (/^[\w+/-]{43}=?$/.test(text) && decoded.length === WRAPPED_BYTES) return decoded;
  const mend = 'Make one: head -c 32 /dev/urandom | base64.';
  throw new KeysUnusable('refused', `${SECRET_VARIABLE} is not 32 bytes, raw or in base64.`, mend);
}

function setOr(value: string | undefined): string | null {
  return value === undefined || value === '' ? null : value;
}
