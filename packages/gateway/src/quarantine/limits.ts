/** Every bound of the quarantine, with its default. */
export interface QuarantineLimits {
  /** Bytes of quarantined events that may be stored; beyond it, 503 for requests that would add to them. 256 MiB. */
  readonly bytesMax: number;
  /** Shapes that one listing shows. 1,000. */
  readonly shapesMax: number;
  /** Records in one page that is fetched or replayed. 200. */
  readonly pageRecordsMax: number;
  /** Bytes of one page that is fetched, unless a single record is larger. 8 MiB. */
  readonly pageBytesMax: number;
}

export const QUARANTINE_LIMITS: QuarantineLimits = {
  bytesMax: 256 * 1024 * 1024,
  shapesMax: 1000,
  pageRecordsMax: 200,
  pageBytesMax: 8 * 1024 * 1024,
};
