/**
 * Messages of both protocols with a canary in one place each: in every value and as a key of every object, one kind of
 * canary at a time, so that the rest of the message is still planned and goes on to the vendors.
 */
import type { Json, JsonObject } from '@headgate/core';
import { CANARY_KINDS, CARD_NUMBER } from './canary.ts';
import type { CanaryKind, CanarySet } from './canary.ts';
import { isObject } from './vendor-events.ts';

/** A path into a message: keys and positions. */
type Path = readonly (string | number)[];

const CONTEXT: JsonObject = {
  active: true,
  ip: '198.51.100.7',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  locale: 'de-CH',
  timezone: 'Europe/Zurich',
  page: {
    url: 'https://shop.example/bread',
    path: '/bread',
    referrer: 'https://search.example/',
    search: '?step=1',
    title: 'Bread',
  },
  os: { name: 'Linux', version: '6' },
  app: { name: 'shop', version: '1.2.3', build: '7' },
  device: { id: 'd', model: 'm', name: 'n', advertisingId: 'a', token: 't' },
  library: { name: 'l', version: '1' },
  campaign: { name: 'spring', source: 's', medium: 'm', term: 't', content: 'c' },
  network: { carrier: 'c' },
  location: { city: 'Bern', country: 'CH' },
  referrer: { id: 'r', url: 'https://search.example/' },
  traits: { email: 'e', name: 'n' },
  groupId: 'g',
  consent: { categoryPreferences: { marketing: true } },
};

const PLANNED: JsonObject = {
  sequence: 1,
  total: 30,
  reference: 12,
  order: 'CB-1',
  email: 'shop@shop.example',
  coupon: 'SPRING',
  comment: 'ring twice',
  landing: 'https://shop.example/start',
  delivery: { note: 'second door', method: 'post' },
  items: [{ sku: 'rye', quantity: 2 }],
  tags: ['new'],
};
const UNPLANNED: JsonObject = { search_box: 'x', nested: { list: [{ deep: 'x' }], text: 'y' } };
const PAGE: JsonObject = {
  url: 'https://shop.example/bread',
  path: '/bread',
  referrer: 'https://search.example/',
  search: '?a=1',
  title: 'Bread',
  category: 'food',
  name: 'Bread',
};
const ACCOUNT: JsonObject = {
  sequence: 1,
  email: 'shop@shop.example',
  name: 'Shop',
  phone: '+12025550143',
  birthday: '1990-01-01',
  city: 'Bern',
  plan: 'guest',
  note: 'none',
  visits: 2,
};

const SEGMENT_ENVELOPE: JsonObject = {
  messageId: 'message-1',
  userId: 'u-1',
  anonymousId: 'a-1',
  timestamp: '2026-01-02T03:04:05.000Z',
  context: CONTEXT,
  integrations: { All: true, Mixpanel: { distinctId: 'x' } },
  _metadata: { nodeVersion: '24' },
};

export const SEGMENT_TEMPLATES: readonly JsonObject[] = [
  { ...SEGMENT_ENVELOPE, type: 'track', event: 'Order Completed', properties: { ...PLANNED, ...UNPLANNED } },
  { ...SEGMENT_ENVELOPE, type: 'page', name: 'Bread', properties: { ...PAGE, ...UNPLANNED } },
  { ...SEGMENT_ENVELOPE, type: 'screen', name: 'Basket', category: 'food', properties: { sequence: 1 } },
  { ...SEGMENT_ENVELOPE, type: 'identify', traits: { ...ACCOUNT, ...UNPLANNED } },
  { ...SEGMENT_ENVELOPE, type: 'group', groupId: 'g-1', traits: { industry: 'food', ...UNPLANNED } },
  { ...SEGMENT_ENVELOPE, type: 'alias', previousId: 'a-1' },
];

