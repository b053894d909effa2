/** Every limit of the gateway as `headgate.yaml` writes it: a line of documentation each, the defaults from the parts. */
import { z } from 'zod';
import { K_GATE_LIMITS } from '../cohort/limits.ts';
import type { KGateLimits } from '../cohort/limits.ts';
import { CONTROL_LIMITS } from '../control/limits.ts';
import type { ControlLimits } from '../control/limits.ts';
import { DELIVER_LIMITS, DOOR_LIMITS, OBJECT_STORAGE_LIMITS } from '../deliver/limits.ts';
import type { DeliverLimits, DoorLimits, ObjectStorageLimits } from '../deliver/limits.ts';
import { SEAL_LIMITS } from '../seal/limits.ts';
import type { SealLimits } from '../seal/limits.ts';
import { INGEST_LIMITS } from '../ingest/limits.ts';
import type { IngestLimits } from '../ingest/limits.ts';
import { QUARANTINE_LIMITS } from '../quarantine/limits.ts';
import type { QuarantineLimits } from '../quarantine/limits.ts';

export interface QueueLimits {
  readonly bytesMax: number;
  readonly partitions: number;
  readonly deadMax: number;
}

const QUEUE_LIMITS: QueueLimits = { bytesMax: 4 * 1024 ** 3, partitions: 4, deadMax: 10_000 };

export interface LedgerLimits {
  readonly memoryMb: number;
  readonly threads: number;
  readonly intervalMs: number;
  readonly entriesMax: number;
}

const LEDGER_LIMITS: LedgerLimits = { memoryMb: 256, threads: 1, intervalMs: 1_000, entriesMax: 20_000 };

export interface WarehouseLimits {
  readonly memoryMb: number;
  readonly threads: number;
}

const WAREHOUSE_LIMITS: WarehouseLimits = { memoryMb: 128, threads: 1 };

export interface Limits {
  readonly ingest: IngestLimits;
  readonly deliver: DeliverLimits;
  readonly door: DoorLimits;
  readonly objectStorage: ObjectStorageLimits;
  readonly queue: QueueLimits;
  readonly quarantine: QuarantineLimits;
  readonly ledger: LedgerLimits;
  readonly warehouse: WarehouseLimits;
  readonly kGate: KGateLimits;
  readonly seal: SealLimits;
  readonly control: ControlLimits;
}

type Documented<L> = Readonly<Record<keyof L, string>>;

const INGEST_DOCS: Documented<IngestLimits> = {
  bodyBytesMax: 'Bytes of one request body as sent.',
  decompressedBytesMax: 'Bytes of one request body after decompression.',
  bodiesBytesMax: 'Bytes of all bodies being read at one moment; beyond it, 503.',
  bodyTimeoutMs: 'From the end of the headers to the end of the body.',
  headerTimeoutMs: 'From the first byte of a request to the end of its headers.',
  headerBytesMax: 'Bytes of request line and headers.',
  headersMax: 'Headers of one request.',
  connectionsMax: 'Open connections; further ones are closed at once.',
  keepAliveTimeoutMs: 'How long an idle connection is kept.',
  lingerTimeoutMs: 'How long the rest of a refused body is read, so that the client gets the answer.',
  closeTimeoutMs: 'How long a stop waits for requests under way.',
  burstSeconds: "Seconds' worth of its rate that a quiet source may send at once.",
  fullRetrySeconds: 'What Retry-After says while the queue is full.',
  depthMax: 'Nesting of arrays and objects in a body.',
  eventsMax: 'Events in one request.',
};

const DELIVER_DOCS: Documented<DeliverLimits> = {
  lingerMs: 'How long a lane that was empty gathers events before it sends them.',
  requestsMax: 'Requests made for one lease.',
  retryWaitMs: 'First wait after a failure; it doubles with every attempt.',
  retryWaitMsMax: 'Longest wait without Retry-After.',
  retryAfterMsMax: 'A longer Retry-After is cut to this.',
  attemptsMax: 'Failed attempts of the same events after which they are dead.',
  ageMsMax: 'Age at which a failed attempt is the last.',
  breakerFailuresMax: 'Failures in a row that open the breaker of a lane.',
  breakerWaitMs: 'How long the breaker stays open at first.',
  breakerWaitMsMax: 'How long the breaker stays open at most.',
  unauthorisedWaitMs: 'How long a lane waits at first after its credentials were refused.',
  unauthorisedWaitMsMax: 'How long it waits at most.',
  stopMsMax: 'How long a stop waits for requests to vendors.',
};

const DOOR_DOCS: Documented<DoorLimits> = {
  timeoutMs: 'From opening the connection to a vendor to the last byte of its answer.',
  answerBytesMax: "Bytes of a vendor's answer that are read.",
  connectionsMax: 'Connections to one host at a time.',
};

const OBJECT_STORAGE_DOCS: Documented<ObjectStorageLimits> = {
  lingerMs: 'How long a lane to object storage that was empty gathers events before it puts them.',
};

const QUEUE_DOCS: Documented<QueueLimits> = {
  bytesMax: 'Bytes of waiting events; beyond it requests are answered 503.',
  partitions: 'Partitions of every lane; a queue that exists keeps the number it was made with.',
  deadMax: 'Dead letters kept per lane.',
};

const QUARANTINE_DOCS: Documented<QuarantineLimits> = {
  bytesMax: 'Bytes of quarantined events; beyond it requests that would add to them are answered 503.',
  shapesMax: 'Shapes that one listing shows.',
  pageRecordsMax: 'Quarantined events that are fetched or replayed at once.',
  pageBytesMax: 'Bytes that are fetched at once, unless a single event is larger.',
};

