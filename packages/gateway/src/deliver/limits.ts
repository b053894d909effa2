/** Every bound of delivery, with its default. */
export interface DeliverLimits {
  /** How long a lane that was empty gathers events before it sends them; a full batch is followed at once. 500 ms. */
  readonly lingerMs: number;
  /** Requests made for one lease: when parts of it are split again and again, the rest waits for the next lease. At least 1; 64. */
  readonly requestsMax: number;

  /** First wait after a failure, before jitter; it doubles with every attempt. 1 s. */
  readonly retryWaitMs: number;
  /** No wait without Retry-After is longer. 5 min. */
  readonly retryWaitMsMax: number;
  /** A longer Retry-After is cut to this. 1 h. */
  readonly retryAfterMsMax: number;
  /** Failed attempts of the same events after which they are dead. 1,000. */
  readonly attemptsMax: number;
  /** Age since they were stored at which a failed attempt is their last. 72 h. */
  readonly ageMsMax: number;

  /** Failures in a row, over all partitions of a lane, that open its breaker. 5. */
  readonly breakerFailuresMax: number;
  /** How long the breaker stays open at first; it doubles with every probe that fails. 5 s. */
  readonly breakerWaitMs: number;
  /** 5 min. */
  readonly breakerWaitMsMax: number;
  /** How long a lane waits at first after its credentials were refused; it doubles likewise. 1 min. */
  readonly unauthorisedWaitMs: number;
  /** 1 h. */
  readonly unauthorisedWaitMsMax: number;

  /** How long `stop` waits for requests under way. 10 s. */
  readonly stopMsMax: number;
}

export const DELIVER_LIMITS: DeliverLimits = {
  lingerMs: 500,
  requestsMax: 64,
  retryWaitMs: 1_000,
  retryWaitMsMax: 300_000,
  retryAfterMsMax: 3_600_000,
  attemptsMax: 1_000,
  ageMsMax: 72 * 3_600_000,
  breakerFailuresMax: 5,
  breakerWaitMs: 5_000,
  breakerWaitMsMax: 300_000,
  unauthorisedWaitMs: 60_000,
  unauthorisedWaitMsMax: 3_600_000,
  stopMsMax: 10_000,
};

/** The bounds of one outbound request. */
export interface DoorLimits {
  /** From opening the connection to the last byte of the answer. 30 s. */
  readonly timeoutMs: number;
  /** Bytes of an answer that are read; what is longer is cut off there. 1 MiB. */
  readonly answerBytesMax: number;
  /** Connections to one host at a time. 8. */
  readonly connectionsMax: number;
}

export const DOOR_LIMITS: DoorLimits = { timeoutMs: 30_000, answerBytesMax: 1_048_576, connectionsMax: 8 };

/** The bounds of object storage beside those of every delivery. */
export interface ObjectStorageLimits {
  /** How long a lane that was empty gathers events, so that objects are few and large. 60 s. */
  readonly lingerMs: number;
}

export const OBJECT_STORAGE_LIMITS: ObjectStorageLimits = { lingerMs: 60_000 };
