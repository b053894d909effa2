/**
 * What the gateway keeps of a quarantined event: the event itself, sealed, and beside it what may be known without opening it. Vocabulary
 * and the one maker of `SealedText`, the only thing beside a `CleanEvent` that may be stored of an event.
 */
import { ENVIRONMENTS, QUARANTINE_CAUSES } from '@headgate/core';
import type { QuarantineCause, Source } from '@headgate/core';
import { isSealed } from '@headgate/seal/envelope';

declare const sealed: unique symbol;

/** A part of an event, sealed to a recipient group. Nobody who stores it can open it. */
export type SealedText = string & { readonly [sealed]: true };

/** In clear: names of the plan and of the configuration, random numbers and keyed digests; no value and no unplanned name. */
export interface QuarantineHead {
  readonly cause: QuarantineCause;
  readonly source: Source;
  /** Id of the planned event; null where there is none. */
  readonly planned: string | null;
  /** Name of the wire protocol that carried it. */
  readonly protocol: string;
  /** The recipient group that it is sealed to. */
  readonly group: string;
  /** Keyed digest of what it looks like: 16 hex digits. */
  readonly shape: string;
  /** Random, made for this record: binds the texts to each other and to this place. */
  readonly eventId: string;
  /** Binds the event to this record: HMAC-SHA256 of its JSON under a key that is sealed with it; base64url. */
  readonly mac: string;
}

export interface QuarantinedEvent {
  readonly head: QuarantineHead;
  /** In order; together they are the event. */
  readonly texts: readonly SealedText[];
}

/** One that is stored. */
export interface QuarantineRecord {
  /** Grows in the order of acceptance; never given twice. */
  readonly number: number;
  /** Head and texts. */
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly storedAt: number;
  readonly head: QuarantineHead;
}

/** What an append does to the quarantine, in the same transaction. */
export interface QuarantineStep {
  readonly add: readonly QuarantinedEvent[];
  /** Numbers of records whose events the append accepts anew: they leave. Where one is not there, the append does not happen. */
  readonly release: readonly number[];
}

export interface QuarantineDepth {
  readonly records: number;
  readonly bytes: number;
  /** When the oldest record was stored; null when there is none. */
  readonly oldestAt: number | null;
}

/** The records of a queue. */
export interface Quarantine {
  depth(): QuarantineDepth;
  /** Records whose number is higher than `after`, lowest first. */
  records(after: number, limit: number): readonly QuarantineRecord[];
  /** Null when there is no such record. */
  find(number: number): QuarantineRecord | null;
  /** Null when there is no such record. */
  texts(number: number): readonly SealedText[] | null;
  /** Forgets records; gives back how many were there. */
  remove(numbers: readonly number[]): Promise<number>;
  /** Forgets the records that were stored before a time, from the oldest to the first younger one; gives back how many. */
  removeBefore(time: number): Promise<number>;
}

export function isSealedText(text: string): text is SealedText {
  return isSealed(text);
}

/** A stored head; throws when the text is not one. */
export function reviveHead(text: string): QuarantineHead {
  const value: unknown = JSON.parse(text);
  if (!isHead(value)) throw new Error('The quarantine is corrupt: a record has another form.');
  return value;
}

const TEXTS = ['protocol', 'group', 'shape', 'eventId', 'mac'] as const;

function isHead(value: unknown): value is QuarantineHead {
  if (!isObject(value)) return false;
  const { cause, planned, source } = value;
  return (
    TEXTS.every((key) => typeof value[key] === 'string') &&
    QUARANTINE_CAUSES.some((each) => each === cause) &&
    (planned === null || typeof planned === 'string') &&
    isObject(source) &&
    typeof source['id'] === 'string' &&
    ENVIRONMENTS.some((each) => each === source['environment'])
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
