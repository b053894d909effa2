import * as fc from 'fast-check';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { EpochLimits, EventSealer, HeaderSealer } from './header-sealer.ts';
import { createOpener } from './opener.ts';
import { EPOCH_LIMITS, createSealer } from './sealer.ts';
import type { Sealer, SealerOptions } from './sealer.ts';
import { parseSealed } from './sealed-text.ts';
import { startSubjectSession } from './subject.ts';
import { rawPublicKey } from './x25519.ts';

const { privateKey } = generateKeyPairSync('x25519');
const publicKey = rawPublicKey(privateKey);
const PLACE = { source: 'web', eventName: 'Signed Up', eventId: 'e-1' };
const NAMES = { tenant: 'shop', recipientGroup: 'support' };

function create(options: Partial<SealerOptions> = {}): Sealer {
  return createSealer({ ...NAMES, publicKey, now: () => 1000, random: randomBytes, ...options });
}

function begin(sealer: HeaderSealer): EventSealer {
  const event = sealer.event(PLACE);
  if (event.kind === 'refused') throw new Error(event.reason);
  return event;
}

function outcome(sealer: HeaderSealer | EventSealer): string {
  const result = sealer.kind === 'header' ? sealer.event(PLACE) : sealer.seal('email', 'ana@example.com');
  return result.kind === 'refused' ? result.reason : result.kind;
}

function newSession(tenant = NAMES.tenant): ReturnType<typeof startSubjectSession> {
  return startSubjectSession({ tenant, publicKey, random: randomBytes });
}

/** One of the things that a process does with a sealer. */
type Step = 'field' | 'event' | 'subject' | 'end' | 'wait' | 'restart';

describe('an epoch', () => {
  it('ends at five minutes, 10,000 events, 2²⁰ fields or 10,000 subjects, unless told otherwise', () => {
    expect(EPOCH_LIMITS).toEqual({
      durationMs: 300_000,
      events: 10_000,
      fields: 1_048_576,
      subjects: 10_000,
    });
  });

  it('is the same until it ends', () => {
    const sealer = create();
    expect(sealer.epoch()).toBe(sealer.epoch());
    const { headerId } = sealer.epoch();
    sealer.end();
    expect(sealer.epoch().headerId).not.toBe(headerId);
  });

  it('lasts to its last millisecond and not one more', () => {
    let time = 1000;
    const sealer = create({ now: () => time });
    const epoch = sealer.epoch();
    const event = begin(epoch);
    time = 1000 + 300_000;
    expect([outcome(event), outcome(epoch), sealer.epoch() === epoch]).toEqual(['sealed', 'event', true]);
    time += 1;
    expect([outcome(event), outcome(epoch), sealer.epoch() === epoch]).toEqual([
      'epoch-over',
      'epoch-over',
      false,
    ]);
    time = 1000;
    expect(outcome(event)).toBe('epoch-over');
  });

  it('ends when the clock is set back before it', () => {
    let time = 1000;
    const sealer = create({ now: () => time });
    const epoch = sealer.epoch();
    time = 999;
    expect([outcome(epoch), sealer.epoch() === epoch]).toEqual(['epoch-over', false]);
  });

  it.each([1, 3, EPOCH_LIMITS.events])('takes %i events and not one more', (events) => {
    const sealer = create({ limits: { events } });
    const epoch = sealer.epoch();
    for (let at = 1; at <= events; at += 1) expect(outcome(epoch)).toBe('event');
    expect(outcome(epoch)).toBe('epoch-over');
    expect(sealer.epoch()).not.toBe(epoch);
  });

  it('takes as many fields as it may and not one more, under all of its headers together', () => {
    const sealer = create({ limits: { fields: 3 } });
    const epoch = sealer.epoch();
    const subject = epoch.subject(newSession());
    if (subject.kind === 'refused') throw new Error(subject.reason);
    const [own, theirs] = [begin(epoch), begin(subject)];
    expect([own, theirs, own].map(outcome)).toEqual(['sealed', 'sealed', 'sealed']);
    expect([own, theirs].map(outcome)).toEqual(['epoch-over', 'epoch-over']);
    expect(sealer.epoch()).not.toBe(epoch);
  });

  it('takes as many subjects as it may and not one more; those it has go on', () => {
    const sealer = create({ limits: { subjects: 2 } });
    const epoch = sealer.epoch();
    const [first, second, third] = [newSession(), newSession(), newSession()];
    const known = epoch.subject(first);
    expect([known.kind, epoch.subject(second).kind, epoch.subject(third).kind]).toEqual([
      'header',
      'header',
      'refused',
    ]);
    expect(epoch.subject(first)).toBe(known);
    expect(sealer.epoch()).not.toBe(epoch);
  });

  it('is ended by its sealer’s timer when its time is over, and not before', () => {
    let time = 1000;
    const sealer = create({ now: () => time });
    const epoch = sealer.epoch();
    sealer.expire();
    expect(sealer.epoch()).toBe(epoch);
    time += 300_001;
    sealer.expire();
    time = 1000;
    expect([outcome(epoch), sealer.epoch() === epoch]).toEqual(['epoch-over', false]);
  });

  it('seals nothing once ended, under the group or a subject', () => {
    const sealer = create();
    const epoch = sealer.epoch();
    const subject = epoch.subject(newSession());
    if (subject.kind === 'refused') throw new Error(subject.reason);
    const events = [begin(epoch), begin(subject)];
    sealer.end();
    expect([...events, epoch, subject].map(outcome)).toEqual(Array(4).fill('epoch-over'));
    expect(epoch.subject(newSession())).toEqual({ kind: 'refused', reason: 'epoch-over' });
  });

  it('refuses a place or a value that cannot be sealed, and goes on', () => {
    const epoch = create().epoch();
    const long = 'x'.repeat(65_536);
    expect(epoch.event({ ...PLACE, eventId: long })).toEqual({ kind: 'refused', reason: 'unfit-place' });
    const event = begin(epoch);
    expect(event.seal(long, 'ana')).toEqual({ kind: 'refused', reason: 'unfit-place' });
    expect(event.seal('a', long)).toEqual({ kind: 'refused', reason: 'value-too-long' });
    expect(event.seal('a', Number.NaN)).toEqual({ kind: 'refused', reason: 'value-not-json' });
    expect(outcome(event)).toBe('sealed');
  });

  it('never repeats a nonce under a key, whatever is done, and all of it opens', () => {
    const steps = fc.array(
      fc.constantFrom<Step>('field', 'field', 'field', 'event', 'subject', 'end', 'wait', 'restart'),
      { maxLength: 80 },
    );
    const limits = fc.record({
      durationMs: fc.integer({ min: 1, max: 3 }),
      events: fc.integer({ min: 1, max: 4 }),
      fields: fc.integer({ min: 1, max: 9 }),
      subjects: fc.integer({ min: 1, max: 2 }),
    });
    fc.assert(fc.property(steps, limits, runSteps), { numRuns: 150 });
  });
});

