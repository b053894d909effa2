/** Marked personal values in fields that are sealed: in clear they are nowhere that came out of the gateway. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CANARY_KINDS, createCanarySet } from './canary.ts';
import { configOf, makePlace, runGateway, startVendor, until } from './gateway-fixture.ts';
import type { Place, Running, Vendor } from './gateway-fixture.ts';
import { SEAL_EVENT, SEAL_PLAN, makeKeys, openAll, poolText, recipientsText } from './seal-fixture.ts';
import { readFiles } from './stored-bytes.ts';

const FIELDS = ['iban', 'mail', 'phone', 'street'] as const;
const groups = { support: makeKeys(), finance: makeKeys() };
const subjects = CANARY_KINDS.map(makeKeys);
const canaries = createCanarySet();
/** Everything that operators were answered. */
const answers: string[] = [];
let place: Place;
let vendor: Vendor;
let gateway: Running;

beforeAll(async () => {
  vendor = await startVendor();
  place = makePlace({
    'headgate.yaml': `${configOf(vendor.url)}seal: { recipients: recipients.json, subjects: subjects.txt }\n`,
    'plan.yaml': SEAL_PLAN,
    // Nothing is redacted, so that all there is of a value is sealed.
    'events/ordered.yaml': SEAL_EVENT.replaceAll('free_text: false', 'free_text: keep'),
    'recipients.json': recipientsText(groups),
    'subjects.txt': poolText(subjects),
  });
  gateway = await runGateway(place);
  for (const [at, kind] of CANARY_KINDS.entries()) {
    const planted = FIELDS.map((field) => [field, canaries.plant(kind, `sealed ${field}`)] as const);
    const lines = [{ gift: canaries.plant(kind, 'sealed in a list') }];
    const properties = { ...Object.fromEntries(planted), total: 1, lines };
    const answer = await fetch(`http://127.0.0.1:${gateway.ports.server}/v1/track`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Basic ${btoa('web-key:')}` },
      body: JSON.stringify({
        type: 'track',
        event: 'Ordered',
        userId: `u-${at}`,
        messageId: `m-${at}`,
        properties,
      }),
    });
    answers.push(await answer.text());
  }
  await until(
    () => vendor.bodies.flatMap((body) => (JSON.parse(body) as { events: unknown[] }).events),
    (events) => events.length === CANARY_KINDS.length,
  );
  const { values } = await gateway.client.findSealed({ from: 0, to: Date.now() + 1000, limit: 1000 });
  answers.push(JSON.stringify(values), JSON.stringify(await gateway.client.forgetSubject('u-0')));
  answers.push(JSON.stringify(await gateway.client.explain('m-0')), await gateway.client.metrics());
}, 60_000);

afterAll(async () => {
  await vendor.close();
  place.remove();
});

describe('values that are sealed', () => {
  it('are where they belong, for those who hold the keys', async () => {
    const { values } = await gateway.client.findSealed({ from: 0, to: Date.now() + 1000, limit: 1000 });
    const keys = { groups: Object.values(groups), subjects };
    const opened = await openAll(gateway.client, values, keys);
    expect(opened.map(({ kind }) => kind)).toEqual(values.map(() => 'opened'));
    const texts = JSON.stringify(opened);
    // Much of it is redacted before it is sealed, but not all: what is in its own field stays whole.
    expect(canaries.find(Buffer.from(texts))).not.toEqual([]);
  });

  it('are nowhere in clear: no vendor, no answer, no log line, no byte on disk', async () => {
    await gateway.gateway.stop();
    const leaks = [
      ...canaries.find(Buffer.from(vendor.bodies.join('\n'))),
      ...canaries.find(Buffer.from(answers.join('\n'))),
      ...canaries.find(Buffer.from(gateway.log.join('\n'))),
      ...readFiles(place.directory).flatMap(({ bytes }) => canaries.find(bytes)),
    ];
    expect(leaks).toEqual([]);
  });
});
