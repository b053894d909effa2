/** Puts `context` back into Snowplow's words and entities: the tables of the Snowplow wire protocol, read backwards. */
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { Json, JsonObject } from '../../event.ts';
import { bucketOf, parseSchema, readSelfDescribing, selfDescribing } from '../../wire/snowplow/schema.ts';
import type { Schema } from '../../wire/snowplow/schema.ts';
import {
  AUTOMATIC,
  CHANNELS,
  CLIENT_SESSION,
  ENTITIES,
  SESSION_USER,
  SIZES,
  SNOWPLOW_CONTEXT,
} from '../../wire/snowplow/words.ts';
import { backwards } from '../translate-context.ts';
import { uuidOf } from '../uuid-of.ts';

export interface Told {
  /** Payload words; all values are text. */
  readonly words: ReadonlyMap<string, string>;
  readonly entities: readonly JsonObject[];
  /** What Snowplow has no word for, as it stood in `context`. */
  readonly rest: JsonObject;
  /** What kind of event Snowplow's own tracker sent, and of which schema, where the plan lets that through. */
  readonly kind: string | null;
  readonly schema: Schema | null;
}

type Field = readonly [group: string | null, leaf: string, value: Json];

const WORDS = backwards(AUTOMATIC);
const PLATFORM_OF = backwards(CHANNELS);
/** Every other value fails an event's enrichment (snowplow/enrich, `MiscEnrichments.extractPlatform`). */
const PLATFORMS: ReadonlySet<string> = new Set('web mob pc app srv tv cnsl iot headset'.split(' '));
/** The payload's remaining words. One that is not of its schema fails all events of a request (iglu-central, `payload_data` 1-0-4). */
const OWN_WORDS: ReadonlySet<string> = new Set(
  (
    'tna aid dtm tid nuid tnuid vid fp ctype cookie f_pdf f_qt f_realp f_wma f_dir f_fla f_java f_gears f_ag ds cs mac ' +
    'ad_ba ad_ca ad_ad ad_uid res vp'
  ).split(' '),
);
/** Words whose other values fail an event's enrichment (snowplow/enrich, `Transform`). */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const INTEGER = /^\d{1,9}$/;
const SHAPES: ReadonlyMap<string, RegExp> = new Map([
  ['sid', UUID],
  ['vid', INTEGER],
  ['cd', INTEGER],
  ['tid', INTEGER],
]);
/** Path in `context` → bucket and member of the entity that has it. */
const ENTITY_PLACES: ReadonlyMap<string, readonly [bucket: string, member: string]> = new Map(
  [...ENTITIES].flatMap(([bucket, { words }]) =>
    Object.entries(words).map(([member, path]) => [path, [bucket, member]] as const),
  ),
);

/** Tells all of the context: in words, in entities, and as rest. */
export function tellContext(context: JsonObject, anonymousId: string | null): Told {
  const teller = new Teller();
  for (const field of fieldsOf(context)) teller.take(field);
  return teller.tell(anonymousId);
}

/** A single value as payload text, or null. */
export function textOf(value: Json | undefined): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null;
}

function readSchema(value: Json): Schema | null {
  const name = parseSchema(value);
  return name === null || typeof value !== 'string' ? null : { schema: value, name };
}

function fieldsOf(context: JsonObject): readonly Field[] {
  return Object.entries(context).flatMap(([key, value]): readonly Field[] =>
    isJsonObject(value)
      ? Object.entries(value).map(([leaf, held]): Field => [key, leaf, held])
      : [[null, key, value]],
  );
}

/** The fields where they stood. */
function contextOf(fields: readonly Field[]): JsonObject {
  const context = new Map<string, Json>();
  for (const [group, leaf, value] of fields) {
    const members = group === null ? undefined : context.get(group);
    if (group === null) context.set(leaf, value);
    else context.set(group, { ...(isJsonObject(members) ? members : {}), [leaf]: value });
  }
  return Object.fromEntries(context);
}

function pathOf([group, leaf]: Field): string {
  return group === null ? leaf : `${group}.${leaf}`;
}

/** Gathers one context. What several fields make together is told at the end. */
class Teller {
  readonly #words = new Map<string, string>();
  readonly #rest: Field[] = [];
  readonly #later = new Map<string, Field>();
  readonly #members = new Map<string, Map<string, Field>>();
  #buckets: JsonObject = {};
  #sessionId: Json | undefined;
  #kind: string | null = null;
  #schema: Schema | null = null;

