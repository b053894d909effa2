import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileCanary } from './compile-canary.ts';
import { compileSample } from './compile-sample.ts';

const subject = (identity: string): string =>
  createHash('sha256').update(identity).digest('hex').slice(0, 16);
const ofUser = (userId: string, id = 'm'): { id: string; userId: string; anonymousId: null } => ({
  id,
  userId,
  anonymousId: null,
});
const ofNobody = (id: string): { id: string; userId: null; anonymousId: null } => ({
  id,
  userId: null,
  anonymousId: null,
});
const PEOPLE = Array.from({ length: 20_000 }, (_, at) => `person ${at}`);
/** Chi-square at one degree of freedom that chance passes once in a million; the draws are fixed, so it passes always or never. */
const CHI_SQUARE_MAX = 23.93;

function chiSquare(observed: number, expected: number, of: number): number {
  return (observed - expected) ** 2 / expected + (observed - expected) ** 2 / (of - expected);
}

const share = fc.double({ min: 0, max: 1, noNaN: true });
const identity = fc.option(fc.string(), { nil: null });
const event = fc.record({ id: fc.string(), userId: identity, anonymousId: identity });

describe('who meets a candidate', () => {
  it('is nobody at 0 and everybody at 1', () => {
    fc.assert(
      fc.property(fc.string(), event, (candidate, each) => {
        const meets = compileCanary({ subject }, candidate);
        expect([meets(each, 0), meets(each, 1)]).toEqual([false, true]);
      }),
    );
  });

  it('still does at every larger share', () => {
    fc.assert(
      fc.property(fc.string(), event, share, share, (candidate, each, one, other) => {
        const meets = compileCanary({ subject }, candidate);
        expect(!meets(each, Math.min(one, other)) || meets(each, Math.max(one, other))).toBe(true);
      }),
    );
  });

  it('does at every event, whatever its message and device are, and after a restart', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), share, event, (candidate, userId, at, other) => {
        const first = compileCanary({ subject }, candidate)(ofUser(userId), at);
        const again = compileCanary({ subject }, candidate);
        expect(again({ ...other, userId }, at)).toBe(first);
        // Without a user the device is the subject.
        expect(
          again({ id: other.id, userId: other.userId === '' ? '' : null, anonymousId: userId }, at),
        ).toBe(first);
      }),
    );
  });

  it.each([0.01, 0.05, 0.1, 0.5, 0.9])(
    'is that share of subjects, and of messages about nobody: %d',
    (at) => {
      for (const candidate of ['a', 'b', 'c0ffee']) {
        const meets = compileCanary({ subject }, candidate);
        const people = PEOPLE.filter((each) => meets(ofUser(each), at)).length;
        const messages = PEOPLE.filter((each) => meets(ofNobody(each), at)).length;
        expect(chiSquare(people, at * PEOPLE.length, PEOPLE.length)).toBeLessThan(CHI_SQUARE_MAX);
        expect(chiSquare(messages, at * PEOPLE.length, PEOPLE.length)).toBeLessThan(CHI_SQUARE_MAX);
      }
    },
  );

  it('is drawn anew for another candidate, and independently from samples', () => {
    const both = (other: (userId: string) => boolean): number => {
      const meets = compileCanary({ subject }, 'a');
      return PEOPLE.filter((each) => meets(ofUser(each), 0.3) && other(each)).length;
    };
    const second = compileCanary({ subject }, 'b');
    const samples = compileSample('shop.searched', 0.3);
    const expected = 0.09 * PEOPLE.length;
    for (const other of [
      both((each) => second(ofUser(each), 0.3)),
      both((each) => samples(subject(each), 'm')),
    ]) {
      expect(chiSquare(other, expected, PEOPLE.length)).toBeLessThan(CHI_SQUARE_MAX);
    }
  });
});
