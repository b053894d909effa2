/** What the vendor sentry tells the ledger it leaves out, for each of its forms; see leaves-out.test.ts for the one it shares. */
import { describe, expect, it } from 'vitest';
import type { CleanEvent, JsonObject } from '../event.ts';
import { readRequest } from '../wire/wire.contract.ts';
import { asReceived } from './round-trip.contract.ts';
import { uuidOf } from './uuid-of.ts';
import { connectVendor } from './vendors/index.ts';

const vendor = connectVendor('sentry', { dsn: 'https://k@sentry.example/42' }, 'settings').value;
if (vendor === null) throw new Error('The settings do not parse.');

const TOOLS = { now: Date.UTC(2026, 0, 2), hmacBase64: () => '' };

/** Every field of the ledger that an event of these tests carries, with a value that occurs nowhere else. */
const FIELDS = {
  messageId: 'Mmessage-id-of-22-bits',
  time: '1936076889',
  userId: 'Uuser',
  anonymousId: 'Aanonymous',
  groupId: 'Ggroup',
  previousId: 'Pprevious',
  'properties.release': 'Rrelease',
  'properties.environment': 'Eenvironment',
  'properties.level': 'Llevel',
  'properties.status': 'Sstatus',
  'properties.init': 'Iinit',
  'properties.aggregates[].exited': 'Xexited',
  'properties.monitor_slug': 'Mmonitor',
  'properties.name': 'Nname',
  'properties.other': 'Oother',
  'properties.tags.plan': 'Tplan',
  'context.ip': '203.0.113.0',
  'context.locale': 'Clocale',
  'context.userAgent': 'Aagent',
  'context.sessionId': '11111111111111111111111111111111',
  'context.trace.traceId': '22222222222222222222222222222222',
  'context.trace.spanId': '3333333333333333',
  'context.library.name': 'Blibrary',
  'context.page.url': 'https://page.example/',
  'context.sentry.modules.a': 'Dmodule',
} as const;

function cleanEvent(name: string, userId: string | null): CleanEvent {
  return {
    vendor: 'vendor',
    environment: 'production',
    id: FIELDS.messageId,
    call: 'track',
    operation: 'set',
    name,
    time: Number(FIELDS.time) * 1000,
    userId,
    anonymousId: FIELDS.anonymousId,
    groupId: FIELDS.groupId,
    previousId: FIELDS.previousId,
    properties: {
      release: FIELDS['properties.release'],
      environment: FIELDS['properties.environment'],
      level: FIELDS['properties.level'],
      status: FIELDS['properties.status'],
      init: FIELDS['properties.init'],
      aggregates: [{ exited: FIELDS['properties.aggregates[].exited'] }],
      monitor_slug: FIELDS['properties.monitor_slug'],
      name: FIELDS['properties.name'],
      value: 1,
      other: FIELDS['properties.other'],
      tags: { plan: FIELDS['properties.tags.plan'] },
    },
    context: {
      ip: FIELDS['context.ip'],
      locale: FIELDS['context.locale'],
      userAgent: FIELDS['context.userAgent'],
      sessionId: FIELDS['context.sessionId'],
      trace: { traceId: FIELDS['context.trace.traceId'], spanId: FIELDS['context.trace.spanId'] },
      library: { name: FIELDS['context.library.name'] },
      page: { url: FIELDS['context.page.url'] },
      sentry: { modules: { a: FIELDS['context.sentry.modules.a'] } },
    },
    subject: '0000000000000001',
    fields: '0000000000000001',
  } as unknown as CleanEvent;
}

/** The body with the id and the time in the form in which they are looked for. */
function asWritten(body: string, event: CleanEvent): string {
  return body
    .replaceAll(uuidOf(event.id).replaceAll('-', ''), event.id)
    .replaceAll(new Date(event.time).toISOString(), FIELDS.time);
}

const NAMES = [
  'error',
  'transaction',
  'feedback',
  'session',
  'sessions',
  'check_in',
  'span',
  'metric',
  'log',
  'Order Completed',
];

describe.each(NAMES)('of an event named %s', (name) => {
  it.each([FIELDS.userId, null])('what is left out is told right, with the person %s', (userId) => {
    const event = cleanEvent(name, userId);
    const [request] = vendor.toRequests([event], TOOLS);
    const text = asWritten(request?.body ?? '', event);
    const present = Object.entries(FIELDS).filter(([path]) => path !== 'userId' || userId !== null);
    const sent = present.filter(([, value]) => text.includes(value)).map(([path]) => path);
    const omission = vendor.leavesOut(event);
    const told = present.map(([path]) => path).filter((path) => omission?.omits(path) !== true);
    expect(told).toEqual(sent);
  });
});

describe('an event that Sentry has no form for', () => {
  it.each(['page', 'screen', 'identify', 'group', 'alias'] as const)('is refused when it is a %s', (call) => {
    const event = { ...cleanEvent('error', 'u'), call };
    expect(vendor.accepts(event)).toBe(false);
    expect(vendor.toRequests([event], TOOLS)).toEqual([]);
  });

  it.each<[string, Partial<{ properties: JsonObject; context: JsonObject }>]>([
    ['session', { context: {} }],
    ['session', { properties: {} }],
    ['sessions', { properties: { release: 'r' } }],
    ['check_in', { properties: {} }],
  ])('is not sent as a %s that Sentry would not take', (name, part) => {
    expect(vendor.toRequests([{ ...cleanEvent(name, 'u'), ...part }], TOOLS)).toEqual([]);
  });

  it('is a log with its name and all that it carries, and comes back as one', () => {
    const [request] = vendor.toRequests([cleanEvent('Order Completed', 'u')], TOOLS);
    if (request === undefined) throw new Error('Nothing is sent.');
    const [read] = readRequest(asReceived(request)).events;
    expect(read).toMatchObject({
      name: 'log',
      id: FIELDS.messageId,
      userId: 'u',
      properties: { body: 'Order Completed', level: 'info', attributes: { other: 'Oother' } },
    });
  });
});
