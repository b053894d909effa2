/** What all decoders of Sentry's messages share: the event around a meaning, and who it is about. */
import { isJsonObject } from '../../event.ts';
import type { Json, JsonObject, ReceivedEvent } from '../../event.ts';
import { ContextBuilder } from '../context-builder.ts';
import { readId, readTime, setOwn } from '../read-value.ts';
import type { DecodeContext } from '../wire.ts';
import { AUTO_ADDRESS, SENTRY_CONTEXT } from './words.ts';

/** An item of an envelope, with what the envelope says of all its items. */
export interface Item {
  readonly payload: JsonObject;
  readonly sdk: JsonObject | null;
  readonly trace: JsonObject | null;
}

/** What a message means, before the gateway's own facts. */
export interface Meaning {
  readonly name: string;
  readonly id: string | null;
  readonly time: number | null;
  readonly userId: string | null;
  readonly properties: JsonObject;
  readonly context: JsonObject;
}

/** Gathers both halves of a meaning. */
export class MeaningBuilder {
  readonly properties: Record<string, Json> = {};
  readonly context = new ContextBuilder();

  /** Sets a property, unless there is none. */
  say(name: string, value: Json | undefined): void {
    if (value !== undefined) setOwn(this.properties, name, value);
  }

  /** Sets what only Sentry has a word for, unless there is nothing in it. */
  keep(name: string, value: Json | undefined): void {
    if (value === undefined || (isJsonObject(value) && Object.keys(value).length === 0)) return;
    this.context.set(SENTRY_CONTEXT, name, value);
  }

  /** Sets a field of `CONTEXT_FIELDS`, unless there is none. */
  add(group: string | null, leaf: string, value: Json | undefined): void {
    if (value !== undefined) this.context.set(group, leaf, value);
  }

  /** An address, unless it only asks for ours or the vendor's idea of it. */
  addAddress(value: Json | undefined): void {
    if (value !== AUTO_ADDRESS) this.add(null, 'ip', value);
  }

  /** The SDK, as the envelope names it for all its items. */
  addLibrary(sdk: JsonObject | null): void {
    this.add('library', 'name', sdk?.['name']);
    this.add('library', 'version', sdk?.['version']);
  }
}

/** The object without some of its members. */
export function without(object: JsonObject, names: ReadonlySet<string>): JsonObject {
  const rest: Record<string, Json> = {};
  for (const [key, value] of Object.entries(object)) if (!names.has(key)) setOwn(rest, key, value);
  return rest;
}

/** The event. Where the sender gave no id or no time, they are the gateway's. */
export function receivedEvent(meaning: Meaning, context: DecodeContext): ReceivedEvent {
  return {
    source: context.source,
    protocol: 'sentry',
    id: meaning.id ?? context.newId(),
    call: 'track',
    operation: 'set',
    name: meaning.name,
    time: meaning.time ?? context.receivedAt,
    receivedAt: context.receivedAt,
    userId: meaning.userId,
    anonymousId: null,
    groupId: null,
    previousId: null,
    properties: meaning.properties,
    context: meaning.context,
    signals: context.signals,
  };
}

/** The sender's id of the message, and its time in milliseconds. */
export function idAndTime(payload: JsonObject): Pick<Meaning, 'id' | 'time'> {
  return { id: readId(payload['event_id']), time: readTime(payload['timestamp']) };
}
