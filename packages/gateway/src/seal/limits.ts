/** Limits of sealing. */
export interface SealLimits {
  readonly bytesMax: number;
  readonly epochMs: number;
  readonly epochEventsMax: number;
  readonly epochFieldsMax: number;
  readonly epochSubjectsMax: number;
  readonly subjectSessionsMax: number;
}

export const SEAL_LIMITS: SealLimits = {
  bytesMax: 4 * 1024 ** 3,
  epochMs: 300_000,
  epochEventsMax: 10_000,
  epochFieldsMax: 1_048_576,
  epochSubjectsMax: 10_000,
  subjectSessionsMax: 10_000,
};
