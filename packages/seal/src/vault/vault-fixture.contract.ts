/** A vault in a directory of its own, a person's field sealed to a group and to that person, and a disk whose power can be cut. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { carryHeaders, createSealer, kidOf, rawPublicKey, startSubjectSession } from '../envelope/index.ts';
import type { FieldPlace } from '../envelope/index.ts';
import { openSecretKek } from '../keys/kek/local-kek.ts';
import { nodeVaultDisk } from './vault-disk.ts';
import type { VaultDisk } from './vault-disk.ts';

export const KEK_SECRET = Buffer.alloc(32, 7);
export const kek = openSecretKek({ provider: 'secret' }, { secret: KEK_SECRET });
export const TENANT = 'shop';

const EVENT = { source: 'web', eventName: 'signed_up', eventId: 'e-1' };
export const PLACE: FieldPlace = {
  ...EVENT,
  tenant: TENANT,
  recipientGroup: 'analysts',
  jsonPath: 'properties.email',
};

export interface Workshop {
  readonly root: string;
  readonly vault: string;
  readonly backupKeys: string;
  readonly pool: string;
  /** Public halves in the pool, in order. */
  readonly publicKeys: () => readonly Buffer[];
  readonly remove: () => void;
}

export function openWorkshop(): Workshop {
  const root = mkdtempSync(join(tmpdir(), 'headgate-vault-'));
  const pool = join(root, 'pool.txt');
  return {
    root,
    vault: join(root, 'vault'),
    backupKeys: join(root, 'backup-keys'),
    pool,
    publicKeys: () =>
      readFileSync(pool, 'utf8')
        .split('\n')
        .slice(0, -1)
        .map((line) => Buffer.from(line, 'base64url')),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

export interface SealedFor {
  readonly kid: string;
  /** Carries its headers along. */
  readonly text: string;
  readonly groupKey: KeyObject;
}

/** A value sealed to a new group's key and the subject of a public half. */
export function sealFor(publicKey: Buffer, value: string, place: FieldPlace = PLACE): SealedFor {
  const group = generateKeyPairSync('x25519');
  const { tenant, recipientGroup } = place;
  const random = randomBytes;
  const sealer = createSealer({
    tenant,
    recipientGroup,
    publicKey: rawPublicKey(group.publicKey),
    now: Date.now,
    random,
  });
  const epoch = sealer.epoch();
  const subject = epoch.subject(startSubjectSession({ tenant, publicKey, random }));
  if (subject.kind !== 'header') throw new Error('The epoch takes no subject.');
  const event = subject.event(place);
  if (event.kind !== 'event') throw new Error('The event cannot be sealed.');
  const sealed = event.seal(place.jsonPath, value);
  if (sealed.kind !== 'sealed') throw new Error('The field cannot be sealed.');
  const text = carryHeaders(sealed.text, subject.header, epoch.header);
  sealer.end();
  return { kid: kidOf(publicKey), text: text ?? '', groupKey: group.privateKey };
}

export class PowerCut extends Error {
  override readonly name = 'PowerCut';
}

export interface CutDisk extends VaultDisk {
  /** The power goes at the writing step of this number from here, which is done by half. */
  readonly cutAt: (step: number) => void;
  readonly isCut: () => boolean;
}

function nothing(): void {}

function half(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, Math.ceil(bytes.length / 2));
}

/** The real disk, whose writing steps end in the middle of one, and do nothing any more after that. */
export function createCutDisk(): CutDisk {
  let left = Infinity;
  const step = (torn: () => void, whole: () => void): void => {
    left -= 1;
    if (left > 0) return whole();
    if (left === 0) torn();
    throw new PowerCut();
  };
  const real = nodeVaultDisk;
  return {
    ...real,
    write: (path, text, mode) =>
      step(
        () => real.write(path, text.slice(0, text.length / 2), mode),
        () => real.write(path, text, mode),
      ),
    rename: (from, to) => step(nothing, () => real.rename(from, to)),
    append: (path, bytes) =>
      step(
        () => real.append(path, half(bytes)),
        () => real.append(path, bytes),
      ),
    overwrite: (path, at, bytes) =>
      step(
        () => real.overwrite(path, at, half(bytes)),
        () => real.overwrite(path, at, bytes),
      ),
    truncate: (path, size) => step(nothing, () => real.truncate(path, size)),
    writeBytes: (path, bytes) =>
      step(
        () => real.writeBytes(path, half(bytes)),
        () => real.writeBytes(path, bytes),
      ),
    // Also runs when the cut passes through as an error; a process that is cut runs nothing more.
    remove: (path) => {
      if (left > 0) step(nothing, () => real.remove(path));
    },
    cutAt: (at) => {
      left = at;
    },
    isCut: () => left <= 0,
  };
}
