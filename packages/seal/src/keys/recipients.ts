/**
 * The public side of a key ring: which key each group is sealed to, for gateways, which hold nothing else of it.
 *
 * Format: JSON `{ version: 1, tenant, groups: { <group>: { kid, publicKey, notBefore, notAfter } } }`, `publicKey` 32 bytes
 * in base64url, moments as ISO 8601 in UTC. It holds no secret, but whoever can change it reads what is sealed after.
 */
import { readFileSync, statSync } from 'node:fs';
import { kidOf } from '../kid.ts';
import { Unfit, bytesOf, mapOf, membersOf, momentOf, parseJson } from './read-json.ts';
import { GROUPS_MAX, activeOf, isRingName, nextOf, sealableUntil } from './ring.ts';
import type { Ring } from './ring.ts';

export interface Recipient {
  /** 16 hex digits: `kidOf` the public key. */
  readonly kid: string;
  /** An X25519 public key, 32 bytes in base64url. */
  readonly publicKey: string;
  /** Milliseconds since 1970; not to be sealed to before. */
  readonly notBefore: number;
  /** Milliseconds since 1970; not to be sealed to from then on. */
  readonly notAfter: number;
}

/** What is wrong with a recipients file. The same in form as the issues of plans and configurations, which gateways show together. */
export interface RecipientsIssue {
  readonly rule: string;
  readonly level: 'error' | 'warning';
  readonly message: string;
  /** How to mend it. */
  readonly mend: string;
  readonly file: string;
  /** 1-based; 0 for the whole file. */
  readonly line: number;
  readonly column: number;
}

export interface CheckedRecipients {
  /** Null when an error left nothing usable. */
  readonly value: Recipients | null;
  readonly issues: readonly RecipientsIssue[];
}

export interface Recipients {
  readonly tenant: string;
  /** Group name → the key that is sealed to. */
  readonly groups: ReadonlyMap<string, Recipient>;
}

const VERSION = 1;
const PUBLIC_KEY_BYTES = 32;
/** A hundred groups take some 20 KiB. */
export const RECIPIENTS_BYTES_MAX = 256 * 1024;
const MEND = 'Write it anew with headgate key publish on the machine that has the key ring.';

/** The active keys of a ring: what it publishes. */
export function recipientsOf({ tenant, rotation, groups }: Ring): Recipients {
  const published = [...groups].flatMap(([group, generations]): [string, Recipient][] => {
    const active = activeOf(generations);
    if (active === null) return [];
    const { kid, publicKey, activeFrom } = active;
    const notAfter = sealableUntil(rotation, active, nextOf(generations));
    return [[group, { kid, publicKey, notBefore: activeFrom, notAfter }]];
  });
  return { tenant, groups: new Map(published) };
}

export function formatRecipients({ tenant, groups }: Recipients): string {
  const written = [...groups].map(([group, { kid, publicKey, notBefore, notAfter }]) => [
    group,
    {
      kid,
      publicKey,
      notBefore: new Date(notBefore).toISOString(),
      notAfter: new Date(notAfter).toISOString(),
    },
  ]);
  const document = { version: VERSION, tenant, groups: Object.fromEntries(written) };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Reads a recipients file. Everything wrong is an error: a gateway must not seal to half of what was meant. */
export function readRecipients(path: string): CheckedRecipients {
  try {
    if (statSync(path).size <= RECIPIENTS_BYTES_MAX) return parseRecipients(readFileSync(path, 'utf8'), path);
    const message = `The recipients file is larger than ${RECIPIENTS_BYTES_MAX} bytes.`;
    return { value: null, issues: [issue(path, message)] };
  } catch {
    return { value: null, issues: [issue(path, 'The recipients file cannot be read.')] };
  }
}

/** Parses the text of a recipients file; `file` is how issues call it. */
export function parseRecipients(text: string, file: string): CheckedRecipients {
  const issues: RecipientsIssue[] = [];
  const attempt = <T>(read: () => T): T | null => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Unfit)) throw error;
      issues.push(issue(file, `${error.place} is not ${error.expected.replace(/,$/, '')}.`));
      return null;
    }
  };
  const members = attempt(() => membersOf(parseJson(text), 'the file', ['version', 'tenant', 'groups']));
  if (members === null) return { value: null, issues };
  attempt(() => expectVersion(members['version']));
  const tenant = attempt(() => nameOf(members['tenant'], 'tenant'));
  const written = attempt(() => mapOf(members['groups'], 'groups')) ?? {};
  if (Object.keys(written).length > GROUPS_MAX)
    return { value: null, issues: [issue(file, `There are more than ${GROUPS_MAX} groups.`)] };
  const groups = Object.entries(written).map(([group, value]) => attempt(() => readRecipient(group, value)));
  if (issues.length > 0 || tenant === null) return { value: null, issues };
  return {
    value: { tenant, groups: new Map(groups.flatMap((each) => (each === null ? [] : [each]))) },
    issues,
  };
}

function readRecipient(group: string, value: unknown): [string, Recipient] {
  const place = isRingName(group) ? `groups.${group}` : 'groups';
  nameOf(group, `the name of a group`);
  const members = membersOf(value, place, ['kid', 'publicKey', 'notBefore', 'notAfter']);
  const bytes = bytesOf(members['publicKey'], `${place}.publicKey`, PUBLIC_KEY_BYTES);
  const kid = kidOf(bytes);
  if (members['kid'] !== kid) throw new Unfit(`${place}.kid`, 'the digest of the public key');
  const notBefore = momentOf(members['notBefore'], `${place}.notBefore`);
  const notAfter = momentOf(members['notAfter'], `${place}.notAfter`);
  if (notAfter <= notBefore) throw new Unfit(`${place}.notAfter`, 'later than notBefore');
  return [group, { kid, publicKey: bytes.toString('base64url'), notBefore, notAfter }];
}

function nameOf(value: unknown, place: string): string {
  if (typeof value === 'string' && isRingName(value)) return value;
  throw new Unfit(place, 'a name of lower-case letters, digits and hyphens');
}

function expectVersion(value: unknown): void {
  if (value !== VERSION) throw new Unfit('version', String(VERSION));
}

function issue(file: string, message: string): RecipientsIssue {
  return { rule: 'recipients-file', level: 'error', message, mend: MEND, file, line: 0, column: 0 };
}