const LEDGER_DOCS: Documented<LedgerLimits> = {
  memoryMb: 'Buffer memory of the ledger in MiB.',
  threads: 'Threads that one question to the ledger may use.',
  intervalMs: 'Between two looks at the journal.',
  entriesMax: 'Journal entries written in one transaction.',
};

const WAREHOUSE_DOCS: Documented<WarehouseLimits> = {
  memoryMb: 'Buffer memory in MiB of one warehouse, or of one lane that makes Parquet objects.',
  threads: 'Threads of one warehouse, or of one lane that makes Parquet objects.',
};

const K_GATE_DOCS: Documented<KGateLimits> = {
  entriesMax: 'Subjects and sensitive values that all k-gates remember; beyond it new tuples are `(other)`.',
  saveIntervalMs: 'How often what the k-gates remember is written; a crash takes what came since.',
};

const SEAL_DOCS: Documented<SealLimits> = {
  bytesMax:
    'Bytes of sealed values and headers that are kept; beyond it requests that seal are answered 503.',
  epochMs: 'How long an epoch of sealing lasts: its keys are in memory no longer.',
  epochEventsMax: 'Events of one epoch.',
  epochFieldsMax: 'Fields of one epoch; at most 4,294,967,296.',
  epochSubjectsMax: 'Subjects of one epoch.',
  subjectSessionsMax: 'Subjects whose sessions are kept, so that sealing to them is cheap.',
};

const CONTROL_DOCS: Documented<ControlLimits> = {
  bodyBytesMax: 'Bytes of one request body on the admin port.',
  eventsBodyBytesMax: 'Bytes of one request body on the admin port that brings whole events.',
  requestTimeoutMs: 'How long a request on the admin port may take to arrive.',
  connectionsMax: 'Open connections on the admin port.',
  tapsMax: 'Taps open at one time.',
  tapBytesMax: 'Bytes that wait for a slow tap before it is cut.',
  inferEventsMax: 'Names of events that `plan infer --live` tells apart.',
  inferPathsMax: 'Paths that `plan infer --live` notes of one event.',
  inferDepthMax: 'Nesting that `plan infer --live` notes; no more than 8 counts.',
  inferEventsPerSecondMax: 'Events that `plan infer --live` looks at in one second; others pass it by.',
  inferSubjectsMin:
    'Subjects that must have brought a name before `plan infer --live` is told of it; in development one is enough.',
  recentEventsMax: 'Events that `explain` remembers, in memory and without values.',
};

/** What a timer of Node can wait (https://nodejs.org/api/timers.html). */
const WAIT_MS_MAX = 2 ** 31 - 1;

type LimitShape = z.ZodPrefault<z.ZodObject<Record<string, z.ZodDefault<z.ZodNumber>>, z.core.$strict>>;

function shapeOf<L extends { readonly [K in keyof L]: number }>(
  defaults: L,
  docs: Documented<L>,
): LimitShape {
  const shape: Record<string, z.ZodDefault<z.ZodNumber>> = {};
  for (const key of keysOf(defaults)) {
    const max = /Ms(?:Max)?$/.test(key) ? WAIT_MS_MAX : Number.MAX_SAFE_INTEGER;
    shape[snakeOf(key)] = z.int().min(1).max(max).default(defaults[key]).describe(docs[key]);
  }
  return z.strictObject(shape).prefault({});
}

/** The section `limits`. Every limit is at least 1. */
export const writtenLimits = z
  .strictObject({
    ingest: shapeOf(INGEST_LIMITS, INGEST_DOCS),
    deliver: shapeOf(DELIVER_LIMITS, DELIVER_DOCS),
    door: shapeOf(DOOR_LIMITS, DOOR_DOCS),
    object_storage: shapeOf(OBJECT_STORAGE_LIMITS, OBJECT_STORAGE_DOCS),
    queue: shapeOf(QUEUE_LIMITS, QUEUE_DOCS),
    quarantine: shapeOf(QUARANTINE_LIMITS, QUARANTINE_DOCS),
    ledger: shapeOf(LEDGER_LIMITS, LEDGER_DOCS),
    warehouse: shapeOf(WAREHOUSE_LIMITS, WAREHOUSE_DOCS),
    k_gate: shapeOf(K_GATE_LIMITS, K_GATE_DOCS),
    seal: shapeOf(SEAL_LIMITS, SEAL_DOCS),
    control: shapeOf(CONTROL_LIMITS, CONTROL_DOCS),
  })
  .prefault({});

/** From the written names to those of the parts. */
export function readLimits(written: z.output<typeof writtenLimits>): Limits {
  return {
    ingest: read(INGEST_LIMITS, written.ingest),
    deliver: read(DELIVER_LIMITS, written.deliver),
    door: read(DOOR_LIMITS, written.door),
    objectStorage: read(OBJECT_STORAGE_LIMITS, written.object_storage),
    queue: read(QUEUE_LIMITS, written.queue),
    quarantine: read(QUARANTINE_LIMITS, written.quarantine),
    ledger: read(LEDGER_LIMITS, written.ledger),
    warehouse: read(WAREHOUSE_LIMITS, written.warehouse),
    kGate: read(K_GATE_LIMITS, written.k_gate),
    seal: read(SEAL_LIMITS, written.seal),
    control: read(CONTROL_LIMITS, written.control),
  };
}

function read<L extends { readonly [K in keyof L]: number }>(
  defaults: L,
  written: Readonly<Record<string, number>>,
): L {
  const limits = { ...defaults };
  for (const key of keysOf(defaults))
    Object.assign(limits, { [key]: written[snakeOf(key)] ?? defaults[key] });
  return limits;
}

function snakeOf(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function keysOf<L extends object>(table: L): (keyof L & string)[] {
  // Object.keys forgets the key type; the tables given here are closed literals.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.keys(table) as (keyof L & string)[];
}
