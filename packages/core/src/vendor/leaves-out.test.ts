import { describe, expect, it } from 'vitest';
import { CALLS, OPERATIONS } from '../event.ts';
import type { CleanEvent, JsonObject } from '../event.ts';
import { connectVendor, isVendorKind } from './vendors/index.ts';
import type { VendorKind } from './vendors/index.ts';
import { uuidOf } from './uuid-of.ts';

const SETTINGS: Readonly<Record<VendorKind, JsonObject>> = {
  amplitude: { url: 'https://amplitude.example', api_key: 'k' },
  ga4: { url: 'https://ga4.example', api_secret: 's', stream_id: 'G-1' },
  mixpanel: {
    url: 'https://mixpanel.example',
    project_id: '1',
    service_account: 'account',
    secret: 's',
    token: 't',
  },
  posthog: { url: 'https://posthog.example', api_key: 'k' },
  rudderstack: { url: 'https://rudderstack.example', write_key: 'w' },
  otlp: { url: 'https://otlp.example' },
  segment: { url: 'https://segment.example', write_key: 'w' },
  sentry: { dsn: 'https://k@sentry.example/42' },
  snowplow: { url: 'https://collector.example', app_id: 'a', schema_vendor: 'com.acme' },
  webhook: { url: 'https://webhook.example/hook', secret: 'c2VjcmV0LXNlY3JldC1zZWNyZXQ=' },
};

/** Every field of the ledger that an event can carry, with a value that occurs nowhere else. */
const FIELDS = {
  messageId: 'Mmessage-id-of-22-bits',
  time: '2031-05-06T07:08:09.000Z',
  userId: 'Uuser',
  anonymousId: 'Aanonymous',
  groupId: 'Ggroup',
  previousId: 'Pprevious',
  'properties.plan': 'Tplan',
  'context.ip': '203.0.113.0',
  'context.locale': 'Llocale',
  'context.page.url': 'https://page.example/',
  'context.os.name': 'Oos',
  'context.mixpanel.group_key': 'Kkey',
  'context.mixpanel.$own': 'Wown',
} as const;

interface Shape {
  readonly call: CleanEvent['call'];
  readonly operation: CleanEvent['operation'];
  readonly ids: 'both' | 'user' | 'device';
}

function cleanEvent({ call, operation, ids }: Shape): CleanEvent {
  return {
    vendor: 'vendor',
    environment: 'production',
    id: FIELDS.messageId,
    call,
    operation,
    name: 'Name',
    time: Date.parse(FIELDS.time),
    userId: ids === 'device' ? null : FIELDS.userId,
    anonymousId: ids === 'user' ? null : FIELDS.anonymousId,
    groupId: FIELDS.groupId,
    previousId: FIELDS.previousId,
    properties: operation === 'delete' ? {} : { plan: FIELDS['properties.plan'] },
    context: {
      ip: FIELDS['context.ip'],
      locale: FIELDS['context.locale'],
      page: { url: FIELDS['context.page.url'] },
      os: { name: FIELDS['context.os.name'] },
      mixpanel: { group_key: FIELDS['context.mixpanel.group_key'], $own: FIELDS['context.mixpanel.$own'] },
    },
    subject: '0000000000000001',
    fields: '0000000000000001',
  } as unknown as CleanEvent;
}

/** The body with the time and the id in the form in which they are looked for, whatever the vendor made of them. */
function asWritten(body: string, event: CleanEvent): string {
  const uuid = uuidOf(event.id);
  return body
    .replaceAll(String(event.time), FIELDS.time)
    .replaceAll(String(event.time / 1000), FIELDS.time)
    .replaceAll(uuid, event.id)
    .replaceAll(uuid.replaceAll('-', ''), event.id);
}

/** The fields whose value the event has at all. */
function presentIn(event: CleanEvent): string[] {
  const absent = new Set<string>();
  if (event.userId === null) absent.add('userId');
  if (event.anonymousId === null) absent.add('anonymousId');
  // The names alone are sent to unset a property.
  if (event.operation === 'delete' || event.operation === 'unset') absent.add('properties.plan');
  return Object.keys(FIELDS).filter((path) => !absent.has(path));
}

/** Only profiles are changed by operators other than set. */
const SHAPES = CALLS.flatMap((call) =>
  (call === 'identify' || call === 'group' ? OPERATIONS : (['set'] as const)).flatMap((operation) =>
    (['both', 'user', 'device'] as const).map((ids): Shape => ({ call, operation, ids })),
  ),
);

describe.each(Object.keys(SETTINGS).filter(isVendorKind))('what %s leaves out', (kind) => {
  const vendor = connectVendor(kind, SETTINGS[kind], 'test').value;

  it.each(SHAPES)('is told right for $call $operation with $ids ids', (shape) => {
    const event = cleanEvent(shape);
    if (vendor === null || !vendor.accepts(event)) return;
    const [request] = vendor.toRequests([event], { now: 0, hmacBase64: () => '' });
    if (request === undefined) return;
    const text = asWritten(request.body, event);
    const sent = Object.entries(FIELDS)
      .filter(([, value]) => text.includes(value))
      .map(([path]) => path);
    const omission = vendor.leavesOut(event);
    const told = presentIn(event).filter((path) => omission?.omits(path) !== true);
    expect(told).toEqual(sent);
  });
});
