/**
 * Takes the events of a page. States: undecided (events are dropped, or held in memory), allowed, denied, closed. Any change of
 * consent goes through `settle`, which begins or ends everything that needs consent.
 */
import { UNREADABLE, clean, jsonBytes } from '../clean.ts';
import type { Call, Drop, Entry, Message } from '../event.ts';
import type { Sender } from '../sender.ts';
import type { Tally } from '../tally.ts';
import { describe } from './describe.ts';
import type { Permission } from './permission.ts';
import type { Store } from './store.ts';

export interface RecorderParts {
  readonly permission: Permission;
  readonly store: Store;
  readonly sender: Sender;
  readonly tally: Tally;
  readonly holdCountMax: number;
}

/** What a call says beside its properties or traits. */
export type Said = Pick<Message, 'event' | 'name' | 'groupId'>;

/** An event that waits for a decision, before it is anybody's. */
interface Draft {
  readonly at: number;
  readonly name: string;
  readonly before: object;
  readonly message: Omit<Message, 'context'> & { readonly context: Omit<Message['context'], 'consent'> };
}

export class Recorder {
  readonly #parts: RecorderParts;
  #held: readonly Draft[] = [];
  isClosed = false;
  userId: string | undefined;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
  }

  isAllowed(): boolean {
    return this.#parts.permission.granted().length > 0;
  }

  give(type: Call, name: string, before: object, said: Said): void {
    const isAllowed = this.isAllowed();
    const mayHold = !this.#parts.permission.isDecided() && this.#held.length < this.#parts.holdCountMax;
    const refuse = (fate: Drop): void => this.#refuse(fate, type, name, before);
    if (this.isClosed) return refuse('closed');
    if (!isAllowed && !mayHold) return refuse('no-consent');
    const fields = clean(before);
    if (fields === UNREADABLE) return refuse('unreadable');
    const at = Date.now();
    const bag = type === 'track' || type === 'page' ? { properties: fields } : { traits: fields };
    const user = this.userId === undefined ? {} : { userId: this.userId };
    const draft = { at, name, before, message: { type, ...said, ...bag, ...user, ...describe(at) } };
    if (isAllowed) this.#admit(draft);
    else this.#held = [...this.#held, draft];
  }

  /** After any change of consent. */
  settle(): void {
    const { sender, store } = this.#parts;
    const held = this.#held;
    this.#held = [];
    if (this.isAllowed()) {
      this.arrive();
      for (const draft of held) this.#admit(draft);
      return;
    }
    for (const draft of held) this.#refuse('no-consent', draft.message.type, draft.name, draft.before);
    sender.clear('withdrawn');
    store.forget();
    this.userId = undefined;
  }

  /** The page is seen again: takes up what was parked. */
  arrive(): void {
    if (this.isAllowed() && !this.isClosed) this.#parts.sender.add(this.#parts.store.unpark(), true);
  }

  /** The page may not come back. */
  leave(): void {
    const { sender, store } = this.#parts;
    const rest = sender.leave(!navigator.onLine);
    if (rest.length === 0) return;
    if (!this.isAllowed()) return this.#lose('withdrawn', rest);
    const dropped = store.park(rest);
    // Nothing can be stored; but the page may only be hidden.
    if (dropped === null) sender.add(rest, true);
    else this.#lose('overflow', dropped);
  }

  #lose(fate: Drop, entries: readonly Entry[]): void {
    for (const { message } of entries) this.#parts.tally.ended(fate, message, null);
  }

  #refuse(fate: Drop, ...[type, name, before]: readonly [Call, string, object]): void {
    this.#parts.tally.given(type, name, before, null);
    this.#parts.tally.refused(fate);
  }

  #admit({ at, name, before, message }: Draft): void {
    const { permission, sender, store, tally } = this.#parts;
    const context = { ...message.context, consent: permission.consent() };
    const whole: Message = { ...message, anonymousId: store.id(), context };
    tally.given(message.type, name, before, whole);
    sender.add([{ message: whole, bytes: jsonBytes(whole), at }]);
  }
}
