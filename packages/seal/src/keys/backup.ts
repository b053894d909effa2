/**
 * A backup of a key ring under a KEK of its own, so that it opens where the ring's KEK is lost.
 *
 *   { version: 1, kind: "headgate-key-backup", createdAt, kek, wrappedKey, sealed }
 *   k          = 32 random bytes, used once
 *   wrappedKey = k, wrapped by the backup's KEK with the context ["headgate/backup/v1", createdAt]
 *   sealed     = base64url(AES-256-GCM(k, 0^96, text of the ring, aad = ["headgate/backup/v1", createdAt]))
 *
 * In the text of the ring the private halves stand in the clear, in place of the wrapped ones; nothing of it, states
 * and group names included, can be read or changed without the KEK.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { contextOf } from './kek/kek.ts';
import type { Kek } from './kek/kek.ts';
import { parseKekSettings } from './kek/parse-settings.ts';
import type { KekSettings } from './kek/settings.ts';
import { checkKek, makeCheck, unwrapHalf, wrapSurely } from './key-maker.ts';
import { KeysUnusable } from './keys-unusable.ts';
import { Unfit, membersOf, momentOf, parseJson, textOf } from './read-json.ts';
import { formatRing, parseRing } from './ring-format.ts';
import type { Generation, KeptGeneration, Ring } from './ring.ts';
import { RING_BYTES_MAX } from './ring-store.ts';
import { importPrivateHalf } from './key-pair.ts';

const VERSION = 1;
const KIND = 'headgate-key-backup';
const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
/** Zero, because the key is used once. */
const NONCE = Buffer.alloc(12);
const TAG_BYTES = 16;
/** Base64url of the largest ring, and the head. */
export const BACKUP_BYTES_MAX = 2 * RING_BYTES_MAX;

export interface Backup {
  readonly createdAt: number;
  /** What the backup is wrapped by. */
  readonly kek: KekSettings;
  readonly wrappedKey: string;
  readonly sealed: string;
}

/** Seals all keys of a ring for a backup's KEK. Gives the text of the backup file. */
export async function sealBackup(ring: Ring, kek: Kek, backupKek: Kek, now: number): Promise<string> {
  await checkKek(kek, ring);
  const clear = await mapHalves(ring, async (group, generation) => {
    const half = await unwrapHalf(kek, ring, group, generation);
    const text = half.toString('base64url');
    half.fill(0);
    return text;
  });
  const createdAt = new Date(now).toISOString();
  const context = contextAt(now);
  const key = randomBytes(KEY_BYTES);
  const cipher = createCipheriv(CIPHER, key, NONCE).setAAD(Buffer.from(context, 'utf8'));
  const sealed = Buffer.concat([
    cipher.update(formatRing(clear), 'utf8'),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  const wrappedKey = await wrapSurely(backupKek, key, context);
  const document = {
    version: VERSION,
    kind: KIND,
    createdAt,
    kek: backupKek.settings,
    wrappedKey,
    sealed: sealed.toString('base64url'),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Reads a backup without opening it. Throws `KeysUnusable` where it is none. */
export function parseBackup(text: string): Backup {
  try {
    if (text.length > BACKUP_BYTES_MAX) throw new Unfit('the file', `at most ${BACKUP_BYTES_MAX} bytes`);
    const names = ['version', 'kind', 'createdAt', 'kek', 'wrappedKey', 'sealed'];
    const members = membersOf(parseJson(text), 'the file', names);
    if (members['version'] !== VERSION || members['kind'] !== KIND) throw new Unfit('kind', KIND);
    return {
      createdAt: momentOf(members['createdAt'], 'createdAt'),
      kek: parseKekSettings(members['kek'], 'kek'),
      wrappedKey: textOf(members['wrappedKey'], 'wrappedKey', 8192),
      sealed: textOf(members['sealed'], 'sealed', BACKUP_BYTES_MAX),
    };
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    const message = `The file is no backup of a key ring: ${error.message}`;
    throw new KeysUnusable('damaged', message, 'Name what headgate key backup wrote.');
  }
}

/** Opens a backup and wraps its private halves anew, by the KEK of the ring that they go into. */
export async function openBackup(backup: Backup, backupKek: Kek, kek: Kek): Promise<Ring> {
  const context = contextAt(backup.createdAt);
  const key = await backupKek.unwrap(backup.wrappedKey, context);
  const clear = parseSealed(key, Buffer.from(backup.sealed, 'base64url'), context);
  key.fill(0);
  const check = await makeCheck(kek, clear.tenant);
  const ring = await mapHalves(clear, async (group, { kid, publicKey, wrapped }) => {
    const half = Buffer.from(wrapped, 'base64url');
    if (importPrivateHalf(half, publicKey) === null) throw damaged();
    return wrapSurely(kek, half, contextOf(clear.tenant, group, kid));
  });
  return { ...ring, kek: kek.settings, check };
}

function parseSealed(key: Buffer, sealed: Buffer, context: string): Ring {
  const end = sealed.length - TAG_BYTES;
  if (end < 1) throw damaged();
  const decipher = createDecipheriv(CIPHER, key, NONCE, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(context, 'utf8'))
    .setAuthTag(sealed.subarray(end));
  try {
    const text = Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()]);
    return parseRing(text.toString('utf8'));
  } catch {
    // Neither the cipher's message nor the parser's belongs in a log.
    throw damaged();
  }
}

async function mapHalves(
  ring: Ring,
  map: (group: string, generation: KeptGeneration) => Promise<string>,
): Promise<Ring> {
  const groups = new Map<string, readonly Generation[]>();
  for (const [group, generations] of ring.groups) {
    const mapped: Generation[] = [];
    for (const each of generations) {
      mapped.push(each.state === 'destroyed' ? each : { ...each, wrapped: await map(group, each) });
    }
    groups.set(group, mapped);
  }
  return { ...ring, groups };
}

function contextAt(createdAt: number): string {
  return JSON.stringify(['headgate/backup/v1', new Date(createdAt).toISOString()]);
}

function damaged(): KeysUnusable {
  return new KeysUnusable('damaged', 'The backup is damaged or was changed.', 'Take another backup.');
}
