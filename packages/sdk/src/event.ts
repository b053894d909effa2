/** Words of the SDK. Imports nothing. */

export type Call = 'track' | 'identify' | 'page' | 'group';

/** A message of Segment's spec (https://segment.com/docs/connections/spec/common/), of which the gateway reads these. */
export interface Message {
  readonly type: Call;
  /** 128 random bits; the same at every try, so that who gets it twice can tell. */
  readonly messageId: string;
  /** ISO 8601, by the clock of the device. The gateway corrects it by `sentAt`. */
  readonly timestamp: string;
  readonly anonymousId?: string;
  readonly userId?: string;
  readonly groupId?: string;
  readonly event?: string;
  readonly name?: string;
  /** JSON, as `clean` copied it. */
  readonly properties?: unknown;
  readonly traits?: unknown;
  readonly context: Context;
}

export interface Context {
  readonly library: { readonly name: string; readonly version: string };
  readonly consent: Consent;
  readonly locale?: string;
  readonly page?: { readonly url: string; readonly referrer?: string };
}

/** What the gateway decides by, again. */
export interface Consent {
  /** Only what was agreed to is in it; what is not in it counts as denied. */
  readonly categoryPreferences: Readonly<Record<string, true>>;
  /** Global Privacy Control was on (https://www.w3.org/TR/gpc/). */
  readonly gpc?: true;
}

/** A message that waits. */
export interface Entry {
  readonly message: Message;
  /** Of its JSON in UTF-8. */
  readonly bytes: number;
  /** When it happened, milliseconds since 1970. */
  readonly at: number;
}

/**
 * Why an event was not sent.
 * `no-consent`: no category was agreed to. `withdrawn`: it waited when consent was withdrawn. `overflow`: the queue was full, and it was the
 * oldest. `too-large`: larger than `eventBytesMax`. `unreadable`: it is no JSON (circular, BigInt). `expired`: it waited longer than
 * `ageMaxMs`. `refused`: the gateway said that it will never take it (4xx). `gave-up`: the gateway failed `attemptsMax` times. `closed`: it came, or still
 * waited, when the SDK had been closed.
 */
export type Drop =
  | 'no-consent'
  | 'withdrawn'
  | 'overflow'
  | 'too-large'
  | 'unreadable'
  | 'expired'
  | 'refused'
  | 'gave-up'
  | 'closed';

/** How an event ended. */
export type Fate = 'sent' | Drop;

/** Events by how they ended, since the start of the page or process. Those that wait are in none of it. */
export type Counts = Readonly<Partial<Record<Fate, number>>>;

/** What `watch` is told of. Carries event values: it is for the eyes of a developer, not for a log. */
export type Notice =
  | {
      readonly kind: 'given';
      readonly call: Call;
      /** Of the event, page, group or user, as the app gave it. */
      readonly name: string;
      readonly before: unknown;
      /** What waits now. Null where it is dropped, and its end follows at once, with an empty id. What is held is told of when it is not any more. */
      readonly after: Message | null;
    }
  | { readonly kind: 'ended'; readonly fate: Fate; readonly id: string; readonly after: Message | null };

export type Watch = (notice: Notice) => void;
