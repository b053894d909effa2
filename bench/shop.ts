/** The plan, and the events of it, that every bench uses: 20 fields, 3 vendors with different rules, all detectors on. */

export const PLAN = `
apiVersion: headgate/v1
kind: plan
id: bench
purposes: { essential.service.security: { basis: Legitimate interests } }
identity: { ids: [user_id, anonymous_id] }
vendors:
  mixpanel: { kind: mixpanel, max_tier: 2 }
  segment: { kind: segment, max_tier: 3 }
  webhook: { kind: webhook, max_tier: 4, time: 1m }
context:
  vendors: { mixpanel: '*', segment: '*', webhook: '*' }
  schema:
    type: object
    properties:
      ip: { type: string, maxLength: 45, x-headgate: { categories: [user.device.ip_address], transform: { '*': ip-prefix } } }
      userAgent: { type: string, maxLength: 512, x-headgate: { categories: [user.device], transform: { mixpanel: ua-family } } }
      page:
        type: object
        properties:
          url: { type: string, maxLength: 2048, x-headgate: { categories: [user.behavior.browsing_history], transform: { mixpanel: url-strip } } }
`;

const FIELDS = `
    order_ref: { type: string, pattern: '^[A-Z0-9]{10}$', x-headgate: { categories: [user.unique_id], transform: { mixpanel: { pseudonymise: { domain: order } } } } }
    currency: { enum: [EUR, USD, GBP], x-headgate: { categories: [user.behavior] } }
    total: { type: number, minimum: 0, maximum: 100000, x-headgate: { categories: [user.behavior.purchase_history], transform: { mixpanel: { bucket: { bounds: [0, 20, 50, 100, 500] } } } } }
    item_count: { type: integer, minimum: 1, maximum: 99, x-headgate: { categories: [user.behavior] } }
    is_gift: { type: boolean, x-headgate: { categories: [user.behavior] } }
    coupon_kind: { enum: [none, percent, shipping], x-headgate: { categories: [user.behavior] } }
    shipping_method: { type: string, maxLength: 32, x-headgate: { categories: [user.behavior] } }
    payment_method: { type: string, maxLength: 32, x-headgate: { categories: [user.behavior] } }
    category: { type: string, maxLength: 64, x-headgate: { categories: [user.behavior] } }
    brand: { type: string, maxLength: 64, x-headgate: { categories: [user.behavior] } }
    product_name: { type: string, maxLength: 120, x-headgate: { categories: [user.behavior] } }
    sku: { type: string, maxLength: 24, x-headgate: { categories: [user.behavior] } }
    city: { type: string, maxLength: 64, x-headgate: { categories: [user.location.imprecise] } }
    locale: { type: string, maxLength: 12, x-headgate: { categories: [user.demographic.language] } }
    app_version: { type: string, maxLength: 16, x-headgate: { categories: [system.operations] } }
    screen_name: { type: string, maxLength: 64, x-headgate: { categories: [user.behavior] } }
    experiment: { type: string, maxLength: 64, x-headgate: { categories: [user.behavior] } }
    referrer: { type: string, maxLength: 512, x-headgate: { categories: [user.behavior.browsing_history], transform: { '*': domain-only } } }
    delivered_at: { type: string, format: date-time, x-headgate: { categories: [user.behavior] } }
    search_query: { type: string, maxLength: 120, x-headgate: { categories: [user.behavior], on_finding: redact, free_text: false } }
`;

/** The event of every bench: an order in the words of most protocols. */
export const EVENT = event(
  'order_completed',
  'Order Completed',
  FIELDS,
  '\n  required: [order_ref, currency, total]',
);

const EXCEPTION = `
    exception:
      type: object
      properties:
        values:
          type: array
          maxItems: 5
          items:
            type: object
            properties:
              type: { type: string, maxLength: 64, x-headgate: { categories: [system.operations] } }
              value: { type: string, maxLength: 200, x-headgate: { categories: [system.operations], on_finding: redact } }
              stacktrace:
                type: object
                properties:
                  frames:
                    type: array
                    maxItems: 50
                    items:
                      type: object
                      properties:
                        filename: { type: string, maxLength: 200, x-headgate: { categories: [system.operations] } }
                        module: { type: string, maxLength: 64, x-headgate: { categories: [system.operations] } }
                        function: { type: string, maxLength: 64, x-headgate: { categories: [system.operations] } }
                        lineno: { type: integer, minimum: 0, maximum: 1000000, x-headgate: { categories: [system.operations] } }
                        colno: { type: integer, minimum: 0, maximum: 1000000, x-headgate: { categories: [system.operations] } }
                        in_app: { type: boolean, x-headgate: { categories: [system.operations] } }
`;

/** What the SDK adds to the attributes of every log. */
const SEQUENCE = `
    sentry:
      type: object
      properties:
        timestamp:
          type: object
          properties:
            sequence: { type: integer, minimum: 0, maximum: 1000000, x-headgate: { categories: [system.operations] } }`;

const SENTRY_FIELDS = `
    body: { type: string, maxLength: 200, x-headgate: { categories: [system.operations], on_finding: redact } }
    level: { type: string, maxLength: 16, x-headgate: { categories: [system.operations] } }
    severity_number: { type: integer, minimum: 0, maximum: 24, x-headgate: { categories: [system.operations] } }
    platform: { type: string, maxLength: 16, x-headgate: { categories: [system.operations] } }
    release: { type: string, maxLength: 64, x-headgate: { categories: [system.operations] } }
    environment: { type: string, maxLength: 32, x-headgate: { categories: [system.operations] } }`;

