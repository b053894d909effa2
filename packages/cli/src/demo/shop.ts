/** The shop's traffic: sessions of made-up people, with the planted leaks strewn among them. The same seed, the same shop. */
import type { JsonObject } from '@headgate/core';
import { createChance } from './chance.ts';
import type { Chance } from './chance.ts';
import type { Leak } from './leaks.ts';
import { message } from './message.ts';
import type { ShopMessage } from './message.ts';
import { makePeople } from './people.ts';
import type { Person } from './people.ts';

export interface ShopOptions {
  readonly seed: number;
  /** How many messages, the leaks among them. */
  readonly events: number;
  readonly leaks: readonly Leak[];
}

/** The messages in the order they are sent, oldest first. Exactly `events`, but never fewer than there are leaks. */
export function makeShop(options: ShopOptions): readonly ShopMessage[] {
  const chance = createChance(options.seed);
  const people = makePeople(Math.ceil(options.events / 25), chance);
  const planted = options.leaks.map((leak) => leak.message);
  const wanted = Math.max(0, options.events - planted.length);
  const ordinary: ShopMessage[] = [];
  while (ordinary.length < wanted) ordinary.push(...session(chance.pick(people), chance));
  const mixed = ordinary.slice(0, wanted);
  for (const each of planted) mixed.splice(chance.whole(mixed.length + 1), 0, each);
  const stepMinutes = DAYS_MS / 60_000 / Math.max(1, mixed.length);
  return mixed.map((each, at) => ({ ...each, minutesAgo: Math.floor((mixed.length - at) * stepMinutes) }));
}

/** Mixpanel's `track` takes nothing older than 5 days. */
const DAYS_MS = 4 * 86_400_000;

const PRODUCTS = [
  ['rye-loaf', 'bread', 4.8],
  ['sourdough', 'bread', 5.6],
  ['spelt-rolls', 'rolls', 3.2],
  ['poppy-rolls', 'rolls', 2.9],
  ['cinnamon-bun', 'pastry', 3.4],
  ['butter-croissant', 'pastry', 2.6],
  ['plum-cake', 'cake', 18.5],
  ['nut-torte', 'cake', 32],
] as const;
const QUERIES = ['gluten free bread', 'rye', 'birthday cake', 'opening hours', 'rolls without milk'] as const;
const PLACES = ['search.example', 'www.news.example', 'm.social.example'] as const;
const ERRORS = [
  ['payment.timeout', 'No answer within 5000 ms'],
  ['image.missing', 'The picture of a product could not be loaded'],
] as const;

/** One visit: looking, searching, filling the cart, and every so often an order. */
function session(person: Person, chance: Chance): readonly ShopMessage[] {
  const says = speaker(person, chance);
  const steps: ShopMessage[] = [];
  const product = chance.pick(PRODUCTS);
  if (person.app === 'web') steps.push(...arrival(person, chance, says));
  if (chance.isHit(0.5)) {
    const name = person.app === 'web' ? 'Products Searched' : 'Product Searched';
    steps.push(says(name, { query: chance.pick(QUERIES), results: chance.whole(24) }));
  }
  steps.push(says('Product Viewed', { product: product[0], category: product[1], price: product[2] }));
  if (chance.isHit(0.06)) steps.push(failure(says, chance));
  if (chance.isHit(0.02)) steps.push(says('Heartbeat', { battery: chance.whole(100) }));
  if (chance.isHit(0.04))
    steps.push(says('Support Requested', { topic: 'delivery', message: 'It came late' }));
  if (chance.isHit(0.1)) steps.push(signUp(person));
  if (!chance.isHit(0.45)) return steps;

  const quantity = 1 + chance.whole(6);
  const value = round(quantity * product[2]);
  steps.push(says('Cart Updated', { action: 'added', product: product[0], quantity, value }));
  if (person.app === 'web') steps.push(says('Checkout Started', checkout(person, value, chance)));
  if (chance.isHit(0.6)) steps.push(...purchase(person, { product: product[0], quantity, value }, chance));
  return steps;
}