/** Mixpanel's messages, by the endpoint that takes them. `token` is put in by the sender, so that it stays right. */
export const MIXPANEL_TEMPLATES: readonly { readonly path: string; readonly message: JsonObject }[] = [
  ...[
    { event: 'Order Completed', properties: { ...mixpanelEnvelope(), ...PLANNED, ...UNPLANNED } },
    { event: '$mp_web_page_view', properties: { ...mixpanelEnvelope(), sequence: 1, ...mixpanelPage() } },
    { event: '$identify', properties: { ...mixpanelEnvelope(), $anon_distinct_id: '$device:d-1' } },
    { event: '$create_alias', properties: { ...mixpanelEnvelope(), alias: 'u-2' } },
  ].flatMap((message) => [
    { path: '/track', message },
    { path: '/import', message },
  ]),
  ...['$set', '$set_once', '$add', '$append', '$union', '$remove'].map((operator) => ({
    path: '/engage',
    message: { ...profile(), [operator]: operandOf(operator) },
  })),
  { path: '/engage', message: { ...profile(), $unset: ['note', 'search_box'] } },
  { path: '/engage', message: { ...profile(), $delete: '' } },
  ...['$set', '$set_once', '$union', '$remove'].map((operator) => ({
    path: '/groups',
    message: {
      ...group(),
      [operator]: operator === '$union' ? { industry: ['food'] } : { industry: 'food' },
    },
  })),
  { path: '/groups', message: { ...group(), $unset: ['industry'] } },
];

function mixpanelEnvelope(): JsonObject {
  return {
    time: 1_767_323_045,
    distinct_id: 'u-1',
    $user_id: 'u-1',
    $device_id: 'd-1',
    $insert_id: 'insert-1',
    ip: '198.51.100.7',
    $current_url: 'https://shop.example/bread',
    $referrer: 'https://search.example/',
    $initial_referrer: 'https://search.example/',
    $initial_referring_domain: 'search.example',
    $referring_domain: 'search.example',
    $search_engine: 'search',
    mp_keyword: 'k',
    $os: 'Linux',
    $os_version: '6',
    $browser: 'Firefox',
    $device: 'd',
    $city: 'Bern',
    $region: 'BE',
    $timezone: 'Europe/Zurich',
    $user_agent: 'curl/8',
    $app_version_string: '1.2.3',
    utm_campaign: 'spring',
    gclid: 'g',
    mp_lib: 'web',
  };
}

function mixpanelPage(): JsonObject {
  return {
    current_page_title: 'Bread',
    current_domain: 'shop.example',
    current_url_path: '/bread',
    current_url_protocol: 'https:',
    current_url_search: '?a=1',
    category: 'food',
  };
}

function profile(): JsonObject {
  return {
    $distinct_id: 'u-1',
    $user_id: 'u-1',
    $device_id: 'd-1',
    $ip: '198.51.100.7',
    $time: 1_767_323_045,
  };
}

function group(): JsonObject {
  return { $group_key: 'company', $group_id: 'g-1', $distinct_id: 'u-1' };
}

function operandOf(operator: string): JsonObject {
  if (operator === '$add') return { visits: 1, search_box: 1 };
  if (operator === '$union') return { note: ['x'], search_box: ['x'] };
  if (operator === '$append' || operator === '$remove') return { note: 'x', search_box: 'x' };
  return {
    ...ACCOUNT,
    $email: 'shop@shop.example',
    $name: 'Shop',
    $phone: '+12025550143',
    $avatar: 'a',
    $city: 'Bern',
    ...UNPLANNED,
  };
}

/** What no field of time may hold, since a time is sent on. */
const TIMES: ReadonlySet<string | number> = new Set(['time', '$time', 'timestamp']);

/** The same of all protocols, by what their names have in common. */
const TIME = /time|tstamp|_at$|offset|^(?:dtm|ttm|stm|sent|start|started|end)$/i;

/** One message for every place and kind: in each value, and as a key of each object with a name under it. */
export function plantEverywhere(
  template: JsonObject,
  label: string,
  canaries: CanarySet,
  kinds: readonly CanaryKind[] = CANARY_KINDS,
): readonly JsonObject[] {
  const { leaves, objects } = walk(template);
  const inValues = leaves.flatMap((path) => {
    const place = `${label} ${path.join('.')}`;
    const texts = kinds.map((kind) => replace(template, path, canaries.plant(kind, place)));
    return TIMES.has(path.at(-1) ?? '') ? texts : [...texts, replace(template, path, CARD_NUMBER)];
  });
  const inKeys = objects.flatMap((path) => {
    const place = `${label} ${path.join('.')}`;
    return kinds.map((kind) => {
      const key = canaries.plant(kind, `a key of ${place}`);
      const own = {
        [key]: canaries.plantName(`under a key of ${place}`),
        [canaries.plantName(`a key of ${place}`)]: 1,
      };
      return replace(template, path, (old) => ({ ...(isObject(old) ? old : {}), ...own }));
    });
  });
  return [...inValues, ...inKeys];
}

