/**
 * Snowplow's shop events under the Segment spec's names (https://segment.com/docs/connections/spec/ecommerce/v2/).
 * An e-commerce action says what happened in the event, and with what in entities around it
 * (iglu:com.snowplowanalytics.snowplow.ecommerce/…); the spec has both in the properties of one event.
 * What was brought under the spec's names has one of the spec's names itself, so that the way back can tell.
 */
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { Json, JsonObject } from '../../event.ts';
import { setOwn } from '../read-value.ts';
import { SNOWPLOW_VENDOR } from './schema.ts';
import type { SchemaName, SelfDescribing } from './schema.ts';

const VENDOR = `${SNOWPLOW_VENDOR}.ecommerce`;
export const PRODUCT = `iglu:${VENDOR}/product/jsonschema/1-0-0`;
export const TRANSACTION = `iglu:${VENDOR}/transaction/jsonschema/1-0-0`;

type Words = Readonly<Record<string, string>>;

/** `type` of `snowplow_ecommerce_action` → event of the Segment spec. `trns_error` has none there. */
const ACTIONS: ReadonlyMap<Json, string> = new Map<Json, string>([
  ['add_to_cart', 'Product Added'],
  ['remove_from_cart', 'Product Removed'],
  ['product_view', 'Product Viewed'],
  ['list_view', 'Product List Viewed'],
  ['list_click', 'Product Clicked'],
  ['promo_view', 'Promotion Viewed'],
  ['promo_click', 'Promotion Clicked'],
  ['checkout_step', 'Checkout Step Viewed'],
  ['transaction', 'Order Completed'],
  ['refund', 'Order Refunded'],
]);
const CARTS: ReadonlyMap<string, string> = new Map([
  ['add_to_cart', 'Product Added'],
  ['remove_from_cart', 'Product Removed'],
]);

/** What an action's own data holds; its other properties came from a transaction, and `products` from products. */
const ACTION_MEMBERS: ReadonlySet<string> = new Set(['type', 'name']);
/** Names that a transaction may not bring into the properties. */
const PROPERTY_MEMBERS: readonly string[] = [...ACTION_MEMBERS, 'products'];

export const PRODUCT_WORDS = { id: 'product_id' } as const satisfies Words;
export const TRANSACTION_WORDS = {
  transaction_id: 'order_id',
  discount_code: 'coupon',
  discount_amount: 'discount',
} as const satisfies Words;
export const CART_WORDS = { unitPrice: 'price' } as const satisfies Words;

export interface ShopEvent {
  readonly name: string;
  readonly properties: JsonObject;
  /** The entities that are not in the properties now. */
  readonly entities: readonly SelfDescribing[];
}

/** Whether the schema is that of an e-commerce action. */
export function isAction({ vendor, name }: SchemaName): boolean {
  return vendor === VENDOR && name === 'snowplow_ecommerce_action';
}

/** Whether the schema is that of a change of the cart: `add_to_cart` or `remove_from_cart`. */
export function isCart({ vendor, name }: SchemaName): boolean {
  return vendor === SNOWPLOW_VENDOR && CARTS.has(name);
}

/** The event under the spec's names, or null where it is no shop event or has words that would be taken for the spec's. */
export function readShopEvent(event: SelfDescribing, entities: readonly SelfDescribing[]): ShopEvent | null {
  const { data } = event;
  if (!isJsonObject(data)) return null;
  if (isAction(event.name)) return readAction(data, entities);
  const name = isCart(event.name) ? CARTS.get(event.name.name) : undefined;
  if (name === undefined || !isFree(data, CART_WORDS)) return null;
  return { name, properties: rename(data, CART_WORDS), entities };
}

/** The action's own data, its products and its transaction, out of the properties again. */
export function unfoldAction(properties: JsonObject): {
  readonly data: JsonObject;
  readonly products: readonly Json[];
  readonly transaction: JsonObject;
} {
  const data: Record<string, Json> = {};
  const transaction: Record<string, Json> = {};
  let products: readonly Json[] = [];
  for (const [word, value] of Object.entries(properties)) {
    if (ACTION_MEMBERS.has(word)) data[word] = value;
    else if (word === 'products' && isJsonArray(value)) products = value;
    else setOwn(transaction, word, value);
  }
  return { data, products, transaction };
}

/** The members under the names of the table; the others keep theirs. */
export function rename(data: JsonObject, words: ReadonlyMap<string, string> | Words): JsonObject {
  const table = words instanceof Map ? words : new Map(Object.entries(words));
  const renamed: Record<string, Json> = {};
  for (const [word, value] of Object.entries(data)) setOwn(renamed, table.get(word) ?? word, value);
  return renamed;
}

/** Only entities of exactly the known schemas move, so that they can be told apart again. */
function readAction(data: JsonObject, entities: readonly SelfDescribing[]): ShopEvent | null {
  const name = ACTIONS.get(data['type'] ?? null);
  if (name === undefined || !Object.keys(data).every((word) => ACTION_MEMBERS.has(word))) return null;
  const products = entities.filter((entity) => entity.schema === PRODUCT);
  const productsMove = products.every((entity) => isFree(entity.data, PRODUCT_WORDS));
  const transaction = onlyTransaction(entities);
  const properties: Record<string, Json> = { ...data };
  for (const [word, value] of Object.entries(transaction?.details ?? {})) setOwn(properties, word, value);
  if (productsMove && products.length > 0) properties['products'] = products.map(productOf);
  const moved = new Set([
    ...(productsMove ? products : []),
    ...(transaction === null ? [] : [transaction.entity]),
  ]);
  return { name, properties, entities: entities.filter((entity) => !moved.has(entity)) };
}

function onlyTransaction(
  entities: readonly SelfDescribing[],
): { readonly entity: SelfDescribing; readonly details: JsonObject } | null {
  const [entity, ...others] = entities.filter((each) => each.schema === TRANSACTION);
  const data = entity?.data;
  if (entity === undefined || others.length > 0 || !isJsonObject(data)) return null;
  const clashes = PROPERTY_MEMBERS.some((member) => Object.hasOwn(data, member));
  return clashes || !isFree(data, TRANSACTION_WORDS)
    ? null
    : { entity, details: rename(data, TRANSACTION_WORDS) };
}

function productOf({ data }: SelfDescribing): Json {
  return isJsonObject(data) ? rename(data, PRODUCT_WORDS) : data;
}

/** Whether the data has no member by one of the new names, so that renaming can be undone. */
function isFree(data: Json, words: Words): data is JsonObject {
  return isJsonObject(data) && !Object.values(words).some((word) => Object.hasOwn(data, word));
}
