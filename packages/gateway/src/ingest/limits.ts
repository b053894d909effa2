/** Every bound that ingest puts on what strangers may send. */
import type { WireLimits } from '@headgate/core';

export interface IngestLimits extends WireLimits {
  /**
   * Bytes of one request body as sent. Default 10 MiB: the largest that a supported vendor takes is Mixpanel's
   * `/import` with 10 MB (https://docs.mixpanel.com/troubleshooting/errors/413-payload-too-large).
   */
  readonly bodyBytesMax: number;
  /** Bytes of one request body after decompression. Default 20 MiB. */
  readonly decompressedBytesMax: number;
  /** Bytes of all bodies that are being read or decompressed at one moment. Default 256 MiB; beyond it, 503. */
  readonly bodiesBytesMax: number;
  /** From the end of the headers to the end of the body. Default 30 s. */
  readonly bodyTimeoutMs: number;
  /** From the first byte of a request to the end of its headers. Default 10 s. */
  readonly headerTimeoutMs: number;
  /**
   * Bytes of request line and headers. Default 64 KiB, since mixpanel's Node SDK sends whole events in the query
   * of a GET.
   */
  readonly headerBytesMax: number;
  /** Headers of one request. Default 100. */
  readonly headersMax: number;
  /** Open connections; further ones are closed at once. Default 10,000. */
  readonly connectionsMax: number;
  /** How long an idle connection is kept. Default 65 s, just above the idle time of common load balancers. */
  readonly keepAliveTimeoutMs: number;
  /** How long the rest of a refused body is read and thrown away, so that the client gets to read the answer. Default 2 s. */
  readonly lingerTimeoutMs: number;
  /** How long `close` waits for requests under way before it cuts them. Default 10 s. */
  readonly closeTimeoutMs: number;
  /** A quiet source may send this many seconds' worth of its rate at once. Default 10. */
  readonly burstSeconds: number;
  /** What Retry-After says while the queue is full. Default 5. */
  readonly fullRetrySeconds: number;
}

export const INGEST_LIMITS: IngestLimits = {
  bodyBytesMax: 10 * 1024 * 1024,
  decompressedBytesMax: 20 * 1024 * 1024,
  bodiesBytesMax: 256 * 1024 * 1024,
  bodyTimeoutMs: 30_000,
  headerTimeoutMs: 10_000,
  headerBytesMax: 64 * 1024,
  headersMax: 100,
  connectionsMax: 10_000,
  keepAliveTimeoutMs: 65_000,
  lingerTimeoutMs: 2_000,
  closeTimeoutMs: 10_000,
  burstSeconds: 10,
  fullRetrySeconds: 5,
  depthMax: 64,
  eventsMax: 2_000,
};
