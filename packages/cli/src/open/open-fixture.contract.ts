/** A key ring, a vault with subjects, an audit trail and a policy in a directory of their own, and fields sealed for them. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGroup, expectRing, initRing, openKek, publishedBy, unwrapKeyRing } from '@headgate/seal';
import type { Kek } from '@headgate/seal';
import { carryHeaders, createSealer, startSubjectSession } from '@headgate/seal/envelope';
import type { HeaderSealer } from '@headgate/seal/envelope';
import { openTrail } from '@headgate/seal/trail';
import { addSubjects, initVault, openVault } from '@headgate/seal/vault';
import { createDesk } from './desk.ts';
import type { Desk } from './desk.ts';
import { createFieldOpener } from './field-opener.ts';
import { parsePolicy } from './policy.ts';
import type { Caller, OpenPolicy } from './policy.ts';
import type { OpenItem, OpenRequest } from './request.ts';

export const SECRET = Buffer.alloc(32, 7);
const TENANT = 'shop';
const GROUPS = ['analysts', 'steward'] as const;
type Group = (typeof GROUPS)[number];

export const TOKENS = { maria: 'token-of-maria', otto: 'token-of-otto', dpo: 'token-of-dpo' } as const;
const digest = (token: string): string => createHash('sha256').update(token).digest('hex');

export const POLICY = `
version: headgate-open/v1
tickets: ['OPS-', 'DPO-']
bulk:
  fields: 3
  minutes: 60
limits:
  fields: 10
  body_bytes: 20000
  waiting: 2
callers:
  maria:
    token_sha256: ${digest(TOKENS.maria)}
    groups: [analysts]
    fields: ['properties.email', 'context.*', 'properties.items[].note']
    purposes: [support, fraud]
    fields_per_minute: 4
    fields_per_day: 6
  otto:
    token_sha256: ${digest(TOKENS.otto)}
    groups: [analysts, steward]
    fields: ['*']
    purposes: [support]
    approves: true
  dpo:
    token_sha256: ${digest(TOKENS.dpo)}
    purposes: [erasure]
    approves: true
`;

/** What stands in every value that is sealed here, to be looked for where no value may be. */
export const MARK = 'canary-3f9a';

interface SealOptions {
  readonly group?: Group;
  readonly subject?: number;
  /** Whether the text does not carry its headers. */
  readonly isApart?: boolean;
}

export interface OpenShop {
  readonly root: string;
  readonly vault: string;
  readonly audit: string;
  readonly kek: Kek;
  readonly policy: OpenPolicy;
  /** An item sealed to a group alone, or to a subject of the pool too. */
  readonly seal: (path: string, options?: SealOptions) => OpenItem;
  /** Headers of all that was sealed, as a gateway keeps them: id → base64url. */
  readonly stored: ReadonlyMap<string, string>;
  /** Of a subject of the pool. */
  readonly publicKey: (subject: number) => Buffer;
  readonly desk: (now?: () => number) => Promise<Desk>;
  readonly caller: (name: keyof typeof TOKENS) => Caller;
  readonly remove: () => void;
}

export async function openShop(): Promise<OpenShop> {
  const root = mkdtempSync(join(tmpdir(), 'headgate-open-'));
  const at = (name: string): string => join(root, name);
  const secrets = { passphrase: null, secret: SECRET, token: null, namespace: null };
  const kek = await openKek({ provider: 'secret' }, secrets);
  const ring = { directory: at('headgate-keys'), kek, now: Date.now() };
  await initRing(ring, TENANT);
  for (const group of GROUPS) await createGroup(ring, group);
  await initVault({ directory: at('headgate-vault') }, { tenant: TENANT, kek, backupDays: 30 });
  await addSubjects({ directory: at('headgate-vault') }, { kek, count: 4, pool: at('pool.txt') });
  writeFileSync(at('open-policy.yaml'), POLICY);
  const { value: policy } = parsePolicy(POLICY);
  if (policy === null) throw new Error('The policy is wrong.');
  const recipients = publishedBy(ring.directory).groups;
  const pool = readFileSync(at('pool.txt'), 'utf8').split('\n');
  const publicKey = (subject: number): Buffer => Buffer.from(pool[subject] ?? '', 'base64url');
  let events = 0;
  const stored = new Map<string, string>();
  const seal: OpenShop['seal'] = (path, { group = 'analysts', subject, isApart = false } = {}) => {
    const recipient = Buffer.from(recipients.get(group)?.publicKey ?? '', 'base64url');
    const place = { source: 'web', eventName: 'signed_up', eventId: `e-${(events += 1)}` };
    const key = subject === undefined ? null : publicKey(subject);
    const { text, headers } = sealApart({ group, recipient, key, place, path });
    for (const { headerId, header } of headers) stored.set(headerId, header.toString('base64url'));
    const carrying = carryHeaders(text, ...headers.map(({ header }) => header));
    const item = { place: { ...place, jsonPath: path, recipientGroup: group } };
    return { ...item, text: isApart ? text : (carrying ?? '') };
  };
  const desk: OpenShop['desk'] = async (now = Date.now) => {
    const keys = await unwrapKeyRing(expectRing(ring.directory), kek);
    const openField = createFieldOpener(keys, await openVault(at('headgate-vault'), kek));
    const trail = openTrail({ directory: at('headgate-audit'), now, since: now() - 86_400_000 });
    return createDesk({ policy, trail, openField, now });
  };
  return {
    root,
    vault: at('headgate-vault'),
    audit: at('headgate-audit'),
    kek,
    policy,
    seal,
    stored,
    publicKey,
    desk,
    caller: (name) => {
      const caller = policy.callers.find((each) => each.name === name);
      if (caller === undefined) throw new Error('There is no such caller.');
      return caller;
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

interface Sealing {
  readonly group: string;
  readonly recipient: Buffer;
  readonly key: Buffer | null;
  readonly place: { readonly source: string; readonly eventName: string; readonly eventId: string };
  readonly path: string;
}

interface SealedApart {
  /** `hg1.…` */
  readonly text: string;
  /** That of the text, then the group's. */
  readonly headers: readonly HeaderSealer[];
}

function sealApart({ group, recipient, key, place, path }: Sealing): SealedApart {
  const random = randomBytes;
  const options = { tenant: TENANT, recipientGroup: group, publicKey: recipient, now: Date.now, random };
  const sealer = createSealer(options);
  const epoch = sealer.epoch();
  const subject =
    key === null ? null : epoch.subject(startSubjectSession({ tenant: TENANT, publicKey: key, random }));
  const under = subject?.kind === 'header' ? subject : epoch;
  const event = under.event(place);
  const sealed = event.kind === 'event' ? event.seal(path, `${MARK} of ${place.eventId}`) : event;
  sealer.end();
  if (sealed.kind !== 'sealed') throw new Error('It cannot be sealed.');
  return { text: sealed.text, headers: under === epoch ? [epoch] : [under, epoch] };
}

export function request(items: readonly OpenItem[], changes: Partial<OpenRequest> = {}): OpenRequest {
  return { purpose: 'support', ticket: 'OPS-117', items: [...items], headers: {}, ...changes };
}
