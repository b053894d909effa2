/** What a vendor is on the wire: pure mappings between clean events and HTTP requests. */
import type { CleanEvent, Json } from '../event.ts';
import type { Checked } from '../issue.ts';

export interface VendorRequest {
  readonly method: 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Compress the body with gzip. */
  readonly gzip: boolean;
  /** Positions, in the events given to `toRequests`, that this request carries, in the order of its body. */
  readonly carries: readonly number[];
}

/** What the vendor's answer means for each event of one request, by position in `carries`. */
export type VendorReading =
  | { readonly kind: 'delivered' }
  /** Only the named positions were refused for good; the rest are delivered. */
  | { readonly kind: 'partial'; readonly refused: readonly number[] }
  /** Try the same events again. `waitMs` is what Retry-After asked for, if it did. */
  | { readonly kind: 'later'; readonly waitMs: number | null }
  /** Too large: try again with half as many. */
  | { readonly kind: 'split' }
  /** Every event of this request is refused for good. */
  | { readonly kind: 'refused' }
  /**
   * Our credentials, or the place that the settings name, are wrong: keep the events, stop sending until the configuration
   * changes or time passes.
   */
  | { readonly kind: 'unauthorised' };

export interface VendorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface BatchLimits {
  readonly eventsMax: number;
  /** Bytes of JSON before compression. */
  readonly bytesMax: number;
}

/** What the mapping may ask of the world, handed in to keep it pure. */
export interface VendorTools {
  /** Now, milliseconds since 1970. */
  readonly now: number;
  /** HMAC-SHA256 over UTF-8 text under a base64 key, as base64. */
  readonly hmacBase64: (keyBase64: string, text: string) => string;
}

/**
 * The fields of an event that a message has no place for, by their paths in the ledger. One constant for each case of a
 * vendor, so that cases can be told apart by identity.
 */
export interface Omission {
  readonly omits: (path: string) => boolean;
}

/** What of an event decides what its message carries. */
export type Outline = Pick<
  CleanEvent,
  'call' | 'operation' | 'name' | 'userId' | 'anonymousId' | 'properties'
>;

/** What the wire of a vendor can express, so that the ledger records what is sent and no more. */
export interface VendorWire {
  /** Whether there is a form for the event at all. */
  readonly accepts: (event: Pick<CleanEvent, 'call' | 'operation'>) => boolean;
  /** What the event's message leaves out; null where it carries everything. */
  readonly leavesOut: (event: Outline) => Omission | null;
}

/** One kind of vendor. `S` is its settings as parsed. */
export interface Vendor<S> extends VendorWire {
  readonly kind: string;
  readonly batch: BatchLimits;
  /** Settings keys whose values are secrets, masked wherever configuration is printed. */
  readonly secrets: readonly string[];
  /** Checks the settings as written in the configuration. */
  readonly parseSettings: (written: Json, file: string) => Checked<S>;
  /** Hosts (`name` or `name:port`) that these settings send to; the only ones the door opens for. */
  readonly hosts: (settings: S) => readonly string[];
  readonly toRequests: (
    events: readonly CleanEvent[],
    settings: S,
    tools: VendorTools,
  ) => readonly VendorRequest[];
  readonly readAnswer: (answer: VendorAnswer, request: VendorRequest, tools: VendorTools) => VendorReading;
}
