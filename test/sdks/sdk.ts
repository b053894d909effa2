/** What a driver of an SDK is. A driver is one file that knows one published package and nothing of any suite. */

/** How an SDK is started. */
export interface SdkTask {
  /** Origin of the gateway, without trailing slash. */
  readonly gateway: string;
  readonly key: string;
  /** Lets an SDK that sends each event by itself gather them into one request, where it can. */
  readonly batching: boolean;
}

/** One planned event, with a text by which suites find it again. */
export interface Numbered {
  readonly name: string;
  /** Made by `numberText`; the value of the property `sequence`. */
  readonly number: string;
  /** Whose event it is. */
  readonly person: string;
  /** A property that no plan knows, to make the message large; empty for none. */
  readonly padding: string;
}

/** An event with this number. */
export function numbered(sequence: number, padding: string): Numbered {
  return { name: 'Order Completed', number: numberText(sequence), person: `person-${sequence}`, padding };
}

/** Values that stand for what an app knows of a person; every call of `act` carries some of them. */
export interface Planted {
  readonly userId: string;
  readonly anonymousId: string;
  readonly groupId: string;
  /** Stands in every free place: properties, traits, page addresses. */
  readonly text: string;
}

/** The number that `act` gives wherever a number is due. Pages write it out, since they import nothing. */
export const GIVEN_NUMBER = 7_331;

/** An SDK at work. */
export interface RunningSdk {
  /** Makes every kind of call the SDK has. */
  act(planted: Planted): Promise<void> | void;
  /** Makes one event each, as near to each other as the SDK lets them be. */
  track(events: readonly Numbered[]): Promise<void> | void;
  /** Resolves when the SDK says that it has delivered everything or given up; gives what it reported as failed. */
  flush(): Promise<readonly string[]>;
}

/** The string that carries an event's number in every protocol. It must not look like anything personal. */
function numberText(sequence: number): string {
  return `number-${sequence}-end`;
}

export const NUMBER_SHAPE = /number-(\d+)-end/g;

/** Every answer of the gateway that can occur, and what can befall it while an SDK sends. */
export const SITUATIONS = {
  success: 'Planned events.',
  'policy drop': 'An event that no plan knows; the answer is that of success.',
  'bad key': '401: no source has the key.',
  'over limit': '413: more events in a request than `limits.ingest.events_max`.',
  'too large': '413: a body larger than `limits.ingest.body_bytes_max`, beside one that is not.',
  'too fast': '429, for PostHog 503, with Retry-After until the rate of the source allows more.',
  full: '503 with Retry-After until the queue has room again.',
  'vendor down': 'The vendor fails for a while.',
  restart: 'The gateway ends in good order and starts again.',
  kill: 'The gateway is killed before an answer arrives, and starts again.',
} as const satisfies Readonly<Record<string, string>>;

export type Situation = keyof typeof SITUATIONS;

/** Situations in which an SDK gives up events that nobody has accepted, by its own design, and why. */
export type Drops = Readonly<Partial<Record<Situation, string>>>;