type Says = (name: string, properties: JsonObject) => ShopMessage;

/** Half of the visits are signed in; the others are known by their device alone. */
function speaker(person: Person, chance: Chance): Says {
  const userId = chance.isHit(0.5) ? person.userId : null;
  const { app: source, anonymousId } = person;
  const context = source === 'web' ? webContext(person) : IOS_CONTEXT;
  return (name, properties) =>
    message({ source, call: 'track', name, userId, anonymousId, properties, context });
}

function webContext(person: Person): JsonObject {
  return {
    ip: person.address,
    userAgent: person.userAgent,
    locale: person.locale,
    page: {
      url: `https://shop.example/bread?visitor=${person.anonymousId}`,
      referrer: 'https://search.example/',
    },
    consent: { categoryPreferences: { marketing: person.wantsMarketing } },
  };
}

/** What Mixpanel's app SDKs add by themselves, in their words. */
const IOS_CONTEXT: JsonObject = { $os: 'iOS', $os_version: '26.1', $app_version_string: '4.2.0' };

function arrival(person: Person, chance: Chance, says: Says): ShopMessage[] {
  const seen = says('', {});
  const url = `https://shop.example/${chance.pick(['bread', 'cake', 'offers'])}?visitor=${person.anonymousId}`;
  const referrer = `https://${chance.pick(PLACES)}/r/${chance.whole(100_000)}`;
  const page = { ...seen, call: 'page' as const, properties: { url, referrer, title: 'Corner Bakery' } };
  const more = chance.isHit(0.08) ? [says('Newsletter Joined', { list: 'weekly', email: person.email })] : [];
  return chance.isHit(0.05) ? [page, ...more, says('Banner Clicked', { variant: 'a' })] : [page, ...more];
}

function failure(says: Says, chance: Chance): ShopMessage {
  const [code, text] = chance.pick(ERRORS);
  return says('App Error', { code, message: text });
}

/** The website tells it from its server, so there is no page and no language around it. */
function signUp(person: Person): ShopMessage {
  const { app: source, userId, name, email, birthday, city, plan, address, userAgent } = person;
  const context = source === 'web' ? { ip: address, userAgent } : {};
  return message({
    source,
    call: 'identify',
    userId,
    properties: { name, email, birthday, city, plan },
    context,
  });
}

function checkout(person: Person, value: number, chance: Chance): JsonObject {
  const coupon = `BAKE-${(0x1000 + chance.whole(0xe000)).toString(16).toUpperCase()}`;
  return { value, email: person.email, ...(chance.isHit(0.3) ? { coupon } : {}) };
}

interface Sold {
  readonly product: string;
  readonly quantity: number;
  readonly value: number;
}

/** The back end's own events. One order in fifty of persons comes with a total that is no number: a bug the plan catches. */
function purchase(person: Person, sold: Sold, chance: Chance): readonly ShopMessage[] {
  const { userId, city, company } = person;
  const { product, quantity, value } = sold;
  const who = { source: 'api', userId } as const;
  const hour = String(8 + chance.whole(10)).padStart(2, '0');
  const order = message({
    ...who,
    call: 'track',
    name: 'Order Completed',
    properties: {
      order: `CB-${30_000 + chance.whole(60_000)}`,
      total: company === null && chance.isHit(0.02) ? `${value} EUR` : value,
      payment_method: chance.pick(['card', 'direct_debit', 'invoice']),
      city,
      ordered_at: `2026-05-${10 + chance.whole(20)}T${hour}:12:45Z`,
      reference: 100_000 + chance.whole(900_000),
      items: [{ product, quantity }],
    },
  });
  if (company === null) return [order];
  const traits = {
    industry: 'hotel',
    employees: 5 + chance.whole(200),
    website: 'https://www.lakeside.example/rooms',
  };
  return [order, message({ ...who, call: 'group', groupId: company, properties: traits })];
}

function round(euros: number): number {
  return Math.round(euros * 100) / 100;
}
