/**
 * The words of Snowplow's tracker protocol, beside the words of the Segment spec, which is the hub of all mappings. As data, so
 * that the vendor side can read the tables backwards: every target occurs once in a table.
 * Read in @snowplow/tracker-core 4.10.1 and @snowplow/browser-tracker-core 4.10.1 (dist/index.module.js),
 * https://docs.snowplow.io/docs/sources/trackers/snowplow-tracker-protocol/ and the schemas of https://github.com/snowplow/iglu-central.
 */
import { SNOWPLOW_VENDOR } from './schema.ts';

/** Payload word → path in `context`. What is in no table goes to `context.snowplow` under its own name. */
export const AUTOMATIC = {
  url: 'page.url',
  page: 'page.title',
  refr: 'page.referrer',
  lang: 'locale',
  tz: 'timezone',
  ua: 'userAgent',
  ip: 'ip',
  sid: 'sessionId',
  cd: 'screen.colorDepth',
} as const satisfies Readonly<Record<string, string>>;

/** Payload word that holds `width x height` → the two paths in `context`. */
export const SIZES = {
  res: ['screen.width', 'screen.height'],
  vp: ['screen.innerWidth', 'screen.innerHeight'],
} as const satisfies Readonly<Record<string, readonly [string, string]>>;

/** `p` → `context.channel`, where RudderStack and Segment have a word for the same; other values are the same in both. */
export const CHANNELS = { mob: 'mobile', srv: 'server' } as const satisfies Readonly<Record<string, string>>;

/** Words whose canonical decimal text is read as a number. */
export const NUMBERS: ReadonlySet<string> = new Set(
  'cd vid pp_mix pp_max pp_miy pp_may se_va tr_tt tr_tx tr_sh ti_pr ti_qu'.split(' '),
);

/** Words of each kind of event (`e`) that are its own → property. `name`: the event's name, or the word that holds it. */
export const EVENT_KINDS = {
  pp: {
    name: 'page_ping',
    nameWord: null,
    words: { pp_mix: 'minXOffset', pp_max: 'maxXOffset', pp_miy: 'minYOffset', pp_may: 'maxYOffset' },
  },
  se: {
    name: '',
    nameWord: 'se_ac',
    words: { se_ca: 'category', se_la: 'label', se_pr: 'property', se_va: 'value' },
  },
  tr: {
    name: 'Order Completed',
    nameWord: null,
    words: {
      tr_id: 'order_id',
      tr_af: 'affiliation',
      tr_tt: 'total',
      tr_tx: 'tax',
      tr_sh: 'shipping',
      tr_ci: 'city',
      tr_st: 'state',
      tr_co: 'country',
      tr_cu: 'currency',
    },
  },
  ti: {
    name: 'transaction_item',
    nameWord: null,
    words: {
      ti_id: 'order_id',
      ti_sk: 'sku',
      ti_nm: 'name',
      ti_ca: 'category',
      ti_pr: 'price',
      ti_qu: 'quantity',
      ti_cu: 'currency',
    },
  },
} as const satisfies Readonly<Record<string, EventKind>>;

export interface EventKind {
  readonly name: string;
  readonly nameWord: string | null;
  readonly words: Readonly<Record<string, string>>;
}

/** The kind of event with this `e`, of those that have words of their own. */
export function eventKind(e: string): EventKind | null {
  const kinds: Readonly<Record<string, EventKind>> = EVENT_KINDS;
  return (Object.hasOwn(kinds, e) ? kinds[e] : undefined) ?? null;
}

/** How an entity's members are known elsewhere in `context`. */
export interface EntityWords {
  /** Used where the entity itself is not at hand. */
  readonly schema: string;
  /** Member → path in `context`. */
  readonly words: Readonly<Record<string, string>>;
  /** Without these the schema refuses the entity. */
  readonly required: readonly string[];
}

/** By the name of the entity's bucket. */
export const ENTITIES: ReadonlyMap<string, EntityWords> = new Map<string, EntityWords>([
  [
    'web_page_1',
    {
      schema: `iglu:${SNOWPLOW_VENDOR}/web_page/jsonschema/1-0-0`,
      words: { id: 'page.view_id' },
      required: ['id'],
    },
  ],
  [
    'application_1',
    {
      schema: `iglu:${SNOWPLOW_VENDOR}/application/jsonschema/1-0-0`,
      words: { version: 'app.version' },
      required: ['version'],
    },
  ],
  [
    'geolocation_context_1',
    {
      schema: `iglu:${SNOWPLOW_VENDOR}/geolocation_context/jsonschema/1-1-0`,
      words: { latitude: 'location.latitude', longitude: 'location.longitude' },
      required: ['latitude', 'longitude'],
    },
  ],
  [
    'mobile_context_1',
    {
      schema: `iglu:${SNOWPLOW_VENDOR}/mobile_context/jsonschema/1-0-3`,
      words: {
        osType: 'os.name',
        osVersion: 'os.version',
        deviceManufacturer: 'device.manufacturer',
        deviceModel: 'device.model',
        carrier: 'network.carrier',
        networkType: 'network.type',
      },
      required: ['osType', 'osVersion', 'deviceManufacturer', 'deviceModel'],
    },
  ],
]);

/** The entity that repeats the ids of session and device; they are kept once, as ids. */
export const CLIENT_SESSION = 'client_session_1';

/** What it takes for a user id: a UUID, or 16 hexadecimal digits (iglu-central, `client_session` 1-0-2). */
export const SESSION_USER = /^(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{16})$/;

/** The name, under the vendor of the settings, of the entity in which Headgate sends what Snowplow has no word for. */
export const REST_ENTITY = 'headgate_context';

/** The key of `context` that keeps what only Snowplow has a word for. */
export const SNOWPLOW_CONTEXT = 'snowplow';