/** Objects whose keys are values: Amplitude's types of group, which the plan sends. */
const KEYS_SENT: ReadonlySet<string | number> = new Set(['groups']);

/** How many canaries one message carries, so that most of it stays as it was. */
const TOGETHER = 12;

/**
 * Messages that carry a canary in each value and as a key of each object between them, some in each, far from each other. Another
 * `round` has other kinds in other company.
 */
export function plantSpread(
  template: JsonObject,
  label: string,
  canaries: CanarySet,
  round: number,
): readonly JsonObject[] {
  const { leaves, objects } = walk(template);
  const places = [
    ...leaves.map((path) => ({ path, isKey: false })),
    ...objects.map((path) => ({ path, isKey: true })),
  ];
  const count = Math.ceil(places.length / TOGETHER);
  return Array.from({ length: count }, (_, turn) => {
    const chosen = places.filter((_each, at) => (at + Math.floor(at / count) * round) % count === turn);
    return chosen.reduce((message, { path, isKey }, at) => {
      const place = `${label} ${path.join('.')}`;
      const kind = CANARY_KINDS[(places.length + turn + 3 * at + 5 * round) % (CANARY_KINDS.length + 1)];
      if (!isKey) {
        const isTime = TIME.test(
          String(path.findLast((key) => typeof key === 'string' && !key.startsWith('@')) ?? ''),
        );
        const value = kind === undefined && !isTime ? CARD_NUMBER : canaries.plant(kind ?? 'card', place);
        return replace(message, path, value);
      }
      const other = `a key of ${place}`;
      const own = {
        [canaries.plant(kind ?? 'card', other)]: canaries.plantName(`under ${other}`),
        [KEYS_SENT.has(path.at(-1) ?? '') ? canaries.plant('email', other) : canaries.plantName(other)]: 1,
      };
      return replace(message, path, (old) => ({ ...(isObject(old) ? old : {}), ...own }));
    }, template);
  });
}

/** The message with the same canary in every value but the ones named: those that say what kind of message it is. */
export function plantThroughout(message: JsonObject, kept: ReadonlySet<string>, text: string): JsonObject {
  const plant = (value: Json, key: string): Json => {
    if (kept.has(key)) return value;
    if (Array.isArray(value)) return value.map((item: Json) => plant(item, ''));
    if (!isObject(value)) return text;
    return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, plant(child, name)]));
  };
  const planted = plant(message, '');
  return isObject(planted) ? planted : {};
}

function walk(template: JsonObject): { readonly leaves: readonly Path[]; readonly objects: readonly Path[] } {
  const leaves: Path[] = [];
  const objects: Path[] = [];
  const visit = (value: Json, path: Path): void => {
    if (Array.isArray(value)) value.forEach((item: Json, at) => visit(item, [...path, at]));
    else if (isObject(value)) {
      objects.push(path);
      for (const [key, child] of Object.entries(value)) visit(child, [...path, key]);
    } else leaves.push(path);
  };
  visit(template, []);
  return { leaves, objects };
}

type Replacement = Json | ((old: Json) => Json);

function replace(template: JsonObject, path: Path, by: Replacement): JsonObject {
  const replaced = replaceAt(template, path, by);
  return isObject(replaced) ? replaced : {};
}

function replaceAt(value: Json, path: Path, by: Replacement): Json {
  const [key, ...rest] = path;
  if (key === undefined) return typeof by === 'function' ? by(value) : by;
  if (Array.isArray(value))
    return value.map((item: Json, at) => (at === key ? replaceAt(item, rest, by) : item));
  if (!isObject(value)) return value;
  return { ...value, [key]: replaceAt(value[key] ?? null, rest, by) };
}
