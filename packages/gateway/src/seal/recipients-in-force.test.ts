import type { Issue } from '@headgate/core';
import { formatRecipients } from '@headgate/seal';
import type { Recipients } from '@headgate/seal';
import { createOpener, kidOf, rawPublicKey } from '@headgate/seal/envelope';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createRecipientsInForce } from './recipients-in-force.ts';
import type { RecipientsInForce, SealerRefusal } from './recipients-in-force.ts';

const directory = mkdtempSync(join(tmpdir(), 'headgate-recipients-'));
afterAll(() => rmSync(directory, { recursive: true }));

const START = Date.UTC(2026, 0, 1);
const END = START + 1000;
const place = { source: 'web', eventName: 'signed_up', eventId: 'e1' };

function keyPair(): {
  kid: string;
  publicKey: string;
  privateKey: ReturnType<typeof generateKeyPairSync>['privateKey'];
} {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  const raw = rawPublicKey(publicKey);
  return { kid: kidOf(raw), publicKey: raw.toString('base64url'), privateKey };
}

interface Fixture {
  readonly recipients: RecipientsInForce;
  readonly write: (recipients: Recipients) => void;
  readonly writeText: (text: string) => void;
  time: number;
}

function fixture(): Fixture {
  const file = join(directory, `${randomBytes(8).toString('hex')}.json`);
  const made: Fixture = {
    recipients: createRecipientsInForce({ file, now: () => made.time, random: randomBytes }),
    write: (recipients) => writeFileSync(file, formatRecipients(recipients)),
    writeText: (text) => writeFileSync(file, text),
    time: START,
  };
  return made;
}

function reload(recipients: RecipientsInForce): readonly Issue[] {
  const read = recipients.read();
  read.admit();
  return read.issues;
}

function only({ kid, publicKey }: { kid: string; publicKey: string }): Recipients {
  return {
    tenant: 'shop',
    groups: new Map([['support', { kid, publicKey, notBefore: START, notAfter: END }]]),
  };
}

function sealed(
  recipients: RecipientsInForce,
  use = 'home',
): { text: string; header: Buffer } | SealerRefusal {
  const sealer = recipients.sealerFor('support', use);
  if (typeof sealer === 'string') return sealer;
  const epoch = sealer.epoch();
  const event = epoch.event(place);
  const field = event.kind === 'event' ? event.seal('properties.note', 'value') : event;
  if (field.kind !== 'sealed') throw new Error(field.reason);
  return { text: field.text, header: epoch.header };
}

describe('recipients in force', () => {
  test('seals to the key of the group, for the tenant of the file', () => {
    const made = fixture();
    const key = keyPair();
    made.write(only(key));
    expect(reload(made.recipients)).toEqual([]);
    const field = sealed(made.recipients);
    if (typeof field === 'string') throw new Error(field);
    const opener = createOpener({ privateKey: () => key.privateKey, header: () => field.header });
    const at = { ...place, tenant: 'shop', recipientGroup: 'support', jsonPath: 'properties.note' };
    expect(opener.open(field.text, at)).toEqual({ kind: 'opened', value: 'value' });
  });

  test('refuses a group that the file does not name, and every group without a file', () => {
    const made = fixture();
    expect(made.recipients.sealerFor('support', 'home')).toBe('no-recipients');
    made.write(only(keyPair()));
    reload(made.recipients);
    expect(made.recipients.sealerFor('finance', 'home')).toBe('unknown-group');
    const none = createRecipientsInForce({ file: null, now: () => START, random: randomBytes });
    expect(reload(none)).toEqual([]);
    expect(none.sealerFor('support', 'home')).toBe('no-recipients');
  });

  test('seals up to the last millisecond of a key, not from the one on that it names, and not before it begins', () => {
    const made = fixture();
    made.write(only(keyPair()));
    reload(made.recipients);
    made.time = START - 1;
    expect(sealed(made.recipients)).toBe('key-out-of-time');
    made.time = END - 1;
    expect(sealed(made.recipients)).toMatchObject({});
    made.time = END;
    expect(sealed(made.recipients)).toBe('key-out-of-time');
  });

  test('ends the epoch of a key whose time is over, asked or not', () => {
    const made = fixture();
    made.write(only(keyPair()));
    reload(made.recipients);
    const sealer = made.recipients.sealerFor('support', 'home');
    if (typeof sealer === 'string') throw new Error(sealer);
    const epoch = sealer.epoch();
    made.time = END;
    made.recipients.expire();
    expect(epoch.event(place)).toEqual({ kind: 'refused', reason: 'epoch-over' });
  });

  test('a changed key gets another sealer, the same key keeps its own', () => {
    const made = fixture();
    made.write(only(keyPair()));
    reload(made.recipients);
    const before = made.recipients.sealerFor('support', 'home');
    reload(made.recipients);
    expect(made.recipients.sealerFor('support', 'home')).toBe(before);
    made.write(only(keyPair()));
    reload(made.recipients);
    expect(made.recipients.sealerFor('support', 'home')).not.toBe(before);
  });

  test('a file that cannot be read changes nothing and says so', () => {
    const made = fixture();
    const key = keyPair();
    made.write(only(key));
    reload(made.recipients);
    made.writeText('{');
    expect(reload(made.recipients)).toMatchObject([{ rule: 'recipients-file', level: 'error' }]);
    expect(made.recipients.groups().get('support')?.kid).toBe(key.kid);
    expect(sealed(made.recipients)).toMatchObject({});
  });

  test('a file that was read is in force when it is admitted, and not before', () => {
    const made = fixture();
    const [first, second] = [keyPair(), keyPair()];
    made.write(only(first));
    reload(made.recipients);
    const sealer = made.recipients.sealerFor('support', 'home');
    made.write(only(second));
    const read = made.recipients.read();
    expect(read.groups().get('support')?.kid).toBe(second.kid);
    expect(made.recipients.groups().get('support')?.kid).toBe(first.kid);
    expect(made.recipients.sealerFor('support', 'home')).toBe(sealer);
    read.admit();
    expect(made.recipients.groups().get('support')?.kid).toBe(second.kid);
  });

  test('different uses share no epoch', () => {
    const made = fixture();
    made.write(only(keyPair()));
    reload(made.recipients);
    const [home, vendor] = [sealed(made.recipients, 'home'), sealed(made.recipients, 'mixpanel')];
    if (typeof home === 'string' || typeof vendor === 'string') throw new Error('refused');
    expect(home.header.equals(vendor.header)).toBe(false);
  });
});
