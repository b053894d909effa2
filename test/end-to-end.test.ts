/** The published Node SDKs → a real gateway with queue and ledger on disk → what four vendors receive. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BalanceAnswer, ExposureAnswer } from '@headgate/api';
import { openDoor } from './door.ts';
import type { Door } from './door.ts';
import { VENDOR_NAMES, startShopGateway } from './shop-gateway.ts';
import type { ShopGateway } from './shop-gateway.ts';
import { sendWithMixpanel, sendWithSegment } from './shop-senders.ts';
import type { Sending } from './shop-senders.ts';
import { isObject, readVendors, sequencesOf } from './vendor-events.ts';
import type { SeenEvent, VendorName } from './vendor-events.ts';

let shop: ShopGateway;
let door: Door;
let sendings: readonly Sending[];
let seen: Readonly<Record<VendorName, readonly SeenEvent[]>>;
let balance: BalanceAnswer;
const startedAt = Date.now();

beforeAll(async () => {
  shop = await startShopGateway();
  door = await openDoor(shop.port);
  sendings = await Promise.all([sendWithSegment(door.url), sendWithMixpanel(door.url)]);
  balance = await shop.settled();
  seen = await readVendors(shop);
});

afterAll(async () => {
  await door.close();
  await shop.close();
});

describe('the SDKs', () => {
  it('take every answer for success, policy drops included', () => {
    expect(sendings.flatMap(({ failures }) => failures)).toEqual([]);
    expect(door.passages.filter(({ status }) => status !== 200)).toEqual([]);
  });

  it('send nothing twice', () => {
    expect(door.passages).toHaveLength(sum(sendings.map(({ requests }) => requests)));
  });
});

describe('delivery', () => {
  it.each(VENDOR_NAMES)('brings %s every planned event exactly once, and no other', (vendor) => {
    const due = sendings.flatMap(({ planned }) => planned).filter(({ vendors }) => vendors.includes(vendor));
    expect(sequencesOf(seen[vendor])).toEqual(
      due.map(({ sequence }) => sequence).toSorted((one, other) => one - other),
    );
  });

  it.each(VENDOR_NAMES)('gives every event at %s an id of its own', (vendor) => {
    const ids = seen[vendor].flatMap(({ id }) => (id === null ? [] : [id]));
    expect(ids.length).toBeGreaterThan(50);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('sends no unplanned field', () => {
    expect(JSON.stringify(seen)).not.toContain('unplanned');
  });
});

describe('identifiers', () => {
  it('are the same for one person at one vendor', () => {
    const people = new Set(
      seen.warehouse.map(({ message }) => message['userId']).filter((id) => id !== null),
    );
    // Ten people of each SDK, and the new id of Mixpanel's alias.
    expect(people.size).toBe(21);
  });

  it('are at no vendor what the app sent', () => {
    const sent = new Set(sendings.flatMap(({ ids }) => ids));
    const got = VENDOR_NAMES.flatMap((vendor) => seen[vendor].flatMap(({ ids }) => ids));
    expect(got.filter((id) => sent.has(id))).toEqual([]);
  });

  it('are shared by no two vendors', () => {
    const owners = new Map<string, Set<VendorName>>();
    for (const vendor of VENDOR_NAMES) {
      for (const id of seen[vendor].flatMap(({ ids }) => ids)) {
        owners.set(id, (owners.get(id) ?? new Set()).add(vendor));
      }
    }
    expect(owners.size).toBeGreaterThan(500);
    expect([...owners].filter(([, vendors]) => vendors.size > 1)).toEqual([]);
  });
});

describe('the books', () => {
  it('count every event that the SDKs made as accepted', () => {
    const accepted = sum(sendings.map(({ events }) => events));
    expect(balance.environments.map((each) => [each.environment, each.accepted])).toEqual([
      ['production', accepted],
    ]);
  });

  it.each(VENDOR_NAMES)('close every event once for %s, and as delivered what it received', (vendor) => {
    const [production] = balance.environments;
    const lane = production?.vendors.find((each) => each.vendor === vendor);
    expect(lane?.waiting).toBe(0);
    expect(lane?.ended).toBe(production?.accepted);
    expect(sum(Object.values(lane?.outcomes ?? {}))).toBe(production?.accepted);
    expect(lane?.outcomes.delivered).toBe(seen[vendor].length);
    expect(lane?.outcomes['retries-exhausted']).toBeUndefined();
    expect(lane?.outcomes.internal).toBeUndefined();
  });
});

describe('the exposure of Mixpanel', () => {
  let exposure: ExposureAnswer;
  beforeAll(async () => {
    exposure = await shop.exposure('mixpanel');
  });

  it('counts what the vendor received', () => {
    expect(exposure.current).toBe(true);
    expect(exposure.deliveries).toBe(seen.mixpanel.length);
    expect(exposure.people).toBe(peopleOf(seen.mixpanel).size);
  });

  it('names the fields that the vendor received, in how many events and of how many people', () => {
    // A group's message names no person, but the ledger knows whose event it was.
    const told = exposure.fields
      .filter(({ path }) => path.startsWith('properties.') && !path.includes('[]'))
      .map(({ path, deliveries, people }) => [path.slice('properties.'.length), deliveries, people] as const)
      .map(
        ([name, deliveries, people]) => [name, deliveries, name === 'industry' ? 'a group' : people] as const,
      );
    const carriers = new Map<string, SeenEvent[]>();
    for (const event of seen.mixpanel) {
      for (const name of ownFieldsOf(event)) carriers.set(name, [...(carriers.get(name) ?? []), event]);
    }
    const got = [...carriers].map(
      ([name, events]) =>
        [name, events.length, name === 'industry' ? 'a group' : peopleOf(events).size] as const,
    );
    expect(told.toSorted(byName)).toEqual(got.toSorted(byName));
    expect(told.length).toBeGreaterThanOrEqual(6);
  });

  it('says when the first and the last of them went out', () => {
    expect(exposure.first).toBeGreaterThanOrEqual(startedAt);
    expect(exposure.last).toBeLessThanOrEqual(Date.now());
    expect(exposure.first).toBeLessThanOrEqual(exposure.last ?? 0);
  });
});

/** Tokens by which Mixpanel tells people apart; a group's message names nobody. */
function peopleOf(events: readonly SeenEvent[]): ReadonlySet<string> {
  const ids = events.flatMap(({ message }): unknown[] => {
    const { properties, $distinct_id: profile } = message;
    if (!isObject(properties)) return [profile];
    return [properties['alias'] ?? properties['distinct_id']];
  });
  return new Set(ids.filter((id) => typeof id === 'string'));
}

/** Names of the plan's own properties in a message: those that are not Mixpanel's own. */
function ownFieldsOf({ message }: SeenEvent): readonly string[] {
  const { properties } = message;
  if (isObject(properties))
    return Object.keys(properties).filter((name) => !name.startsWith('$') && !NOT_OWN.has(name));
  const changes = ['$set', '$set_once', '$add'].map((name) => message[name]).filter(isObject);
  return changes.flatMap((change) => Object.keys(change)).map((name) => (name === '$name' ? 'name' : name));
}

/** `name` is that of a screen; a person's is `$name`. */
const NOT_OWN: ReadonlySet<string> = new Set([
  'time',
  'token',
  'distinct_id',
  'alias',
  'context',
  'items',
  'name',
]);

function byName(one: readonly [string, ...unknown[]], other: readonly [string, ...unknown[]]): number {
  return one[0] < other[0] ? -1 : 1;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
