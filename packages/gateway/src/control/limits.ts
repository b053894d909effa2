/** Every bound of the control plane, with its default. */
export interface ControlLimits {
  /** Bytes of one request body. 64 KiB. */
  readonly bodyBytesMax: number;
  /** Bytes of one request body that brings whole events. 64 MiB: the largest that ingest takes, with room for its escapes. */
  readonly eventsBodyBytesMax: number;
  /** From the first byte of a request to its last. 10 s. */
  readonly requestTimeoutMs: number;
  /** Open connections. 256. */
  readonly connectionsMax: number;
  /** Taps open at one time. 16. */
  readonly tapsMax: number;
  /** Bytes that wait for a slow tap before it is cut. 1 MiB. */
  readonly tapBytesMax: number;
  /** Names of events that an inference tells apart. 300. */
  readonly inferEventsMax: number;
  /** Paths that it notes of one event. 300. */
  readonly inferPathsMax: number;
  /** Nesting that it notes. 8, and no more than 8 counts: a plan may be no deeper. */
  readonly inferDepthMax: number;
  /** Events that it looks at in one second; the others pass it by. 1,000. */
  readonly inferEventsPerSecondMax: number;
  /** Subjects that must have brought a name before it is told; in development one is enough. 3. */
  readonly inferSubjectsMin: number;
  /** Events that `explain` remembers. 10,000. */
  readonly recentEventsMax: number;
}

export const CONTROL_LIMITS: ControlLimits = {
  bodyBytesMax: 65_536,
  eventsBodyBytesMax: 64 * 1024 * 1024,
  requestTimeoutMs: 10_000,
  connectionsMax: 256,
  tapsMax: 16,
  tapBytesMax: 1_048_576,
  inferEventsMax: 300,
  inferPathsMax: 300,
  inferDepthMax: 8,
  inferEventsPerSecondMax: 1000,
  inferSubjectsMin: 3,
  recentEventsMax: 10_000,
};
