/**
 * What a log record and a span are once they are read, the same whether they came as JSON or as protobuf. `open` gives
 * these as messages, and null for a record that is malformed, so that the answer can say how many there were.
 */
import type { Json, JsonObject } from '../../event.ts';
import { addAttribute, KeyBook, placeValue } from './attributes.ts';
import type { AttributeTarget, Filling } from './attributes.ts';
import {
  EVENT_NAME,
  LOG_OWN,
  SPAN_KINDS,
  SPAN_OWN,
  STATUS_CODES,
  WORDS_OF_LOG,
  WORDS_OF_RESOURCE,
  WORDS_OF_SPAN,
} from './words.ts';
import type { ID_WORDS } from './words.ts';
import type { Refusal, WireLimits } from '../wire.ts';

export type Signal = 'logs' | 'traces';

/** Nanoseconds since 1970 as whole milliseconds and the rest of 0 to 999,999, because one number would round them. */
export interface Instant {
  readonly ms: number;
  readonly nanos: number;
}

export const NEVER: Instant = Object.freeze({ ms: 0, nanos: 0 });

/**
 * A resource or a scope: what describes many records at once. It is part of their messages as it is, and shared by them,
 * so that a long resource is in memory once however many records it has.
 */
export type Described = {
  readonly nested: Filling;
  readonly words: Filling;
  name: string;
  version: string;
  schemaUrl: string;
  droppedAttributesCount: number;
};

/** A log record being read. Fields have the values that mean "not there" until they come. */
export interface LogDraft {
  readonly target: AttributeTarget;
  time: Instant;
  observed: Instant;
  severityNumber: number;
  severityText: string;
  body: Json;
  droppedAttributesCount: number;
  flags: number;
  traceId: string;
  spanId: string;
  eventName: string;
}

/** An event or a link of a span being read. */
export interface PartDraft {
  readonly target: AttributeTarget;
  time: Instant;
  name: string;
  droppedAttributesCount: number;
  flags: number;
  traceId: string;
  spanId: string;
  traceState: string;
}

/** A span being read. */
export interface SpanDraft extends PartDraft {
  end: Instant;
  parentSpanId: string;
  kind: number;
  droppedEventsCount: number;
  droppedLinksCount: number;
  statusCode: number;
  statusMessage: string;
  readonly events: PartDraft[];
  readonly links: PartDraft[];
}

/** Refuses the request as a whole; thrown by the readers and caught by `open`. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal);
    this.refusal = refusal;
  }
}

/** What the reading of one request fills. */
export class Reading {
  readonly signal: Signal;
  readonly depthMax: number;
  readonly recordKeys: KeyBook;
  readonly resourceKeys: KeyBook;
  readonly plainKeys: KeyBook;
  readonly messages: Json[] = [];
  /** Whether the record being read is malformed. */
  malformed = false;
  readonly #eventsMax: number;

  constructor(signal: Signal, limits: WireLimits) {
    const { depthMax, eventsMax } = limits;
    const record = signal === 'logs' ? LOG_RULES : SPAN_RULES;
    this.signal = signal;
    this.depthMax = depthMax;
    this.recordKeys = new KeyBook(record, depthMax);
    this.resourceKeys = new KeyBook(RESOURCE_RULES, depthMax);
    this.plainKeys = new KeyBook(PLAIN_RULES, depthMax);
    this.#eventsMax = eventsMax;
  }

  /** Adds an attribute, or notes that the record is malformed. */
  add(target: AttributeTarget, keys: KeyBook, key: string, value: Json): void {
    if (!addAttribute(target, keys.placeOf(key), value)) this.malformed = true;
  }

