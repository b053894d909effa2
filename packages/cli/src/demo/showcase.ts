/** One order that is sent alone, so that it can be found again at every vendor: the round trip, and before → after. */
import type { Json, JsonObject } from '@headgate/core';
import type { Received } from './fake-vendors.ts';
import { isJsonObject } from '@headgate/core';

/** As the back end says it: more than the plan allows, and an e-mail address where nobody expects one. */
export const SHOWCASE: JsonObject = {
  type: 'track',
  event: 'Order Completed',
  messageId: 'demo-showcase-1',
  userId: 'customer-0001',
  properties: {
    order: 'CB-20260',
    total: 412.5,
    payment_method: 'invoice',
    city: 'Graz',
    ordered_at: '2026-05-16T14:37:21Z',
    reference: 880_017,
    delivery_note: 'berit@mail.example opens the side door',
    items: [{ product: 'wedding-cake', quantity: 1, engraving: 'Berit & Tove' }],
    customer: { name: 'Berit Solheim', email: 'berit@mail.example' },
  },
};

/** Rows of before → after: a label and where it stands in the message as sent. */
const ROWS = [
  ['message id', 'messageId'],
  ['user id', 'userId'],
  ['order', 'properties.order'],
  ['total', 'properties.total'],
  ['payment_method', 'properties.payment_method'],
  ['city', 'properties.city'],
  ['ordered_at', 'properties.ordered_at'],
  ['reference', 'properties.reference'],
  ['delivery_note', 'properties.delivery_note'],
  ['item product', 'properties.items.0.product'],
  ['item quantity', 'properties.items.0.quantity'],
  ['item engraving', 'properties.items.0.engraving'],
  ['customer.name', 'properties.customer.name'],
  ['customer.email', 'properties.customer.email'],
] as const;

/** One field: as the shop sent it, and as each vendor got it; undefined is nothing. */
export interface ShowcaseRow {
  readonly field: string;
  readonly before: Json;
  readonly after: Readonly<Record<string, Json | undefined>>;
}

/** What each vendor got, in the shape of the message as sent. */
export type Images = Readonly<Record<string, JsonObject>>;

/** Lays the images of one message side by side. */
export function compareShowcase(images: Images): readonly ShowcaseRow[] {
  return ROWS.map(([field, path]) => ({
    field,
    before: at(SHOWCASE, path) ?? null,
    after: Object.fromEntries(Object.entries(images).map(([vendor, image]) => [vendor, at(image, path)])),
  }));
}

/** Puts what a vendor received back into the shape of the message as sent. Mixpanel keeps ids among the properties. */
export function imageOf({ path, message }: Received): JsonObject {
  const properties = message['properties'];
  if (path !== '/import' || !isJsonObject(properties)) {
    return { messageId: message['id'] ?? null, ...message };
  }
  const { $insert_id: messageId = null, $user_id: userId = null } = properties;
  return { messageId, userId, properties };
}

function at(value: Json | undefined, path: string): Json | undefined {
  let inner = value;
  for (const step of path.split('.')) {
    if (Array.isArray(inner)) inner = inner[Number(step)];
    else inner = isJsonObject(inner) ? inner[step] : undefined;
  }
  return inner;
}