  take(field: Field): void {
    const [group, , value] = field;
    const path = pathOf(field);
    const place = ENTITY_PLACES.get(path);
    if (path === 'sessionId') this.#sessionId = value;
    if (group === SNOWPLOW_CONTEXT) this.#takeOwn(field);
    else if (place !== undefined) this.#takeMember(place, field);
    else if (LATER.has(path)) this.#later.set(path, field);
    else if (!this.#word(WORDS.get(path), value)) this.#rest.push(field);
  }

  tell(anonymousId: string | null): Told {
    this.#tellTracker();
    this.#tellPlatform();
    for (const [word, paths] of Object.entries(SIZES)) this.#tellSize(word, paths);
    const entities = [...this.#tellBuckets(anonymousId), ...this.#tellMembers()];
    return {
      words: this.#words,
      entities,
      rest: contextOf(this.#rest),
      kind: this.#kind,
      schema: this.#schema,
    };
  }

  #takeOwn(field: Field): void {
    const [, leaf, value] = field;
    if (leaf === 'e' && typeof value === 'string') this.#kind = value;
    else if (leaf === 'schema' && readSchema(value) !== null) this.#schema = readSchema(value);
    else if (leaf === 'contexts' && isJsonObject(value)) this.#buckets = value;
    else if (!this.#word(OWN_WORDS.has(leaf) ? leaf : undefined, value)) this.#rest.push(field);
  }

  #takeMember([bucket, member]: readonly [string, string], field: Field): void {
    const members = this.#members.get(bucket) ?? new Map<string, Field>();
    members.set(member, field);
    this.#members.set(bucket, members);
  }

  /** False where there is no such word, or it cannot have the value. */
  #word(word: string | undefined, value: Json): boolean {
    const text = textOf(value);
    if (word === undefined || text === null || SHAPES.get(word)?.test(text) === false) return false;
    this.#words.set(word, text);
    return true;
  }

  #keep(field: Field | undefined): void {
    if (field !== undefined) this.#rest.push(field);
  }

  #tellTracker(): void {
    const fields = ['library.name', 'library.version'].map((path) => this.#later.get(path));
    const texts = fields.map((field) =>
      typeof field?.[2] === 'string' && field[2] !== '' ? field[2] : null,
    );
    fields.forEach((field, at) => {
      if (texts[at] === null) this.#keep(field);
    });
    const told = texts.filter((text) => text !== null);
    if (told.length > 0) this.#words.set('tv', told.join('-'));
  }

  #tellPlatform(): void {
    const field = this.#later.get('channel');
    const value = field?.[2];
    const platform = typeof value === 'string' ? (PLATFORM_OF.get(value) ?? value) : '';
    if (PLATFORMS.has(platform)) this.#words.set('p', platform);
    else this.#keep(field);
  }

  #tellSize(word: string, paths: readonly string[]): void {
    const fields = paths.map((path) => this.#later.get(path));
    const texts = fields.map((field) => textOf(field?.[2]) ?? '');
    if (texts.every((text) => INTEGER.test(text))) this.#words.set(word, texts.join('x'));
    else for (const field of fields) this.#keep(field);
  }

  /** The entities as they came, with what had moved out of them. An entity without its schema is none. */
  #tellBuckets(anonymousId: string | null): readonly JsonObject[] {
    const told: JsonObject[] = [];
    const kept: [string, Json][] = [];
    for (const [bucket, held] of Object.entries(this.#buckets)) {
      const entities = isJsonArray(held) ? held.map(readSelfDescribing) : [null];
      if (entities.some((entity) => entity === null)) kept.push([bucket, held]);
      else
        entities.forEach((entity, at) => {
          if (entity === null) return;
          const isOwn = at === 0 && bucketOf(entity.name) === bucket && isJsonObject(entity.data);
          const data = isOwn ? this.#refill(bucket, entity.data, anonymousId) : entity.data;
          told.push(selfDescribing(entity.schema, data));
        });
    }
    if (kept.length > 0) this.#rest.push([SNOWPLOW_CONTEXT, 'contexts', Object.fromEntries(kept)]);
    return told;
  }

  #refill(bucket: string, data: Json, anonymousId: string | null): Json {
    if (!isJsonObject(data)) return data;
    if (bucket === CLIENT_SESSION) return { ...this.#sessionIds(anonymousId), ...data };
    const members = this.#members.get(bucket) ?? new Map<string, Field>();
    const missing = [...members].filter(([member]) => !Object.hasOwn(data, member));
    for (const [member] of missing) members.delete(member);
    return { ...Object.fromEntries(missing.map(([member, [, , value]]) => [member, value])), ...data };
  }

  #sessionIds(anonymousId: string | null): JsonObject {
    const sessionId = this.#sessionId;
    return {
      ...(anonymousId === null
        ? {}
        : { userId: SESSION_USER.test(anonymousId) ? anonymousId : uuidOf(anonymousId) }),
      ...(sessionId === undefined ? {} : { sessionId }),
    };
  }

  /** New entities out of what has no entity yet and is enough for one. */
  #tellMembers(): readonly JsonObject[] {
    const told: JsonObject[] = [];
    for (const [bucket, members] of this.#members) {
      const known = ENTITIES.get(bucket);
      if (known !== undefined && known.required.every((member) => members.has(member))) {
        const data = Object.fromEntries([...members].map(([member, [, , value]]) => [member, value]));
        told.push(selfDescribing(known.schema, data));
      } else {
        for (const field of members.values()) this.#keep(field);
      }
    }
    return told;
  }
}

const LATER: ReadonlySet<string> = new Set([
  'channel',
  'library.name',
  'library.version',
  ...Object.values(SIZES).flat(),
]);
