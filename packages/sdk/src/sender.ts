/**
 * Brings entries to the gateway, one batch at a time.
 *
 * States: idle; waiting (a timer is set); sending (a batch is out of the queue and in flight); backing off (see `Backoff`). A batch
 * that failed goes back to the front of the queue. `clear` empties all and ends what is in flight; an answer that still comes is not
 * heard. Everything is in memory: a crash loses what was not parked (`browser/store.ts`).
 */
import { Backoff } from './backoff.ts';
import type { Entry, Fate, Message } from './event.ts';
import type { Limits } from './limits.ts';
import { createQueue, sizeOf } from './queue.ts';
import type { Queue } from './queue.ts';
import { judge } from './retry.ts';
import type { Answer } from './retry.ts';

export interface SenderParts {
  readonly writeKey: string;
  readonly limits: Limits;
  /** Sends a body. Rejects or gives status 0 where no answer came. `isLeaving`: the page may be gone before there is one. */
  readonly post: (body: string, signal: AbortSignal, isLeaving: boolean) => Promise<Answer>;
  /** The message as it may be sent now, or null where consent for it is gone. */
  readonly narrow: (message: Message) => Message | null;
  /** Told once for each entry. `after` is the message as it was sent. */
  readonly ended: (fate: Fate, entry: Entry, after: Message | null) => void;
  /** Told when a batch came back to the queue. */
  readonly returned?: () => void;
  /** Whether a process may end although a timer runs. Default no. */
  readonly isTimerIdle?: boolean;
}

type Batch = readonly (readonly [Entry, Message])[];

/** What requests of a page that is gone may hold in all: 64 KiB, less room for the envelopes. */
const LEAVING_BYTES_MAX = 6e4;
const SILENCE: Answer = { status: 0, retryAfter: null };

export class Sender {
  readonly #parts: SenderParts;
  readonly #queue: Queue;
  readonly #backoff: Backoff;
  readonly #flying = new Map<AbortController, readonly Entry[]>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | undefined;

  constructor(parts: SenderParts) {
    this.#parts = parts;
    this.#queue = createQueue(parts.limits.queueCountMax, parts.limits.queueBytesMax);
    this.#backoff = new Backoff(parts.limits);
  }

  add(entries: readonly Entry[], isFront?: boolean): void {
    const { flushCount, eventBytesMax, batchBytesMax } = this.#parts.limits;
    const isSmall = ({ bytes }: Entry): boolean => bytes <= eventBytesMax;
    this.#end(
      'too-large',
      entries.filter((entry) => !isSmall(entry)),
    );
    this.#end('overflow', this.#queue.add(entries.filter(isSmall), isFront));
    if (this.#queue.count() >= flushCount || this.#queue.bytes() >= batchBytesMax) void this.flush();
    else this.#schedule();
  }

  /** Sends until the queue is empty, something fails, or a wait is due. Never rejects. */
  flush(): Promise<void> {
    return (this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      this.#schedule();
    }));
  }

  /** Sends at once, without waiting for an answer, what a page may leave behind, unless it backs off or `isOffline`; gives back the rest. */
  leave(isOffline: boolean): readonly Entry[] {
    const flying = [...this.#flying.values()].reduce((sum, each) => sum + sizeOf(each), 0);
    const room = Math.min(LEAVING_BYTES_MAX - flying, this.#parts.limits.batchBytesMax);
    const batch = isOffline || !this.#backoff.isOver() ? [] : this.#take(room);
    // Never rejects.
    if (batch.length > 0) void this.#send(batch, true);
    return this.#queue.take(Infinity, Infinity);
  }

  /** Drops all. */
  clear(fate: Fate): void {
    for (const [control, entries] of this.#flying) {
      this.#flying.delete(control);
      control.abort();
      this.#end(fate, entries);
    }
    this.#end(fate, this.#queue.take(Infinity, Infinity));
  }

  /** The network is back. */
  online(): void {
    this.#backoff.online();
    // Never rejects.
    void this.flush();
  }

  count(): number {
    return this.#queue.count();
  }

  /** Milliseconds since 1970, before which nothing is sent. */
  notBefore(): number {
    return this.#backoff.notBefore;
  }

  async #run(): Promise<void> {
    while (this.#backoff.isOver()) {
      const batch = this.#take(this.#parts.limits.batchBytesMax);
      if (batch.length === 0 || !(await this.#send(batch, false))) return;
    }
  }

  /** A batch as it may be sent now. Empty when nothing is left that fits. */
  #take(bytesMax: number): Batch {
    for (;;) {
      const taken = this.#queue.take(Infinity, bytesMax);
      const batch = taken.flatMap((entry) => {
        const message = this.#parts.narrow(entry.message);
        const isOld = entry.at < Date.now() - this.#parts.limits.ageMaxMs;
        if (message && !isOld) return [[entry, message] as const];
        this.#end(isOld ? 'expired' : 'withdrawn', [entry]);
        return [];
      });
      if (batch.length > 0 || taken.length === 0) return batch;
    }
  }

  /** Whether more may follow at once. Never rejects. */
  async #send(batch: Batch, isLeaving: boolean): Promise<boolean> {
    const { post, limits, writeKey, ended } = this.#parts;
    const control = new AbortController();
    const entries = batch.map(([entry]) => entry);
    this.#flying.set(control, entries);
    const limit = setTimeout(() => control.abort(), limits.timeoutMs);
    const messages = batch.map(([, message]) => message);
    const body = JSON.stringify({ batch: messages, sentAt: new Date(), writeKey });
    const answer = await post(body, control.signal, isLeaving).catch(() => SILENCE);
    clearTimeout(limit);
    // Not there any more: it was cleared meanwhile.
    if (!this.#flying.delete(control)) return false;
    const verdict = judge(answer.status);
    if (verdict === 'again') {
      this.#retry(entries, answer);
      return false;
    }
    this.#backoff.passed();
    for (const [entry, message] of batch) ended(verdict, entry, message);
    return true;
  }

  #retry(entries: readonly Entry[], answer: Answer): void {
    if (!this.#backoff.failed(answer)) return this.#end('gave-up', entries);
    this.#end('overflow', this.#queue.add(entries, true));
    this.#parts.returned?.();
    this.#schedule();
  }

  #schedule(): void {
    if (this.#timer !== undefined || this.#running !== undefined || this.#queue.count() === 0) return;
    const wait = Math.max(this.#parts.limits.flushMs, this.#backoff.notBefore - Date.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      // Never rejects.
      void this.flush();
    }, wait);
    if (this.#parts.isTimerIdle && typeof this.#timer === 'object') this.#timer.unref();
  }

  #end(fate: Fate, entries: readonly Entry[]): void {
    for (const entry of entries) this.#parts.ended(fate, entry, null);
  }
}
