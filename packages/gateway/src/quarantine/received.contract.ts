/** What the tests of the quarantine share. */
import type { ReceivedEvent } from '@headgate/core';
import { formatRecipients } from '@headgate/seal';
import { kidOf, rawPublicKey } from '@headgate/seal/envelope';
import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** A received event, changed. */
export function receivedOf(change: Partial<ReceivedEvent> = {}): ReceivedEvent {
  return {
    source: { id: 'web', environment: 'production' },
    protocol: 'segment',
    id: 'm-1',
    call: 'track',
    operation: 'set',
    name: 'Wished',
    time: 1,
    receivedAt: 2,
    userId: 'u-1',
    anonymousId: null,
    groupId: null,
    previousId: null,
    properties: {},
    context: {},
    signals: { gpc: false },
    ...change,
  };
}

export interface Steward {
  readonly privateKey: KeyObject;
  /** Text of a recipients file whose one group has that key in this time. */
  readonly recipients: string;
}

export function makeSteward(notBefore: number, notAfter: number): Steward {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  const raw = rawPublicKey(publicKey);
  const recipient = { kid: kidOf(raw), publicKey: raw.toString('base64url'), notBefore, notAfter };
  const recipients = formatRecipients({ tenant: 'shop', groups: new Map([['steward', recipient]]) });
  return { privateKey, recipients };
}