/** The same fields under the names that two protocols cannot do without: a schema's name, and the attributes of a log. */
export const EVENTS_OF_PROTOCOLS: readonly string[] = [
  event('order_completed_schema', 'order_completed', FIELDS),
  event('log', 'log', `${inside('attributes', `${FIELDS.trimEnd()}${SEQUENCE}`)}${SENTRY_FIELDS}`),
  event('error', 'error', `${inside('extra', FIELDS.trimEnd())}${SENTRY_FIELDS}${EXCEPTION}`),
];

function event(id: string, name: string, fields: string, required = ''): string {
  return `
apiVersion: headgate/v1
kind: event
id: ${id}
version: 1.0.0
wire: { call: track, name: ${name} }
description: An order was paid.
expires: never
sources: [web]
subjects: [customer]
purposes: [essential.service.security]
vendors: { mixpanel: '*', segment: '*', webhook: '*' }
schema:
  type: object${required}
  properties:${fields}
`;
}

function inside(name: string, fields: string): string {
  return `\n    ${name}:\n      type: object\n      properties:${fields.replaceAll('\n', '\n    ')}`;
}

const WORDS = ['rye', 'sourdough', 'baguette', 'croissant', 'focaccia', 'pretzel', 'brioche', 'ciabatta'];
const CITIES = ['Graz', 'Lyon', 'Porto', 'Gdansk', 'Uppsala', 'Bologna', 'Leuven'];
const AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36';
export const START_MS = Date.parse('2026-11-01T00:00:00Z');
/** People come in waves: fifty at a time send five events each, in turns, and then others come; 20,000 in all. */
const PEOPLE = 20_000;
const WAVE_PEOPLE = 50;
const WAVE_EVENTS = 250;

/** The number of the person whose event it is. */
export function personOf(at: number): number {
  return (Math.floor(at / WAVE_EVENTS) * WAVE_PEOPLE + (at % WAVE_PEOPLE)) % PEOPLE;
}

function pick(list: readonly string[], at: number): string {
  return list[at % list.length] ?? '';
}

/** What the shop knows of one order; all values differ from order to order. */
export interface Order {
  readonly id: string;
  readonly userId: string;
  readonly anonymousId: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** The twenty planned fields. */
  readonly fields: Readonly<Record<string, string | number | boolean>>;
  readonly ip: string;
  readonly userAgent: string;
  readonly pageUrl: string;
}

export function orderAt(at: number): Order {
  const hex = (at * 2654435761).toString(16).padStart(12, '0').slice(-12);
  const time = START_MS + at * 37;
  return {
    id: `node-next-${START_MS + at}-0f8fad5b-d9cb-469f-a165-${hex}`,
    userId: `user-${personOf(at)}`,
    anonymousId: `5c7e1a9e-7c11-4f0b-9d55-${personOf(at).toString(16).padStart(12, '0')}`,
    time,
    fields: {
      order_ref: `A${String(at % 1e9).padStart(9, '0')}`,
      currency: pick(['EUR', 'USD', 'GBP'], at),
      total: (at % 50_000) / 100,
      item_count: 1 + (at % 9),
      is_gift: at % 5 === 0,
      coupon_kind: pick(['none', 'percent', 'shipping'], at),
      shipping_method: pick(['courier', 'pickup', 'parcel locker'], at),
      payment_method: pick(['card', 'invoice', 'wallet'], at),
      category: `${pick(WORDS, at)} and rolls`,
      brand: 'Corner Bakery',
      product_name: `${pick(WORDS, at)} with ${pick(WORDS, at + 3)} no ${at % 977}`,
      sku: `SKU-${at % 9973}`,
      city: pick(CITIES, at),
      locale: pick(['de-AT', 'fr-FR', 'pt-PT', 'pl-PL'], at),
      app_version: `4.${at % 20}.${at % 7}`,
      screen_name: 'checkout/confirmation',
      experiment: `button-${pick(['plain', 'rounded'], at)}`,
      referrer: `https://www.search.example/results?page=${at % 10}`,
      delivered_at: new Date(time).toISOString(),
      search_query: `${pick(WORDS, at)} ${pick(WORDS, at + 1)} ${pick(WORDS, at + 5)}`,
    },
    ip: `203.0.113.${at % 250}`,
    userAgent: AGENT,
    pageUrl: `https://shop.example/checkout/${at % 997}/done?step=${at % 4}`,
  };
}

/** One track message in Segment's form, about 1 KB as JSON; `context` is added to its own. */
export function message(
  at: number,
  context: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const order = orderAt(at);
  return {
    type: 'track',
    event: 'Order Completed',
    messageId: order.id,
    userId: order.userId,
    anonymousId: order.anonymousId,
    timestamp: new Date(order.time).toISOString(),
    properties: order.fields,
    context: {
      ip: order.ip,
      userAgent: order.userAgent,
      page: { url: order.pageUrl },
      library: { name: '@segment/analytics-node', version: '3.1.0' },
      ...context,
    },
  };
}

/** The write key of the one source. */
export const WRITE_KEY = 'bench-key';

/** A batch of the Segment protocol as text. */
export function batch(
  from: number,
  count: number,
  write: (at: number) => unknown = (at) => message(at),
): string {
  const messages = Array.from({ length: count }, (_, at) => write(from + at));
  return JSON.stringify({ batch: messages, writeKey: WRITE_KEY, sentAt: new Date(START_MS).toISOString() });
}
