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
  recentEventsMax: 10_000,
};
