/** What a clean event is at Snowplow: a page view, one of the old structured kinds, or a self-describing event. */
import { isJsonObject } from '../../event.ts';
import type { CleanEvent, Json, JsonObject } from '../../event.ts';
import {
  CART_WORDS,
  isAction,
  isCart,
  PRODUCT,
  PRODUCT_WORDS,
  rename,
  TRANSACTION,
  TRANSACTION_WORDS,
  unfoldAction,
} from '../../wire/snowplow/commerce.ts';
import { isIdentify, isScreenView, selfDescribing } from '../../wire/snowplow/schema.ts';
import type { SchemaName } from '../../wire/snowplow/schema.ts';
import { eventKind } from '../../wire/snowplow/words.ts';
import type { EventKind } from '../../wire/snowplow/words.ts';
import { backwards } from '../translate-context.ts';
import { textOf } from './snowplow-words.ts';
import type { Told } from './snowplow-words.ts';

export interface SchemaSettings {
  /** Who the schemas of events belong to that no Snowplow tracker sent. */
  readonly schemaVendor: string;
  /** Version of all of them. */
  readonly schemaVersion: string;
}

export interface SnowplowEvent {
  readonly e: string;
  /** Payload words of this kind of event. */
  readonly words: readonly (readonly [string, string])[];
  /** The self-describing event, where it is one. */
  readonly described: JsonObject | null;
  readonly entities: readonly JsonObject[];
  /** What goes to the entity of the rest. */
  readonly rest: JsonObject;
}

const NOTHING = { words: [], described: null, entities: [], rest: {} } as const;
/** https://docs.snowplow.io/docs/fundamentals/schemas/#iglu: letters, digits, hyphen and underscore. */
const SCHEMA_NAME = /^[\w-]{1,128}$/;

/** The event in Snowplow's form. What its form has no place for is in `rest`. */
export function toSnowplowEvent(event: CleanEvent, told: Told, settings: SchemaSettings): SnowplowEvent {
  switch (event.call) {
    case 'page':
      return pageView(event, told);
    case 'screen':
      return withGroup(event, screenView(event, told, settings));
    case 'track':
      return withGroup(event, plainEvent(event, told) ?? describedEvent(event, told, settings));
    case 'identify':
      return withGroup(event, identify(event, told, settings));
    case 'group':
      return own('group', { groupId: event.groupId, ...changeOf(event) }, settings, previous(event));
    case 'alias':
      return withGroup(
        { ...event, previousId: null },
        own('alias', { previousId: event.previousId, ...changeOf(event) }, settings),
      );
  }
}

/** The URI of a schema of the settings' vendor. Names that no schema can have are written in its letters. */
export function ownSchema(name: string, { schemaVendor, schemaVersion }: SchemaSettings): string {
  return `iglu:${schemaVendor}/${schemaName(name)}/jsonschema/${schemaVersion}`;
}

function schemaName(name: string): string {
  if (SCHEMA_NAME.test(name)) return name;
  const written = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]+/g, '_')
    .slice(0, 128)
    .replaceAll(/^_+|_+$/g, '');
  return written === '' ? 'event' : written;
}

function pageView(event: CleanEvent, { words }: Told): SnowplowEvent {
  const { name, properties } = event;
  const titled = name !== '' && !words.has('page');
  return {
    ...NOTHING,
    e: 'pv',
    words: titled ? [['page', name]] : [],
    rest: {
      ...idsOf(event),
      ...(titled || name === '' ? {} : { name }),
      ...(Object.keys(properties).length === 0 ? {} : { properties }),
    },
  };
}

/** Page pings, structured events and transactions, where that is what the tracker sent and all of it has a word. */
function plainEvent({ name, properties }: CleanEvent, told: Told): SnowplowEvent | null {
  const kind = told.kind === null ? null : eventKind(told.kind);
  if (kind === null || (kind.nameWord === null && name !== kind.name)) return null;
  const words = plainWords(properties, kind);
  if (words === null || told.kind === null) return null;
  const named = kind.nameWord === null ? [] : [[kind.nameWord, name] as const];
  return { ...NOTHING, e: told.kind, words: [...named, ...words] };
}

