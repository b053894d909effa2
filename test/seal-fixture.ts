/** Keys of recipient groups and subjects, a plan that seals in every way, and an opener over what a gateway answers. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { formatRecipients } from '../packages/seal/src/keys/recipients.ts';
import { createOpener } from '../packages/seal/src/envelope/opener.ts';
import type { Opened, OpenRefused } from '../packages/seal/src/envelope/opener.ts';
import { rawPublicKey } from '../packages/seal/src/envelope/x25519.ts';
import { kidOf } from '../packages/seal/src/kid.ts';
import type { Client } from '../packages/api/src/client.ts';
import type { SealedValue } from '../packages/api/src/sealed.ts';

export const TENANT = 'shop';

export interface KeyPair {
  readonly kid: string;
  /** 32 bytes in base64url. */
  readonly publicKey: string;
  readonly privateKey: KeyObject;
}

export function makeKeys(): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  const raw = rawPublicKey(publicKey);
  return { kid: kidOf(raw), publicKey: raw.toString('base64url'), privateKey };
}

const DAY_MS = 86_400_000;

/** The text of a recipients file; keys are good from yesterday, until tomorrow unless said otherwise. */
export function recipientsText(
  groups: Readonly<Record<string, KeyPair>>,
  notAfter = Date.now() + DAY_MS,
): string {
  const recipients = Object.entries(groups).map(
    ([group, { kid, publicKey }]) =>
      [group, { kid, publicKey, notBefore: Date.now() - DAY_MS, notAfter }] as const,
  );
  return formatRecipients({ tenant: TENANT, groups: new Map(recipients) });
}

/** The text of a pool of keys for subjects. */
export function poolText(keys: readonly KeyPair[]): string {
  return keys.map(({ publicKey }) => `${publicKey}\n`).join('');
}

/** Opens with these private keys. Headers are those that the gateway answers. */
export async function openAll(
  client: Pick<Client, 'sealedHeaders'>,
  values: readonly SealedValue[],
  keys: { readonly groups: readonly KeyPair[]; readonly subjects?: readonly KeyPair[] },
): Promise<readonly (Opened | OpenRefused)[]> {
  const ids = [...new Set(values.map(({ text }) => headerIdOf(text)))];
  const headers = ids.length === 0 ? {} : await client.sealedHeaders(ids);
  const find = (pairs: readonly KeyPair[], kid: string): KeyObject | null =>
    pairs.find((each) => each.kid === kid)?.privateKey ?? null;
  const opener = createOpener({
    privateKey: (kid) => find(keys.groups, kid),
    subjectKey: (kid) => find(keys.subjects ?? [], kid),
    header: (id) => (headers[id] === undefined ? null : Buffer.from(headers[id], 'base64url')),
  });
  return values.map(({ text, path, group, source, eventName, eventId }) =>
    opener.open(text, { tenant: TENANT, recipientGroup: group, source, eventName, eventId, jsonPath: path }),
  );
}

/** 32 hex digits: the header that a text names. */
export function headerIdOf(text: string): string {
  return Buffer.from(text.slice('hg1.'.length), 'base64url').toString('hex', 1, 17);
}

/** A text that cannot be guessed, and the same for the same name. */
export function secretText(name: string): string {
  return `value-${createHash('sha256').update(name).digest('hex')}`;
}

export const SEAL_PLAN = `apiVersion: headgate/v1
kind: plan
id: shop
purposes:
  essential.service.security: { basis: Legitimate interests }
identity: { ids: [user_id] }
vendors:
  hook: { kind: webhook, max_tier: 3 }
`;

/** Fields that stay inside, leave a pseudonym, travel, take the subject's key, and lie in a list. */
export const SEAL_EVENT = `apiVersion: headgate/v1
kind: event
id: shop.ordered
version: 1.0.0
wire: { call: track, name: Ordered }
description: Sent when somebody ordered.
expires: never
sources: [web]
subjects: [customer]
purposes: [essential.service.security]
vendors: { hook: '*' }
schema:
  type: object
  properties:
    total: { type: integer, minimum: 0, maximum: 100000, x-headgate: { categories: [system.operations] } }
    iban: ${field('user.financial.bank_account', '{ seal: { to: finance } }')}
    mail: ${field('user.contact.email', '{ seal: { to: support, pseudonym: { domain: mail, normalise: email } } }')}
    phone: ${field('user.contact.phone_number', '{ seal: { to: support, travel: true } }')}
    street: ${field('user.contact.address', '{ seal: { to: support, subject: true } }')}
    lines:
      type: array
      maxItems: 10
      items: { type: object, properties: { gift: ${field('user.behavior', '{ seal: { to: support } }')} } }
`;

function field(category: string, transform: string): string {
  return `{ type: string, maxLength: 5000, x-headgate: { categories: [${category}], free_text: false, transform: { '*': ${transform} } } }`;
}
