/** The reader of TC strings beside IAB Tech Lab's own library, which writes and reads the strings of every comparison. */
import { Segment, SegmentEncoder, TCModel, TCString } from '@iabtechlabtcf/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Signal } from './reading.ts';
import { TC_STRING_LENGTH_MAX, parseTcString, readTcString, readingOfPurposes } from './tcf.ts';
import { remember } from '../protect/remember.ts';
import type { TcfPurposes } from './tcf.ts';

const NOW = Date.parse('2026-11-24T00:00:00Z');
const DAY = 86_400_000;
const LIMITS = { now: NOW, ageMaxMs: 395 * DAY };
/** Published with the specification; of 2020, and so of a policy that is over. */
const PUBLISHED =
  'COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA.IFoEUQQgAIQwgIwQABAEAAAAOIAACAIAAAAQAIAgEAACEAAAAAgAQBAAAAAAAGBAAgAAAAAAAFAAECAAAgAAQARAEQAAAAAJAAIAAgAAAYQEAAAQmAgBC3ZAYzUw';

interface Written {
  readonly consents: readonly number[];
  readonly interests: readonly number[];
  readonly vendors: readonly number[];
  readonly updated: number;
  readonly policy: number;
  readonly isDisclosed: boolean;
}

const DEFAULTS: Written = {
  consents: [1, 8],
  interests: [7],
  vendors: [2, 5, 900],
  updated: NOW - 30 * DAY,
  policy: 5,
  isDisclosed: true,
};

/** Written by the library. */
function write(change: Partial<Written> = {}): string {
  const { consents, interests, vendors, updated, policy, isDisclosed } = { ...DEFAULTS, ...change };
  const model = new TCModel();
  model.cmpId = 31;
  model.cmpVersion = 1;
  model.vendorListVersion = 48;
  model.policyVersion = policy;
  model.isServiceSpecific = true;
  model.purposeConsents.set([...consents]);
  model.purposeLegitimateInterests.set([...interests]);
  model.vendorConsents.set([...vendors]);
  model.vendorsDisclosed.set([...vendors]);
  model.created = new Date(updated);
  model.lastUpdated = new Date(updated);
  // Segment by segment: whole strings are written only beside a list of all vendors.
  const core = SegmentEncoder.encode(model, Segment.CORE);
  return isDisclosed ? `${core}.${SegmentEncoder.encode(model, Segment.VENDORS_DISCLOSED)}` : core;
}

/** The purposes as lists. */
function purposesOf(signal: Signal<TcfPurposes>): unknown {
  if (signal.kind !== 'read') return signal.kind;
  return { consents: listOf(signal.of.consents), interests: listOf(signal.of.interests) };
}

function listOf(mask: number): readonly number[] {
  const all = Array.from({ length: 24 }, (_, at) => at + 1);
  return all.filter((each) => readingOfPurposes(mask, [each]) === 'granted');
}

/** Whether the library reads it too. */
function isDecodable(text: string): boolean {
  try {
    TCString.decode(text);
    return true;
  } catch {
    return false;
  }
}

const purposes = fc
  .uniqueArray(fc.integer({ min: 1, max: 24 }))
  .map((list) => list.toSorted((a, b) => a - b));
const vendorIds = fc.uniqueArray(fc.integer({ min: 1, max: 3000 }), { maxLength: 60 });

describe('a TC string', () => {
  it('says what the library of IAB Tech Lab wrote into it', () => {
    fc.assert(
      fc.property(purposes, purposes, vendorIds, fc.boolean(), (consents, interests, vendors, isRange) => {
        const ids = isRange ? Array.from({ length: 700 }, (_, at) => at + 1) : vendors;
        const text = write({ consents, interests, vendors: ids });
        expect(purposesOf(readTcString(text, LIMITS))).toEqual({ consents, interests });
      }),
      { numRuns: 300 },
    );
  });

  it.each<[string, Partial<Written>, string]>([
    ['of 13 months', { updated: NOW - 395 * DAY }, 'read'],
    ['older than that', { updated: NOW - 395 * DAY - 100 }, 'expired'],
    ['of tomorrow, by a clock that is a little off', { updated: NOW + DAY }, 'read'],
    ['of the day after', { updated: NOW + DAY + 100 }, 'unreadable'],
    ['of TCF 2.2', { policy: 4 }, 'read'],
    ['of TCF 2.1', { policy: 3 }, 'unreadable'],
    ['of a policy that is not known', { policy: 6 }, 'unreadable'],
    ['without disclosed vendors, from March 2026 on', { isDisclosed: false }, 'unreadable'],
    [
      'without disclosed vendors, of before',
      { isDisclosed: false, updated: Date.parse('2026-02-28T23:59:59Z') },
      'read',
    ],
  ])('%s', (_, change, kind) => {
    expect(readTcString(write(change), LIMITS).kind).toBe(kind);
  });

  it('that was published with the specification is one, of a policy that is over', () => {
    expect(
      readTcString(PUBLISHED, { now: Date.parse('2020-03-01T00:00:00Z'), ageMaxMs: 395 * DAY }).kind,
    ).toBe('unreadable');
  });

  it('that was cut off anywhere is unreadable, as it is for the library', () => {
    const whole = write();
    const cuts = Array.from({ length: whole.length - 1 }, (_, at) => whole.slice(0, at + 1));
    // Bits of padding may go.
    const read = cuts.filter((cut) => readTcString(cut, LIMITS).kind === 'read');
    expect(read.filter((cut) => !isDecodable(cut))).toEqual([]);
    expect(read.length).toBeLessThan(4);
    const core = whole.slice(0, whole.indexOf('.'));
    expect(readTcString(`${core.slice(0, 40)}.${whole.slice(core.length + 1)}`, LIMITS).kind).toBe(
      'unreadable',
    );
  });

  it('of a list of ranges costs its own length, whatever the ranges hold', () => {
    const before = process.cpuUsage();
    const text = `CP${'_'.repeat(TC_STRING_LENGTH_MAX - 2)}`;
    for (let run = 0; run < 20; run += 1) readTcString(text, LIMITS);
    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
    expect(readTcString(`${text}A`, LIMITS).kind).toBe('unreadable');
  });

  it('grows old also where what it says is remembered', () => {
    let parsed = 0;
    const parse = remember((text) => {
      parsed += 1;
      return parseTcString(text);
    }, 4);
    const text = write();
    const kindAt = (now: number): string => readTcString(text, { ...LIMITS, now }, parse).kind;
    const { now, ageMaxMs } = LIMITS;
    expect([now, now + ageMaxMs + 400 * DAY, now - 400 * DAY, now].map(kindAt)).toEqual([
      'read',
      'expired',
      'unreadable',
      'read',
    ]);
    expect(parsed).toBe(1);
  });

  it('is never read from any other text, and nothing throws', () => {
    const unit = fc.constantFrom(
      ...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.'),
    );
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit, maxLength: 300 }));
    expect(readTcString('', LIMITS).kind).toBe('absent');
    fc.assert(
      fc.property(texts, (text) => readTcString(text, LIMITS).kind !== 'read' || isDecodable(text)),
      { numRuns: 3000 },
    );
  });
});