  /** Starts a record; throws when it is one too many. */
  begin(): void {
    if (this.messages.length >= this.#eventsMax) throw new Refused('too-many-events');
    this.malformed = false;
  }

  /** Keeps the record that was read since `begin`; null in its place where it is malformed. */
  keep(target: AttributeTarget, message: JsonObject): void {
    if (!restoreSecondWords(target, message['eventName'])) this.malformed = true;
    this.messages.push(this.malformed ? null : message);
  }

  /** Makes the messages from `start` on malformed, because what describes them is. */
  spoil(start: number): void {
    this.messages.fill(null, start);
  }

  /** Throws when a value nests too deep; levels are counted as in the JSON form, so that both have the same limit. */
  checkDepth(depth: number): void {
    if (depth > this.depthMax) throw new Refused('too-deep');
  }
}

const NO_NAMES: ReadonlySet<string> = new Set();
const LOG_RULES = { words: WORDS_OF_LOG, own: LOG_OWN };
const SPAN_RULES = { words: WORDS_OF_SPAN, own: SPAN_OWN };
const RESOURCE_RULES = { words: WORDS_OF_RESOURCE, own: NO_NAMES };
const PLAIN_RULES = { words: new Map(), own: NO_NAMES };

function newTarget(): AttributeTarget {
  return { nested: {}, words: {} };
}

export function newDescribed(): Described {
  return { nested: {}, words: {}, name: '', version: '', schemaUrl: '', droppedAttributesCount: 0 };
}

export function newLog(): LogDraft {
  return {
    target: newTarget(),
    time: NEVER,
    observed: NEVER,
    severityNumber: 0,
    severityText: '',
    body: null,
    droppedAttributesCount: 0,
    flags: 0,
    traceId: '',
    spanId: '',
    eventName: '',
  };
}

export function newPart(): PartDraft {
  return {
    target: newTarget(),
    time: NEVER,
    name: '',
    droppedAttributesCount: 0,
    flags: 0,
    traceId: '',
    spanId: '',
    traceState: '',
  };
}

export function newSpan(): SpanDraft {
  return {
    ...newPart(),
    end: NEVER,
    parentSpanId: '',
    kind: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
    statusCode: 0,
    statusMessage: '',
    events: [],
    links: [],
  };
}

/** The message of a log record. Its body is a property of the event beside its attributes. */
export function logMessage(draft: LogDraft, resource: Described, scope: Described): JsonObject {
  const { target, body } = draft;
  if (body !== null) target.nested['body'] = body;
  return {
    resource,
    scope,
    properties: target.nested,
    words: target.words,
    time: draft.time.ms,
    observedTime: draft.observed.ms,
    severityNumber: draft.severityNumber,
    severityText: draft.severityText,
    droppedAttributesCount: draft.droppedAttributesCount,
    flags: draft.flags,
    traceId: draft.traceId,
    spanId: draft.spanId,
    eventName: draft.eventName,
  };
}

/**
 * The message of a span. Its times but the first are spans of time since that, so that a plan that rounds the time of
 * the event does not let the exact one out beside it.
 */
export function spanMessage(draft: SpanDraft, resource: Described, scope: Described): JsonObject {
  const { target, time } = draft;
  const own: Filling = target.nested;
  own['name'] = draft.name;
  if (draft.kind !== 0) own['kind'] = wordOf(SPAN_KINDS, draft.kind);
  own['duration_ms'] = msBetween(time, draft.end);
  if (draft.statusCode !== 0 || draft.statusMessage !== '') {
    own['status'] = without({
      code: draft.statusCode === 0 ? '' : wordOf(STATUS_CODES, draft.statusCode),
      message: draft.statusMessage,
    });
  }
  if (draft.events.length > 0) own['events'] = draft.events.map((event) => eventOf(event, time));
  if (draft.links.length > 0) own['links'] = draft.links.map(linkOf);
  return {
    resource,
    scope,
    properties: own,
    words: target.words,
    time: time.ms,
    droppedAttributesCount: draft.droppedAttributesCount,
    droppedEventsCount: draft.droppedEventsCount,
    droppedLinksCount: draft.droppedLinksCount,
    flags: draft.flags,
    traceId: draft.traceId,
    spanId: draft.spanId,
    parentSpanId: draft.parentSpanId,
    traceState: draft.traceState,
  };
}

/**
 * Of two words for one id, and of two names of an event, the second goes back among the attributes. False when its place
 * there is taken.
 */
function restoreSecondWords({ nested, words }: AttributeTarget, eventName: Json | undefined): boolean {
  for (const [second, first, path] of SECOND_WORDS) {
    const value = words[second];
    if (value === undefined || words[first] === undefined) continue;
    delete words[second];
    if (!placeValue(nested, path, value)) return false;
  }
  const name = words[EVENT_NAME];
  if (name === undefined || typeof eventName !== 'string' || eventName === '') return true;
  delete words[EVENT_NAME];
  return placeValue(nested, EVENT_NAME.split('.'), name);
}

type IdWord = keyof typeof ID_WORDS;
const SECOND_WORDS: readonly (readonly [second: IdWord, first: IdWord, path: readonly string[]])[] = [
  ['enduser.id', 'user.id', ['enduser', 'id']],
  ['enduser.pseudo.id', 'app.installation.id', ['enduser', 'pseudo', 'id']],
];

function eventOf(event: PartDraft, start: Instant): JsonObject {
  return {
    name: event.name,
    offset_ms: msBetween(start, event.time),
    ...without({
      attributes: event.target.nested,
      dropped_attributes_count: event.droppedAttributesCount,
    }),
  };
}

function linkOf(link: PartDraft): JsonObject {
  return without({
    trace_id: link.traceId,
    span_id: link.spanId,
    trace_state: link.traceState,
    flags: link.flags,
    attributes: link.target.nested,
    dropped_attributes_count: link.droppedAttributesCount,
  });
}

/** Without the members that say nothing. */
function without(members: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => !isDefault(value)));
}

function isDefault(value: Json): boolean {
  if (value === 0 || value === '') return true;
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** The word for a number of a closed list; a number that is newer than the list stays itself. */
function wordOf(words: readonly string[], number: number): Json {
  return words[number] ?? number;
}

function msBetween(from: Instant, to: Instant): number {
  // Whole nanoseconds first: the quotient is then the nearest number to the true one, and survives another way out and in.
  return ((to.ms - from.ms) * 1e6 + (to.nanos - from.nanos)) / 1e6;
}
