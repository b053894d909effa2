/** Everything that seals fields, put together. Part of the composition root. */
import { bindEventId } from '@headgate/core';
import type { FieldSealer, Pseudonymiser, SealedEvent } from '@headgate/core';
import { randomBytes } from 'node:crypto';
import type { Config } from './config/config.ts';
import type { Sealing } from './control/sealed/sealed-routes.ts';
import type { Metrics, Sample } from './metrics.ts';
import type { Clock, Log } from './runtime.ts';
import { createFieldSealer } from './seal/field-sealer.ts';
import { createRecipientsInForce } from './seal/recipients-in-force.ts';
import type { RecipientsInForce } from './seal/recipients-in-force.ts';
import { createRefusals } from './seal/refusals.ts';
import { createSubjectKeys } from './seal/subject-keys.ts';
import type { Forgotten } from './seal/subject-keys.ts';
import { openSubjectPool } from './seal/subject-pool.ts';
import { openSealedStore } from './sealed/sealed-store.ts';
import type { SealedStore } from './sealed/sealed-store.ts';

export interface FieldSealing {
  readonly recipients: RecipientsInForce;
  readonly sealer: FieldSealer;
  readonly store: SealedStore;
  /** Makes what was sealed durable, before any clean event of it is. */
  keep(events: readonly SealedEvent[], storedAt: number): Promise<'stored' | 'full'>;
  /** `subject` is the internal index. */
  forget(subject: string): Promise<Forgotten>;
  /** Keys of the pool that nobody has; null where no pool is configured. */
  keysLeft(): number | null;
  /** Ends what is over in time. For a timer. */
  expire(): void;
  /** Ends every epoch and session now. */
  end(): void;
  close(): Promise<void>;
}

export interface SealingParts {
  readonly config: Config;
  /** Of the store. */
  readonly directory: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** The nonces that there are under one key: an epoch cannot have more fields, whatever is configured. */
const NONCES = 2 ** 32;

/** Opens the store and the pool; the recipients are read with the plan. */
export async function openSealing(parts: SealingParts): Promise<FieldSealing> {
  const { config, directory, clock, log, metrics } = parts;
  const { recipientsFile: file, subjectsFile } = config.seal;
  const limits = config.limits.seal;
  const now = (): number => clock.now();
  const random = randomBytes;
  const recipients = createRecipientsInForce({
    file,
    now,
    random,
    limits: {
      durationMs: limits.epochMs,
      events: limits.epochEventsMax,
      fields: Math.min(limits.epochFieldsMax, NONCES),
      subjects: limits.epochSubjectsMax,
    },
  });
  const store = await openSealedStore({ directory, bytesMax: limits.bytesMax });
  const pool = subjectsFile === null ? null : openSubjectPool(subjectsFile, store.keysUsed());
  const sessions = { sessionsMax: limits.subjectSessionsMax, sessionMs: limits.epochMs };
  const subjects = pool === null ? null : createSubjectKeys({ store, pool, now, random, ...sessions });
  const refusals = createRefusals({
    log,
    now,
    count: (group, reason) => metrics.add('headgate_fields_unsealed_total', [group, reason], 1),
  });
  let isFull = false;
  return {
    recipients,
    sealer: createFieldSealer({ recipients, subjects, refused: refusals.refused }),
    store,
    keep: async (events, storedAt) => {
      const kept = await store.append({ events, storedAt, keysUsed: pool?.used() ?? 0 });
      if (kept === 'full' && !isFull) log.write('sealed-full');
      isFull = kept === 'full';
      return kept;
    },
    forget: (subject) => subjects?.forget(subject) ?? store.forget(subject, null),
    keysLeft: () => pool?.left() ?? null,
    expire: () => {
      recipients.expire();
      subjects?.expire();
      refusals.flush();
    },
    end: () => {
      recipients.end();
      subjects?.end();
    },
    close: () => store.close(),
  };
}

/** The same for the routes of the control plane. */
export function sealingForControl(
  sealing: FieldSealing,
  pseudonymiser: Pseudonymiser,
  sources: () => readonly Parameters<ReturnType<typeof bindEventId>>[0][],
): Sealing {
  const eventIdOf = bindEventId(pseudonymiser);
  return {
    store: sealing.store,
    eventIdsOf: (id) => sources().map((source) => eventIdOf(source, id)),
    forget: async (identity) => {
      const index = pseudonymiser.subject(identity);
      return { index, ...(await sealing.forget(index)) };
    },
  };
}

/** The gauges of the store and of the pool. */
export function sampleSealing(sealing: FieldSealing, bytesMax: number): Sample[] {
  const left = sealing.keysLeft();
  return [
    { name: 'headgate_sealed_bytes', labels: [], value: sealing.store.bytes() },
    { name: 'headgate_sealed_capacity_bytes', labels: [], value: bytesMax },
    ...(left === null ? [] : [{ name: 'headgate_subject_keys_left', labels: [], value: left } as const]),
  ];
}
