/**
 * The SDK of a server. Whose event it is, and what that person agreed to, is said with every call; nothing is kept between calls
 * but the queue, which is in memory and bounded.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { UNREADABLE, clean, jsonBytes } from './clean.ts';
import type { Call, Counts, Message } from './event.ts';
import { LIBRARY } from './library.ts';
import { readOptions } from './options.ts';
import type { SharedOptions } from './options.ts';
import { randomId } from './random.ts';
import { Sender } from './sender.ts';
import type { SenderParts } from './sender.ts';
import { createTally } from './tally.ts';

export type { Call, Counts, Drop, Fate, Message, Notice, Watch } from './event.ts';
export type { Limits } from './limits.ts';

export interface NodeOptions extends SharedOptions {
  /** How long `close` may try. Default 5,000. */
  readonly closeMs?: number;
}

/** Whose event it is, and on what terms. */
export type Who = Whose & {
  /** Categories that this person agreed to. Of an event with none, nothing is kept or sent. */
  readonly consent: readonly string[];
  /** Whether their browser said `Sec-GPC: 1`. The gateway denies what its plan denies for it. Default false. */
  readonly gpc?: boolean;
  /** When it happened. Default now. */
  readonly timestamp?: Date;
  /** What else the context holds. `ip` is left out of it. */
  readonly context?: object;
};

type Whose =
  | { readonly userId: string; readonly anonymousId?: string }
  | { readonly userId?: undefined; readonly anonymousId: string };

export interface Headgate {
  readonly track: (who: Who, event: string, properties?: object) => void;
  readonly page: (who: Who, name?: string, properties?: object) => void;
  readonly identify: (who: Who, traits?: object) => void;
  readonly group: (who: Who, groupId: string, traits?: object) => void;
  /** Sends what waits, unless the gateway asked for patience. Resolves when it is sent or has failed; never rejects. */
  readonly flush: () => Promise<void>;
  readonly counts: () => Counts;
  /** Takes no more, tries for `closeMs` to send what waits, and drops the rest. Called by itself when the process has nothing else to do. */
  readonly close: () => Promise<void>;
}

const CLOSE_MS = 5_000;

/** Throws a TypeError where an option is no use. */
export function createHeadgate(options: NodeOptions): Headgate {
  const { url, limits } = readOptions(options);
  const tally = createTally(options.watch);
  const sender = new Sender({
    writeKey: options.writeKey,
    limits,
    post: postTo(url),
    narrow: (message) => message,
    ended: (fate, { message }, after) => tally.ended(fate, message, after),
    isTimerIdle: true,
  });
  let closing: Promise<void> | undefined;

  const give = (who: Who, type: Call, name: string, given: Given): void => {
    const message = closing === undefined && who.consent.length > 0 ? write(who, type, given) : undefined;
    tally.given(type, name, given.traits ?? given.properties, message ?? null);
    if (message) {
      const at = who.timestamp?.getTime() ?? Date.now();
      return sender.add([{ message, bytes: jsonBytes(message), at }]);
    }
    if (closing !== undefined) tally.refused('closed');
    else tally.refused(who.consent.length > 0 ? 'unreadable' : 'no-consent');
  };
  const drain = async (): Promise<void> => {
    const deadline = Date.now() + (options.closeMs ?? CLOSE_MS);
    const isDue = (): boolean => Date.now() >= deadline;
    const control = new AbortController();
    const over = sleep(deadline - Date.now(), undefined, { signal: control.signal }).catch(() => {});
    while (!isDue()) {
      await Promise.race([sender.flush(), over]);
      if (sender.count() === 0) break;
      await sleep(Math.max(1, Math.min(sender.notBefore(), deadline) - Date.now()));
    }
    control.abort();
    sender.clear('closed');
  };
  const close = (): Promise<void> => {
    process.off('beforeExit', onIdle);
    return (closing ??= drain());
  };
  // Never rejects.
  const onIdle = (): void => void close();
  process.on('beforeExit', onIdle);

  return {
    track: (who, event, properties = {}) => give(who, 'track', event, { event, properties }),
    page: (who, name = '', properties = {}) => give(who, 'page', name, { name, properties }),
    identify: (who, traits = {}) => give(who, 'identify', who.userId ?? '', { traits }),
    group: (who, groupId, traits = {}) => give(who, 'group', groupId, { groupId, traits }),
    flush: () => sender.flush(),
    counts: tally.counts,
    close,
  };
}

type Given = Pick<Message, 'event' | 'name' | 'groupId' | 'properties' | 'traits'>;

/** Undefined where what was given is no JSON. */
function write(who: Who, type: Call, { properties, traits, ...said }: Given): Message | undefined {
  const fields = clean(properties ?? traits);
  const context = clean(who.context ?? {});
  if (fields === UNREADABLE || context === UNREADABLE) return undefined;
  const allowed = who.consent.map((category) => [category, true] as const);
  return {
    type,
    messageId: randomId(),
    timestamp: (who.timestamp ?? new Date()).toISOString(),
    ...said,
    ...(who.userId !== undefined && { userId: who.userId }),
    ...(who.anonymousId !== undefined && { anonymousId: who.anonymousId }),
    ...(traits === undefined ? { properties: fields } : { traits: fields }),
    context: {
      ...(typeof context === 'object' && { ...context, ip: undefined }),
      library: LIBRARY,
      consent: { categoryPreferences: Object.fromEntries(allowed), ...(who.gpc && { gpc: true }) },
    },
  };
}

/** A redirect is no answer: following one would lose the body. */
function postTo(url: string): SenderParts['post'] {
  return async (body, signal) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(url, { method: 'POST', body, signal, headers, redirect: 'error' });
    // Unread bodies hold their connection.
    await answer.body?.cancel();
    return { status: answer.status, retryAfter: answer.headers.get('retry-after') };
  };
}
