/**
 * The transit engine of OpenBao or Vault. Its key never leaves it; this asks it to encrypt and decrypt 32 bytes.
 * The context goes as `associated_data`, which takes a key of an AEAD type: aes256-gcm96, the default, or chacha20-poly1305
 * (https://openbao.org/api-docs/secret/transit/, https://developer.hashicorp.com/vault/api-docs/secret/transit, read 2026-11).
 */
import { KeysUnusable } from '../keys-unusable.ts';
import { mapOf, parseJson, textOf } from '../read-json.ts';
import { WRAPPED_BYTES } from './kek.ts';
import type { Kek, KekSecrets } from './kek.ts';
import type { KekSettings } from './settings.ts';

type VaultSettings = Extract<KekSettings, { provider: 'vault' }>;
type Door = Pick<KekSecrets, 'namespace'> & { readonly token: string };

const TIMEOUT_MS = 10_000;
const ANSWER_CHARACTERS_MAX = 64 * 1024;
const CIPHERTEXT = /^vault:v\d+:[A-Za-z0-9+/=]+$/;
const NAME = /^[\w./-]+$/;
const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

export function openVaultKek(settings: VaultSettings, { token, namespace }: KekSecrets): Kek {
  checkAddress(settings);
  if (token === null) {
    const mend = 'Set BAO_TOKEN or VAULT_TOKEN.';
    throw new KeysUnusable('missing', 'The token of OpenBao or Vault is not given.', mend);
  }
  const door = { token, namespace };
  return {
    settings,
    wrap: async (secret, context) => {
      const plaintext = Buffer.from(secret).toString('base64');
      const answer = await ask(settings, door, 'encrypt', { plaintext, associated_data: base64(context) });
      const ciphertext = answer['ciphertext'];
      if (typeof ciphertext === 'string' && CIPHERTEXT.test(ciphertext)) return ciphertext;
      throw unexpected();
    },
    unwrap: async (ciphertext, context) => {
      const answer = await ask(settings, door, 'decrypt', { ciphertext, associated_data: base64(context) });
      const plaintext = answer['plaintext'];
      const secret = Buffer.from(typeof plaintext === 'string' ? plaintext : '', 'base64');
      if (secret.length === WRAPPED_BYTES) return secret;
      throw unexpected();
    },
  };
}

function checkAddress({ address, mount, key }: VaultSettings): void {
  const url = URL.parse(address);
  const isPrivate = url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.test(url.hostname));
  if (!isPrivate) {
    const mend = 'Write it as https://bao.example:8200; http is taken for this machine only.';
    throw new KeysUnusable('refused', 'The address of OpenBao or Vault is not one of https.', mend);
  }
  if (NAME.test(mount) && NAME.test(key) && !`${mount}/${key}`.includes('..')) return;
  const mend = 'Use letters, digits, dots, hyphens, underscores and slashes.';
  throw new KeysUnusable('refused', 'The mount or the name of the transit key cannot stand in a path.', mend);
}

async function ask(
  { address, mount, key }: VaultSettings,
  { token, namespace }: Door,
  verb: 'encrypt' | 'decrypt',
  body: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, unknown>>> {
  const { status, text } = await post(new URL(`/v1/${mount}/${verb}/${key}`, address), {
    method: 'POST',
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: {
      'content-type': 'application/json',
      'x-vault-token': token,
      ...(namespace === null ? {} : { 'x-vault-namespace': namespace }),
    },
    body: JSON.stringify(body),
  });
  if (status !== 200) throw refusal(status, verb);
  try {
    const answer = mapOf(parseJson(textOf(text, 'the answer', ANSWER_CHARACTERS_MAX)), 'the answer');
    return mapOf(answer['data'], 'data');
  } catch {
    throw unexpected();
  }
}

async function post(url: URL, request: RequestInit): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(url, request);
    return { status: response.status, text: await response.text() };
  } catch {
    const mend = 'Check its address, and whether it runs.';
    throw new KeysUnusable('unreachable', 'OpenBao or Vault does not answer.', mend);
  }
}

/** By the status alone: the body of an error may quote what was sent. */
function refusal(status: number, verb: string): KeysUnusable {
  if (status === 403) {
    const mend = `Give the token a policy with update on its transit path ${verb}/<key>.`;
    return new KeysUnusable('denied', 'OpenBao or Vault did not accept the token.', mend);
  }
  if (status >= 500) {
    const message = `OpenBao or Vault cannot answer now: status ${status}.`;
    return new KeysUnusable('unreachable', message, 'Check whether it is sealed.');
  }
  const mend = 'Check mount and name of the transit key, and that its type takes associated data.';
  return new KeysUnusable('denied', `OpenBao or Vault did not ${verb}: status ${status}.`, mend);
}

function unexpected(): KeysUnusable {
  const message = 'What came from OpenBao or Vault is no answer of the transit engine.';
  return new KeysUnusable('unreachable', message, 'Check the address.');
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
