/** What every part of the gateway is handed instead of reaching for it: time, chance, and the log. */

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `ms`, or at once when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Random {
  /** A number in [0, 1). */
  fraction(): number;
  /** A version-4 UUID (RFC 9562 §5.4). */
  uuid(): string;
}

/**
 * Every line the gateway can log. ERROR: data lost or a person must act. WARN: odd but handled. INFO: life cycle.
 * Fields are names and counts of the operator's own configuration; no event value and no unplanned key ever fits.
 */
export const LOG_LINES = {
  started: { level: 'info', meaning: 'The gateway accepts requests.' },
  stopping: { level: 'info', meaning: 'The gateway stops: no new requests, queue closed cleanly.' },
  'snapshot-published': { level: 'info', meaning: 'A compiled plan is in force.' },
  'snapshot-refused': {
    level: 'error',
    meaning: 'A plan did not compile or is not signed for; the last good one stays in force.',
  },
  'canary-share': { level: 'info', meaning: 'A candidate decides for a share of subjects.' },
  'canary-ended': {
    level: 'info',
    meaning:
      'A canary ended: its candidate is in force for everybody, it was aborted, or another plan was put in force.',
  },
  'canary-refused': {
    level: 'error',
    meaning: 'A candidate is not admitted any more; everybody meets the plan in force again.',
  },
  'canary-unwritten': {
    level: 'error',
    meaning: 'The end of a canary could not be written; a restart may begin it again.',
  },
  'glass-broken': {
    level: 'warn',
    meaning: 'A plan is in force for at most 72 hours without all its signatures.',
  },
  'epoch-burnt': { level: 'warn', meaning: 'A vendor got a new pseudonym epoch; it sees everyone as new.' },
  'day-keys-failing': {
    level: 'error',
    meaning: 'The keys of days could not be renewed; identifiers under them are left out until they are.',
  },
  'vendor-cut': { level: 'warn', meaning: 'A vendor was cut off.' },
  'vendor-resumed': { level: 'info', meaning: 'A vendor receives events again.' },
  'vendor-unauthorised': {
    level: 'error',
    meaning: 'A vendor refuses our credentials or has not what they name, such as a bucket; events wait.',
  },
  'vendor-failing': { level: 'warn', meaning: 'The breaker of a vendor opened; events wait.' },
  'vendor-recovered': { level: 'info', meaning: 'The breaker of a vendor closed.' },
  'events-dead': { level: 'error', meaning: 'Events went to the dead letters.' },
  'egress-refused': { level: 'error', meaning: 'The outbound door refused a host or address.' },
  'queue-failing': { level: 'error', meaning: 'The queue could not be written; delivery waits.' },
  'queue-full': { level: 'error', meaning: 'The queue is full; requests are answered 503.' },
  'disk-full': { level: 'error', meaning: 'The disk of the queue is full; requests are answered 503.' },
  'quarantine-full': {
    level: 'error',
    meaning: 'The quarantine is full; requests that would add to it are answered 503.',
  },
  'quarantine-unsealed': {
    level: 'error',
    meaning: 'Events that the plan quarantines are dropped: the group has no key that may be sealed to.',
  },
  'quarantine-released': { level: 'info', meaning: 'Quarantined events were accepted anew.' },
  'quarantine-discarded': { level: 'warn', meaning: 'Quarantined events were discarded by a person.' },
  'ledger-failing': {
    level: 'error',
    meaning: 'The ledger could not be written; its journal waits in the queue.',
  },
  'cohorts-failing': {
    level: 'error',
    meaning: 'What the k-gates remember could not be written; a crash would make them stricter.',
  },
  'sealing-failing': {
    level: 'error',
    meaning: 'Fields could not be sealed and were left out; the cause says why.',
  },
  'sealed-full': {
    level: 'error',
    meaning: 'The store of sealed values is full; requests that seal fields are answered 503.',
  },
  'retention-failing': {
    level: 'error',
    meaning: 'What is too old could not be deleted; it is tried again within the hour.',
  },
  'stage-failed': { level: 'error', meaning: 'A stage of decide failed; the event was withheld. A bug.' },
  'request-failed': { level: 'error', meaning: 'A request could not be handled. A bug.' },
} as const satisfies Readonly<Record<string, { level: 'info' | 'warn' | 'error'; meaning: string }>>;

export type LogLine = keyof typeof LOG_LINES;

/** The only fields a log line may carry. */
export interface LogFields {
  readonly vendor?: string;
  readonly environment?: string;
  readonly source?: string;
  readonly count?: number;
  readonly status?: number;
  readonly waitMs?: number;
  readonly port?: number;
  readonly plan?: string;
  /** Of subjects that meet the plan, above 0 and below 1. */
  readonly share?: number;
  /** Name of a recipient group. */
  readonly group?: string;
  /** Class of an error and the function it came from; never its message. */
  readonly cause?: string;
}

export interface Log {
  write(line: LogLine, fields?: LogFields): void;
}

/** Name of an error's class and where it was thrown, without its message, which may quote a value. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frame = error.stack?.split('\n').find((line) => line.trimStart().startsWith('at '));
  const place = frame?.trim().replace(/\(?(?:file:\/\/)?\/.*\/([^/]+)\)?$/, '$1') ?? '';
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  return `${error.name}${code} ${place}`.trim();
}
