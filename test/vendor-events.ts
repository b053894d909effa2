/** Reads events out of what the fake vendors of the demo received, each in the words of its own protocol. */
import type { Json, JsonObject } from '@headgate/core';
import type { Received } from '../packages/cli/src/demo/fake-vendors.ts';
import { readWarehouse } from '../packages/cli/src/demo/warehouse.ts';
import type { ShopGateway } from './shop-gateway.ts';
import type { VENDOR_NAMES } from './shop-gateway.ts';

/** One event as a vendor got it. */
export interface SeenEvent {
  /** Null where the vendor's protocol has none, as for Mixpanel's profiles. */
  readonly id: string | null;
  /** The plain number that every event of the test shop carries; null where it carries none. */
  readonly sequence: number | null;
  /** Every value that stands for a person, device, group or message. */
  readonly ids: readonly string[];
  readonly message: JsonObject;
  readonly path: string;
}

const ID_KEYS: readonly string[] = [
  'id',
  'messageId',
  'userId',
  'anonymousId',
  'groupId',
  'previousId',
  'alias',
  'distinct_id',
  '$insert_id',
  '$user_id',
  '$device_id',
  '$anon_distinct_id',
  '$distinct_id',
  '$group_id',
];

export type VendorName = (typeof VENDOR_NAMES)[number];

/** Everything each vendor got so far, in order. */
export async function readVendors({
  vendors,
  warehouseDirectory,
}: Pick<ShopGateway, 'vendors' | 'warehouseDirectory'>): Promise<
  Readonly<Record<VendorName, readonly SeenEvent[]>>
> {
  const rows = await readWarehouse(warehouseDirectory);
  return {
    mixpanel: eventsOf(vendors.mixpanel.received),
    segment: eventsOf(vendors.segment.received),
    partner: eventsOf(vendors.partner.received),
    warehouse: eventsOf(rows.map((message) => ({ path: '', message }))),
  };
}

/** Sequence numbers of some events, in order of number; a number that came twice stands there twice. */
export function sequencesOf(events: readonly SeenEvent[]): readonly number[] {
  return events
    .flatMap(({ sequence }) => (sequence === null ? [] : [sequence]))
    .toSorted((one, other) => one - other);
}

function eventsOf(received: readonly Received[]): readonly SeenEvent[] {
  return received.map(({ path, message }) => {
    const bag = bagOf(message);
    const id = [message['messageId'], message['id'], bag['$insert_id']].find(
      (each) => typeof each === 'string',
    );
    const sequence = bag['sequence'];
    const ids = [message, bag].flatMap((each) => ID_KEYS.map((key) => each[key]));
    return {
      id: id ?? null,
      sequence: typeof sequence === 'number' ? sequence : null,
      ids: ids.filter((each) => typeof each === 'string' && each !== '').map(withoutPrefix),
      message,
      path,
    };
  });
}

/** The object that holds an event's own properties. */
function bagOf(message: JsonObject): JsonObject {
  const names = ['properties', 'traits', '$set', '$set_once', '$add'];
  return names.map((name) => message[name]).find(isObject) ?? {};
}

function withoutPrefix(id: unknown): string {
  return String(id).replace(/^\$device:/, '');
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
