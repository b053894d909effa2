import { fromPieces, piecePath } from '@headgate/api';
import { createOpener } from '@headgate/seal/envelope';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Hold, HoldReason } from '../ingest/collect.ts';
import type { QuarantinedEvent } from '../queue/quarantined.ts';
import type { LogFields, LogLine } from '../runtime.ts';
import { createRecipientsInForce } from '../seal/recipients-in-force.ts';
import type { RecipientsInForce } from '../seal/recipients-in-force.ts';
import { createHold } from './hold.ts';
import { makeSteward, receivedOf } from './received.contract.ts';
import type { Steward } from './received.contract.ts';
import { isSame, readEvent } from './recognise.ts';

const START = Date.UTC(2026, 0, 1);
const END = START + 3_600_000;
const WHY: HoldReason = { cause: 'unplanned-field', planned: 'shop.searched', group: 'steward' };
const directory = mkdtempSync(join(tmpdir(), 'headgate-hold-'));
afterAll(() => rmSync(directory, { recursive: true }));

let now = START;
let steward: Steward;
let recipients: RecipientsInForce;
let hold: Hold;
let unsealed = 0;
let lines: [LogLine, LogFields | undefined][] = [];

beforeEach(() => {
  now = START;
  unsealed = 0;
  lines = [];
  steward = makeSteward(START, END);
  const file = join(directory, `${randomUUID()}.json`);
  writeFileSync(file, steward.recipients);
  recipients = createRecipientsInForce({ file, now: () => now, random: randomBytes });
  recipients.read().admit();
  hold = createHold({
    recipients,
    shapeOf: () => '0'.repeat(16),
    random: randomBytes,
    uuid: randomUUID,
    log: { write: (line, fields) => void lines.push([line, fields]) },
    unsealed: () => (unsealed += 1),
  });
});

function open({ head, texts }: QuarantinedEvent): ReturnType<typeof fromPieces> {
  const opener = createOpener({ privateKey: () => steward.privateKey, header: () => null });
  const place = { tenant: 'shop', recipientGroup: 'steward', source: 'web', eventId: head.eventId };
  const pieces = texts.map((text, index) => {
    const jsonPath = piecePath(index, texts.length);
    const opened = opener.open(text, { ...place, eventName: head.planned ?? '', jsonPath });
    return opened.kind === 'opened' && typeof opened.value === 'string' ? opened.value : opened.kind;
  });
  return fromPieces(pieces);
}

describe('a quarantined event', () => {
  it.each([
    ['small', receivedOf({ properties: { note: 'ana@person.example' } })],
    [
      'with an odd key',
      receivedOf({
        properties: JSON.parse('{ "__proto__": 1, "2": 1, "1": "\\ud800" }') as object as Record<
          string,
          never
        >,
      }),
    ],
    ['larger than a sealed field', receivedOf({ properties: { note: '🛒é'.repeat(100_000) } })],
  ])('%s is opened by the private key, and is the very same event', (_, event) => {
    const held = hold(event, WHY);
    if (held === null) throw new Error('It was not sealed.');
    const payload = open(held);
    if (payload === null) throw new Error('It was not opened.');
    expect(payload.json).toBe(JSON.stringify(event));
    expect(isSame(payload, held.head.mac)).toBe(true);
    expect(readEvent(payload)).toEqual(event);
    expect(JSON.stringify(held).includes('ana@person')).toBe(false);
  });

  it('is told by names of the plan and of the configuration alone', () => {
    const { head } = hold(receivedOf({ name: 'secret name' }), { ...WHY, planned: null }) ?? {};
    expect(Object.keys(head ?? {}).toSorted()).toEqual([
      'cause',
      'eventId',
      'group',
      'mac',
      'planned',
      'protocol',
      'shape',
      'source',
    ]);
    expect(JSON.stringify(head)).not.toContain('secret name');
  });

  it('is recognised neither with another key nor with another text', () => {
    const held = hold(receivedOf(), WHY);
    const payload = held === null ? null : open(held);
    if (held === null || payload === null) throw new Error('It was not sealed.');
    expect(isSame({ ...payload, json: `${payload.json} ` }, held.head.mac)).toBe(false);
    expect(isSame({ ...payload, proof: 'AAAA' }, held.head.mac)).toBe(false);
    expect(isSame({ ...payload, proof: '' }, held.head.mac)).toBe(false);
  });

  it('shares no key with the one before, so that equal events cannot be told', () => {
    const [one, two] = [hold(receivedOf(), WHY), hold(receivedOf(), WHY)];
    expect(one?.head.mac).not.toBe(two?.head.mac);
    expect(one?.head.eventId).not.toBe(two?.head.eventId);
  });

  it('is sealed in a new epoch when the last is full, however many pieces it has', () => {
    const sealer = recipients.sealerFor('steward', 'quarantine');
    if (typeof sealer === 'string') throw new Error(sealer);
    const epoch = sealer.epoch();
    // All but one of an epoch's 10,000 events.
    for (let count = 1; count < 10_000; count++) epoch.event({ source: 'web', eventName: '', eventId: 'e' });
    const held = [1, 2].map(() => hold(receivedOf(), WHY));
    expect(held.map((each) => (each === null ? null : open(each)?.json))).toEqual([
      JSON.stringify(receivedOf()),
      JSON.stringify(receivedOf()),
    ]);
  });
});

describe('without a key to seal with', () => {
  it('nothing is held, which is counted for every event and logged when it begins', () => {
    now = END - 1;
    expect(hold(receivedOf(), WHY)).not.toBeNull();
    now = END;
    expect([hold(receivedOf(), WHY), hold(receivedOf(), WHY)]).toEqual([null, null]);
    expect(unsealed).toBe(2);
    expect(lines).toEqual([['quarantine-unsealed', { cause: 'key-out-of-time' }]]);
    now = END - 1;
    expect(hold(receivedOf(), WHY)).not.toBeNull();
    expect(hold(receivedOf(), { ...WHY, group: 'finance' })).toBeNull();
    expect(lines.at(-1)).toEqual(['quarantine-unsealed', { cause: 'unknown-group' }]);
  });
});