/** Does the steps as a caller would who stores headers first; a restart is a new sealer, as after a crash. */
function runSteps(steps: readonly Step[], limits: EpochLimits): void {
  let time = 1000;
  const start = (): Sealer => create({ limits, now: () => time });
  const headers = new Map<string, Buffer>();
  const used = new Set<string>();
  const counts = new Map<string, number>();
  const opener = createOpener({
    privateKey: () => privateKey,
    subjectKey: () => privateKey,
    header: (id) => headers.get(id) ?? null,
    epochsMax: 2,
  });
  const session = newSession();
  let sealer = start();
  let current: HeaderSealer = sealer.epoch();
  let event = current.event(PLACE);
  const turn = (next: HeaderSealer | { kind: 'refused' }): void => {
    if (next.kind === 'refused') return;
    current = next;
    headers.set(current.headerId, current.header);
    event = current.event(PLACE);
  };
  turn(current);
  for (const step of steps) {
    if (step === 'wait') time += 1;
    if (step === 'end') sealer.end();
    if (step === 'restart') sealer = start();
    if (step === 'event') turn(sealer.epoch());
    if (step === 'subject') {
      const epoch = sealer.epoch();
      turn(epoch);
      turn(epoch.subject(session));
    }
    const sealed = event.kind === 'event' ? event.seal('email', step) : event;
    if (sealed.kind === 'refused') {
      if (sealed.reason !== 'epoch-over') throw new Error(sealed.reason);
      continue;
    }
    const { headerId, counter } = parseSealed(sealed.text) as { headerId: string; counter: number };
    expect(used.has(`${headerId} ${counter}`)).toBe(false);
    used.add(`${headerId} ${counter}`);
    counts.set(headerId, (counts.get(headerId) ?? 0) + 1);
    const place = { ...NAMES, ...PLACE, jsonPath: 'email' };
    expect(opener.open(sealed.text, place)).toEqual({ kind: 'opened', value: step });
  }
  for (const count of counts.values()) expect(count).toBeLessThanOrEqual(limits.fields);
}

describe('a sealer', () => {
  it('refuses at once what it could not seal to or with', () => {
    expect(() => create({ publicKey: Buffer.alloc(32) })).toThrow('protects nothing');
    expect(() => create({ publicKey: Buffer.alloc(31) })).toThrow('32 bytes');
    expect(() => create({ tenant: 'x'.repeat(65_536) })).toThrow('65,535');
    expect(() => create({ recipientGroup: '\ud800' })).toThrow('well-formed');
    for (const value of [0, -1, 1.5, Number.NaN]) {
      expect(() => create({ limits: { events: value } })).toThrow('limits.events');
    }
    expect(() => create({ limits: { fields: 2 ** 32 } })).not.toThrow();
    expect(() => create({ limits: { fields: 2 ** 32 + 1 } })).toThrow('limits.fields');
  });

  it('refuses sessions of other tenants and ended ones, under which nobody could read', () => {
    const epoch = create().epoch();
    expect(() => epoch.subject(newSession('other'))).toThrow('same tenant');
    const session = newSession();
    session.end();
    expect(() => epoch.subject(session)).toThrow('not ended');
  });
});
