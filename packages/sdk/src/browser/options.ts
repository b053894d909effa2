import type { SharedOptions } from '../options.ts';

export interface BrowserOptions extends SharedOptions {
  /**
   * Categories that this person has agreed to already, as the app's consent manager knows. Leave it out while nobody has decided; an empty
   * list is a No. Default: undecided.
   */
  readonly consent?: readonly string[];
  /** Categories that Global Privacy Control does not deny, such as what the service cannot do without. Default none: it denies all. */
  readonly gpcAllows?: readonly string[];
  /** Events held in memory while nobody has decided, and sent if consent is given. Default 0: they are dropped. */
  readonly holdCountMax?: number;
  /** Whether anything may be stored after consent: the anonymous id, and what could not be sent before the page went. Default true. */
  readonly store?: boolean;
  /** How long an anonymous id lives, from its birth. Default 30 days. */
  readonly idLifetimeMs?: number;
  /** The one key of localStorage. Default `headgate`. */
  readonly storageKey?: string;
}
