/** What sealing, opening and pseudonyms cost: six sealed fields of 32 bytes an event. */
import { normaliserOf } from '@headgate/core';
import { createPseudonymiser } from '@headgate/seal';
import {
  createOpener,
  createSealer,
  createSubjectKeys,
  rawPublicKey,
  startSubjectSession,
} from '@headgate/seal/envelope';
import type { EpochLimits, EventPlace, HeaderSealer, Opener, SubjectSession } from '@headgate/seal/envelope';
import { createSecretKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { cpuSeconds, median } from './measure.ts';
import type { Row } from './measure.ts';

const EVENTS = 10_000;
const ROUNDS = 7;
const SESSION_EVENTS = 20;
const PAIRS = 5_000;
const IDS = 100_000;
const FIELDS = ['email', 'name', 'phone', 'street', 'query', 'account'].map((name) => `properties.${name}`);
/** 32 bytes each, and no two alike. */
const VALUES = Array.from({ length: EVENTS + FIELDS.length }, (_, at) => `value-${at}`.padEnd(32, 'x'));
const NAMES = { tenant: 'shop', recipientGroup: 'support' };

interface SealedEvents {
  readonly texts: readonly string[];
  readonly opener: Opener;
  readonly perSecond: number;
}

export function benchSeal(): Row[] {
  const batches = medianOf(() => sealEvents({ events: 100 }).perSecond);
  const epochs = medianOf(() => sealEvents({}).perSecond);
  const subjects = medianOf(() => sealEvents({}, SESSION_EVENTS).perSecond);
  return [
    { name: 'seal, 100 events an epoch', value: batches, unit: 'events/CPU-s', target: 10_000 },
    { name: 'seal, default epochs', value: epochs, unit: 'events/CPU-s', target: 10_000 },
    {
      name: `seal to group and subject, ${SESSION_EVENTS} events a session`,
      value: subjects,
      unit: 'events/CPU-s',
    },
    { name: 'open, default epochs', value: medianOf(() => openFields({})), unit: 'fields/CPU-s' },
    {
      name: 'open, 100 events an epoch, each met once',
      value: medianOf(() => openFields({ events: 100 })),
      unit: 'fields/CPU-s',
    },
    { name: 'subject key pairs, wrapped', value: medianOf(makePairs), unit: 'pairs/CPU-s' },
    { name: 'pseudonyms', value: medianOf(makeTokens), unit: 'tokens/CPU-s', target: 150_000 },
  ];
}

function medianOf(measure: () => number): number {
  measure();
  return median(Array.from({ length: ROUNDS }, measure));
}

function sealEvents(limits: Partial<EpochLimits>, sessionEvents = 0): SealedEvents {
  const group = generateKeyPairSync('x25519');
  const subject = generateKeyPairSync('x25519');
  const headers = new Map<string, Uint8Array>();
  const texts: string[] = [];
  const sealer = createSealer({
    ...NAMES,
    publicKey: rawPublicKey(group.publicKey),
    now: Date.now,
    random: randomBytes,
    limits,
  });
  const publicKey = rawPublicKey(subject.publicKey);
  const newSession = (): SubjectSession =>
    startSubjectSession({ tenant: NAMES.tenant, publicKey, random: randomBytes });
  const seconds = cpuSeconds(() => {
    let session = newSession();
    for (let at = 0; at < EVENTS; at += 1) {
      const epoch = sealer.epoch();
      if (sessionEvents > 0 && at % sessionEvents === 0) session = newSession();
      const header = sessionEvents > 0 ? epoch.subject(session) : epoch;
      if (header.kind === 'refused') throw new Error(header.reason);
      headers.set(header.headerId, header.header);
      sealEvent(header, at, texts);
    }
  });
  const opener = createOpener({
    privateKey: () => group.privateKey,
    header: (id) => headers.get(id) ?? null,
  });
  return { texts, opener, perSecond: EVENTS / seconds };
}

function placeOf(at: number): EventPlace {
  return { source: 'web', eventName: 'Order Completed', eventId: `0f8fad5b-d9cb-469f-a165-${at}` };
}

function sealEvent(header: HeaderSealer, at: number, texts: string[]): void {
  const event = header.event(placeOf(at));
  if (event.kind === 'refused') throw new Error(event.reason);
  FIELDS.forEach((jsonPath, field) => {
    const sealed = event.seal(jsonPath, VALUES[at + field] ?? '');
    if (sealed.kind === 'refused') throw new Error(sealed.reason);
    texts.push(sealed.text);
  });
}

function openFields(limits: Partial<EpochLimits>): number {
  const { texts, opener } = sealEvents(limits);
  const seconds = cpuSeconds(() => {
    texts.forEach((text, at) => {
      const event = Math.floor(at / FIELDS.length);
      const jsonPath = FIELDS[at % FIELDS.length] ?? '';
      const opened = opener.open(text, { ...NAMES, ...placeOf(event), jsonPath });
      if (opened.kind === 'refused') throw new Error(opened.reason);
    });
  });
  return texts.length / seconds;
}

function makePairs(): number {
  const kek = createSecretKey(randomBytes(32));
  return PAIRS / cpuSeconds(() => createSubjectKeys(PAIRS, kek));
}

function makeTokens(): number {
  const root = createSecretKey(randomBytes(32));
  const token = createPseudonymiser({ keys: { root, epochOf: () => 0 }, normaliserOf }).token(
    'mixpanel',
    'user_id',
    'exact',
  );
  const seconds = cpuSeconds(() => {
    for (let at = 0; at < IDS; at += 1) token(`user-${at}`);
  });
  return IDS / seconds;
}
