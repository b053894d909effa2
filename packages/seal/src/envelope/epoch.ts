/**
 * An epoch: one encapsulation to a recipient group and what is sealed under it.
 *
 * States: running, ended. It ends by time, by number or when told to, and never runs again; then its secrets are overwritten or let
 * go of. Invariant: its secrets come from fresh random bytes and are never stored, so no other epoch, here or in another process,
 * has its keys. A crash loses them; what was sealed stays readable for the holders of the private keys if the header was stored.
 */
import { kidOf } from '../kid.ts';
import { commitTo, fieldKey, groupInfo, takeDek } from './epoch-keys.ts';
import { HEADER_ID_BYTES } from './header.ts';
import type { GroupHeader, SubjectHeader } from './header.ts';
import { createHeaderSealer, endLife, isRunning } from './header-sealer.ts';
import type { EpochLimits, HeaderSealer, Life, SealRefused } from './header-sealer.ts';
import { setupSender } from './hpke.ts';
import type { SubjectSession } from './subject.ts';
import { X25519_BYTES } from './x25519.ts';

export interface Epoch extends HeaderSealer {
  /**
   * Seals to the group and a subject together: reading takes both private keys. The header is another one, to be stored like
   * the epoch's. The same session gives the same sealer. Throws when the session is of another tenant or has ended.
   */
  readonly subject: (session: SubjectSession) => HeaderSealer | SealRefused;
}

/** The epoch as its sealer holds it. */
export interface RunningEpoch {
  readonly epoch: Epoch;
  /** Whether its time has come yet, and nobody has ended it. */
  readonly isRunning: () => boolean;
  /** Whether another event, field and subject would still be taken. */
  readonly hasRoom: () => boolean;
  readonly end: () => void;
}

export interface EpochOptions {
  readonly tenant: string;
  readonly recipientGroup: string;
  /** The recipient group's 32 raw bytes. */
  readonly publicKey: Uint8Array;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Gives that many bytes nobody can foresee: `randomBytes` of node:crypto. */
  readonly random: (bytes: number) => Uint8Array;
  readonly limits: EpochLimits;
}

export function startEpoch(options: EpochOptions): RunningEpoch {
  const { tenant, recipientGroup, publicKey, random, limits } = options;
  const headerId = Buffer.from(random(HEADER_ID_BYTES));
  const info = groupInfo(tenant, recipientGroup, headerId);
  // Whoever finds it in memory has the epoch's keys.
  const seed = random(X25519_BYTES);
  const { enc, keys } = setupSender(publicKey, info, seed);
  seed.fill(0);
  const dek = takeDek(keys);
  const header: GroupHeader = {
    kind: 'group',
    kid: kidOf(publicKey),
    headerId,
    enc,
    commitment: commitTo(dek, headerId),
    ...startTimes(options),
  };
  const life = startLife(options, header);
  const group = createHeaderSealer(life, header, fieldKey(dek, headerId, 'group'), options);
  const subjects = new Map<SubjectSession, HeaderSealer>();
  const subject = (session: SubjectSession): HeaderSealer | SealRefused => {
    const known = subjects.get(session);
    if (known !== undefined) return known;
    if (!isRunning(life) || subjects.size >= limits.subjects)
      return { kind: 'refused', reason: 'epoch-over' };
    const made = sealToSubject({ options, life, dek, header }, session);
    subjects.set(session, made);
    return made;
  };
  return {
    epoch: { ...group, subject },
    isRunning: () => isRunning(life),
    hasRoom: () =>
      isRunning(life) &&
      life.events < limits.events &&
      life.fields < limits.fields &&
      subjects.size < limits.subjects,
    end: () => {
      endLife(life);
      dek.fill(0);
      subjects.clear();
    },
  };
}

function startTimes({ now, limits }: EpochOptions): Pick<GroupHeader, 'notBefore' | 'notAfter'> {
  const notBefore = now();
  return { notBefore, notAfter: notBefore + limits.durationMs };
}

function startLife({ now, limits }: EpochOptions, { notBefore, notAfter }: GroupHeader): Life {
  const isInTime = (): boolean => {
    const time = now();
    // A clock that was set back ends the epoch too: the header would say the wrong times.
    return time >= notBefore && time <= notAfter;
  };
  return { events: 0, fields: 0, ended: false, limits, isInTime, keys: [] };
}

interface RunningGroup {
  readonly options: EpochOptions;
  readonly life: Life;
  readonly dek: Buffer;
  readonly header: GroupHeader;
}

function sealToSubject({ options, life, dek, header }: RunningGroup, session: SubjectSession): HeaderSealer {
  if (session.tenant !== options.tenant) throw new Error('Expected a subject session of the same tenant.');
  const headerId = Buffer.from(options.random(HEADER_ID_BYTES));
  const combined = session.combine(dek, headerId);
  if (combined === null) throw new Error('Expected a subject session that has not ended.');
  const own: SubjectHeader = {
    kind: 'subject',
    kid: session.kid,
    headerId,
    enc: session.enc,
    commitment: commitTo(combined, headerId),
    notBefore: header.notBefore,
    notAfter: header.notAfter,
    groupHeaderId: header.headerId,
  };
  const key = fieldKey(combined, headerId, 'subject');
  combined.fill(0);
  return createHeaderSealer(life, own, key, options);
}
