/** A row of a trail as it is read. */
export interface TrailRow {
  /** From 1. */
  readonly n: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly previous: string;
  readonly digest: string;
  /** All of it, as written. */
  readonly entry: Readonly<Record<string, unknown>>;
  /** The line without its digest. */
  readonly body: string;
}

const TAIL = /,"digest":"([0-9a-f]{64})"\}$/;

/** Null where the line is no row. Says nothing of whether the digests are right. */
export function parseRow(line: string): TrailRow | null {
  const digest = TAIL.exec(line)?.[1];
  const entry = digest === undefined ? null : parse(line);
  if (digest === undefined || entry === null) return null;
  const { n, at, previous } = entry;
  if (typeof n !== 'number' || typeof at !== 'string' || typeof previous !== 'string') return null;
  const moment = Date.parse(at);
  if (!Number.isSafeInteger(n) || Number.isNaN(moment)) return null;
  return { n, at: moment, previous, digest, entry, body: line.replace(TAIL, '}') };
}

function parse(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : null;
  } catch {
    return null;
  }
}
