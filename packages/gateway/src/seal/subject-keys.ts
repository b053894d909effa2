/**
 * Which key each subject has, and the sessions that seal to them.
 *
 * State: assignments that are not known to be durable yet, subjects whose key is just being taken away, and sessions, the last used
 * last. Invariants: a subject keeps its key until it is forgotten; a key is given to one subject only, because it counts as used from
 * the moment it is taken, and the count is stored with the assignment; a text that needs an assignment brings it along as a record
 * until it is durable. A crash forgets assignments that were not stored, and nothing that was sealed under them is stored either.
 */
import type { SealRecord } from '@headgate/core';
import { startSubjectSession } from '@headgate/seal/envelope';
import type { SubjectSession } from '@headgate/seal/envelope';
import type { SubjectPool } from './subject-pool.ts';

type Assignment = Extract<SealRecord, { kind: 'subject-key' }>;

/** Why a subject has no key. */
export type SubjectKeyRefusal = 'no-subject-keys' | 'bad-subject-key';

export interface SubjectSealing {
  readonly session: SubjectSession;
  /** What must be durable before a text of the session is let out; null where it is. */
  readonly record: SealRecord | null;
}

/** Names of the keys that a subject had: 16 hex digits each. */
export interface Forgotten {
  /** The one that it had until now; null for none. */
  readonly kid: string | null;
  /** Those that were taken from it before, the oldest first. */
  readonly earlier: readonly string[];
}

export interface SubjectKeys {
  readonly sealingFor: (subject: string, tenant: string) => SubjectSealing | SubjectKeyRefusal;
  /** Takes the subject's key away: what is sealed from now on is under a new one. */
  readonly forget: (subject: string) => Promise<Forgotten>;
  /** Ends sessions that are older than their time, and lets go of assignments that are durable. */
  readonly expire: () => void;
  /** Ends every session. */
  readonly end: () => void;
}

/** What is asked of the store. */
export interface SubjectStore {
  readonly keyOf: (subject: string) => string | null;
  readonly isDurable: (record: SealRecord) => boolean;
  /** `pending` is a key that the subject has and that may not be stored yet. */
  readonly forget: (subject: string, pending: string | null) => Promise<Forgotten>;
}

export interface SubjectKeysParts {
  readonly store: SubjectStore;
  readonly pool: SubjectPool;
  readonly now: () => number;
  readonly random: (bytes: number) => Uint8Array;
  /** Sessions kept. */
  readonly sessionsMax: number;
  /** How long a session is used. */
  readonly sessionMs: number;
}

interface Running {
  readonly session: SubjectSession;
  readonly until: number;
}

export function createSubjectKeys(parts: SubjectKeysParts): SubjectKeys {
  const { store, pool, now, random, sessionsMax, sessionMs } = parts;
  const pending = new Map<string, Assignment>();
  const forgetting = new Set<string>();
  const sessions = new Map<string, Running>();

  const endSession = (subject: string): void => {
    sessions.get(subject)?.session.end();
    sessions.delete(subject);
  };
  const assign = (subject: string): string | null => {
    const publicKey = pool.take();
    if (publicKey !== null) pending.set(subject, { kind: 'subject-key', subject, publicKey });
    return publicKey;
  };
  const keyOf = (subject: string): string | null => {
    const known = pending.get(subject)?.publicKey;
    const stored = known === undefined && !forgetting.has(subject) ? store.keyOf(subject) : null;
    return known ?? stored ?? assign(subject);
  };
  const sessionFor = (subject: string, tenant: string): SubjectSession | SubjectKeyRefusal => {
    const running = sessions.get(subject);
    if (running !== undefined && running.until > now() && running.session.tenant === tenant) {
      sessions.delete(subject);
      sessions.set(subject, running);
      return running.session;
    }
    endSession(subject);
    const publicKey = keyOf(subject);
    if (publicKey === null) return 'no-subject-keys';
    const session = start(publicKey, tenant, random);
    if (session === null) return 'bad-subject-key';
    sessions.set(subject, { session, until: now() + sessionMs });
    for (const oldest of sessions.keys()) {
      if (sessions.size <= sessionsMax) break;
      endSession(oldest);
    }
    return session;
  };

  return {
    sealingFor: (subject, tenant) => {
      const session = sessionFor(subject, tenant);
      if (typeof session === 'string') return session;
      const record = pending.get(subject) ?? null;
      return { session, record: record !== null && store.isDurable(record) ? null : record };
    },
    forget: async (subject) => {
      endSession(subject);
      const known = pending.get(subject)?.publicKey ?? null;
      pending.delete(subject);
      forgetting.add(subject);
      try {
        return await store.forget(subject, known);
      } finally {
        forgetting.delete(subject);
      }
    },
    expire: () => {
      for (const [subject, { until }] of sessions) if (until <= now()) endSession(subject);
      for (const [subject, record] of pending) if (store.isDurable(record)) pending.delete(subject);
    },
    end: () => {
      for (const subject of sessions.keys()) endSession(subject);
    },
  };
}

/** Null where the key is none to seal to, such as a point of small order. */
function start(
  publicKey: string,
  tenant: string,
  random: (bytes: number) => Uint8Array,
): SubjectSession | null {
  try {
    return startSubjectSession({ tenant, publicKey: Buffer.from(publicKey, 'base64url'), random });
  } catch {
    return null;
  }
}