function plainWords(properties: JsonObject, kind: EventKind): readonly (readonly [string, string])[] | null {
  const table = backwards(kind.words);
  const words = Object.entries(properties).map(([property, value]) => [table.get(property), textOf(value)]);
  const told = words.flatMap(([word, text]) =>
    typeof word === 'string' && typeof text === 'string' ? [[word, text] as const] : [],
  );
  return told.length === words.length ? told : null;
}

function describedEvent(event: CleanEvent, { schema }: Told, settings: SchemaSettings): SnowplowEvent {
  const { name, properties } = event;
  if (schema === null) {
    return own(name, properties, settings, schemaName(name) === name ? {} : { name });
  }
  const shop = shopEvent(event, schema.name);
  if (shop !== null) return { ...described(schema.schema, shop.data), entities: shop.entities };
  return { ...described(schema.schema, properties), rest: schema.name.name === name ? {} : { name } };
}

/** An event of the Segment spec's name that came from one of Snowplow's shop schemas. */
function shopEvent(
  { name, properties }: CleanEvent,
  schema: SchemaName,
): { readonly data: JsonObject; readonly entities: readonly JsonObject[] } | null {
  if (name === schema.name) return null;
  if (isCart(schema)) return { data: rename(properties, backwards(CART_WORDS)), entities: [] };
  if (!isAction(schema)) return null;
  const { data, products, transaction } = unfoldAction(properties);
  const entities = products.map((product) => selfDescribing(PRODUCT, productOf(product)));
  if (Object.keys(transaction).length > 0) {
    entities.push(selfDescribing(TRANSACTION, rename(transaction, backwards(TRANSACTION_WORDS))));
  }
  return { data, entities };
}

function productOf(product: Json): Json {
  return isJsonObject(product) ? rename(product, backwards(PRODUCT_WORDS)) : product;
}

function screenView(event: CleanEvent, { schema }: Told, settings: SchemaSettings): SnowplowEvent {
  const { name, properties } = event;
  const hasName = Object.hasOwn(properties, 'name');
  if (schema !== null && isScreenView(schema.name) && !hasName) {
    return described(schema.schema, { name, ...properties });
  }
  const isOther = hasName && properties['name'] !== name;
  return own('screen', { name, ...properties }, settings, isOther ? { name } : {});
}

function identify(event: CleanEvent, { schema }: Told, settings: SchemaSettings): SnowplowEvent {
  const { userId, operation, properties } = event;
  const isTold = schema !== null && isIdentify(schema.name) && !Object.hasOwn(properties, 'id');
  if (isTold && operation === 'set' && userId !== null) {
    return described(schema.schema, { id: userId, ...properties });
  }
  return own('identify', changeOf(event), settings);
}

/** Only the names are sent of what is unset. */
function changeOf({ call, operation, properties }: CleanEvent): JsonObject {
  if (call === 'alias') return Object.keys(properties).length === 0 ? {} : { traits: properties };
  if (operation === 'unset') return { operation, names: Object.keys(properties) };
  return operation === 'delete' ? { operation } : { operation, traits: properties };
}

function own(name: string, data: JsonObject, settings: SchemaSettings, rest: JsonObject = {}): SnowplowEvent {
  return { ...described(ownSchema(name, settings), data), rest };
}

function described(schema: string, data: JsonObject): SnowplowEvent {
  return { ...NOTHING, e: 'ue', described: selfDescribing(schema, data) };
}

function withGroup(event: CleanEvent, told: SnowplowEvent): SnowplowEvent {
  return { ...told, rest: { ...told.rest, ...idsOf(event) } };
}

function idsOf(event: Pick<CleanEvent, 'groupId' | 'previousId'>): JsonObject {
  return { ...(event.groupId === null ? {} : { groupId: event.groupId }), ...previous(event) };
}

function previous({ previousId }: Pick<CleanEvent, 'previousId'>): JsonObject {
  return previousId === null ? {} : { previousId };
}
