import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { compileSample } from './compile-sample.ts';
import { NO_SUBJECT } from './pseudonymiser.ts';

const SUBJECTS = Array.from({ length: 20_000 }, (_, at) =>
  createHash('sha256').update(`person ${at}`).digest('hex').slice(0, 16),
);
const MESSAGES = Array.from(
  { length: 20_000 },
  (_, at) => `0f8fad5b-d9cb-469f-a165-${String(at).padStart(12, '0')}`,
);
/** Chi-square at one degree of freedom that chance passes once in a million; the draws are fixed, so it passes always or never. */
const CHI_SQUARE_MAX = 23.93;

function chiSquare(observed: number, expected: number, of: number): number {
  return (observed - expected) ** 2 / expected + (observed - expected) ** 2 / (of - expected);
}

describe('a sample', () => {
  it.each([0.01, 0.1, 0.25, 0.5, 0.9])('holds its share of the subjects: %d', (rate) => {
    for (const event of ['order.completed', 'page.viewed', 'a', 'b']) {
      const samples = compileSample(event, rate);
      const inside = SUBJECTS.filter((subject) => samples(subject, 'm')).length;
      expect(chiSquare(inside, rate * SUBJECTS.length, SUBJECTS.length)).toBeLessThan(CHI_SQUARE_MAX);
    }
  });

  it.each([0.01, 0.1, 0.5, 0.9])('of events about nobody holds its share of the messages: %d', (rate) => {
    const samples = compileSample('page.viewed', rate);
    const inside = MESSAGES.filter((id) => samples(NO_SUBJECT, id)).length;
    expect(chiSquare(inside, rate * MESSAGES.length, MESSAGES.length)).toBeLessThan(CHI_SQUARE_MAX);
  });

  it('is independent of that of another event', () => {
    const names = ['order.completed', 'page.viewed', 'a', 'b', 'order.started'];
    for (const [at, one] of names.entries()) {
      for (const other of names.slice(at + 1)) {
        const [left, right] = [compileSample(one, 0.3), compileSample(other, 0.3)];
        const both = SUBJECTS.filter((subject) => left(subject, 'm') && right(subject, 'm')).length;
        expect(chiSquare(both, 0.09 * SUBJECTS.length, SUBJECTS.length)).toBeLessThan(CHI_SQUARE_MAX);
      }
    }
  });

  it('keeps a subject whatever its messages are, and a message of nobody when it comes again', () => {
    const samples = compileSample('a', 0.5);
    for (const [at, subject] of SUBJECTS.slice(0, 100).entries()) {
      expect(samples(subject, 'one')).toBe(samples(subject, 'other'));
      const id = MESSAGES[at] ?? '';
      expect(samples(NO_SUBJECT, id)).toBe(samples(NO_SUBJECT, id));
    }
  });

  it('of everything holds everything', () => {
    const samples = compileSample('a', 1);
    expect(SUBJECTS.every((subject) => samples(subject, 'm'))).toBe(true);
  });

  it('of a larger share holds all of a smaller one', () => {
    const [small, large] = [compileSample('a', 0.2), compileSample('a', 0.4)];
    expect(SUBJECTS.filter((subject) => small(subject, 'm')).every((subject) => large(subject, 'm'))).toBe(
      true,
    );
  });
});
