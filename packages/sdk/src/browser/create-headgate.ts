/**
 * The SDK of a page. Without consent it stores nothing, sends nothing and reads neither storage nor the page.
 *
 * The way of an event: called → consent? else dropped, or held → copied and stripped → queue → consent still there? → sent.
 */
import type { Counts } from '../event.ts';
import { readOptions } from '../options.ts';
import { Sender } from '../sender.ts';
import { createTally } from '../tally.ts';
import type { BrowserOptions } from './options.ts';
import { createPermission } from './permission.ts';
import { postTo } from './post.ts';
import { Recorder } from './recorder.ts';
import { createStore } from './store.ts';

export interface Headgate {
  readonly track: (event: string, properties?: object) => void;
  readonly page: (name?: string, properties?: object) => void;
  /** The user id is kept in memory alone: say it on every page. */
  readonly identify: (userId: string, traits?: object) => void;
  readonly group: (groupId: string, traits?: object) => void;
  /** At sign-out: forgets the user and begins a new anonymous id. */
  readonly reset: () => void;
  readonly consent: ConsentSwitch;
  /** Sends what waits, unless the gateway asked for patience. Resolves when it is sent or has failed; never rejects. */
  readonly flush: () => Promise<void>;
  readonly counts: () => Counts;
  /** Sends or parks what waits, as if the page went, and takes no more. */
  readonly close: () => void;
}

export interface ConsentSwitch {
  readonly grant: (categories: readonly string[]) => void;
  /** All where none are named. When none is left, all that waits and all that is stored is deleted. */
  readonly withdraw: (categories?: readonly string[]) => void;
  /** Categories that count now: granted, and not denied by Global Privacy Control. */
  readonly granted: () => readonly string[];
}

const STORAGE_KEY = 'headgate';
const ID_LIFETIME_MS = 2_592e6;

/** Throws a TypeError where an option is no use. */
export function createHeadgate(options: BrowserOptions): Headgate {
  const { url, limits } = readOptions(options);
  const key = options.storageKey ?? STORAGE_KEY;
  const permission = createPermission(options.gpcAllows ?? []);
  const tally = createTally(options.watch);
  const store = createStore({
    key,
    idLifetimeMs: options.idLifetimeMs ?? ID_LIFETIME_MS,
    countMax: limits.queueCountMax,
    bytesMax: limits.queueBytesMax,
    area: () => (options.store === false ? null : localStorage),
  });
  const sender = new Sender({
    writeKey: options.writeKey,
    limits,
    post: postTo(url),
    narrow: permission.narrow,
    ended: (fate, { message }, after) => tally.ended(fate, message, after),
    returned: () => {
      if (document.hidden || recorder.isClosed) recorder.leave();
    },
  });
  const recorder = new Recorder({
    permission,
    store,
    sender,
    tally,
    holdCountMax: options.holdCountMax ?? 0,
  });
  const consent: ConsentSwitch = {
    grant: (categories) => {
      permission.grant(categories);
      recorder.settle();
    },
    withdraw: (categories) => {
      permission.withdraw(categories);
      recorder.settle();
    },
    granted: permission.granted,
  };
  const unlisten = listen(key, recorder, sender, consent);
  if (options.consent) consent.grant(options.consent);

  return {
    track: (event, properties = {}) => recorder.give('track', event, properties, { event }),
    page: (name = '', properties = {}) => recorder.give('page', name, properties, { name }),
    identify: (userId, traits = {}) => {
      recorder.userId = userId;
      recorder.give('identify', userId, traits, {});
    },
    group: (groupId, traits = {}) => recorder.give('group', groupId, traits, { groupId }),
    reset: () => {
      recorder.userId = undefined;
      if (recorder.isAllowed()) store.renew();
    },
    consent,
    flush: () => sender.flush(),
    counts: tally.counts,
    close: () => {
      recorder.leave();
      recorder.isClosed = true;
      unlisten();
    },
  };
}

/** Everything that the SDK listens to. Gives back how to stop. */
function listen(key: string, recorder: Recorder, sender: Sender, consent: ConsentSwitch): () => void {
  const control = new AbortController();
  const on = (target: EventTarget, type: string, hear: (event: Event) => void): void =>
    target.addEventListener(type, hear, { signal: control.signal });
  on(window, 'pagehide', () => recorder.leave());
  on(window, 'pageshow', () => recorder.arrive());
  on(window, 'online', () => sender.online());
  on(document, 'visibilitychange', () => (document.hidden ? recorder.leave() : recorder.arrive()));
  // Withdrawn in another tab.
  on(window, 'storage', (event) => {
    if (event instanceof StorageEvent && event.key === key && event.newValue === null) consent.withdraw();
  });
  return () => control.abort();
}
