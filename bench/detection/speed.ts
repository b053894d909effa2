/** How fast Headgate's detection is: beside `JSON.parse` of the same bytes, in turns, and at its worst. */
import type { Json } from '@headgate/core';
import { inspectEvent, scrubEvent, scrubOwnEvent } from '@headgate/core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cpuSeconds, median } from '../measure.ts';
import type { Row } from '../measure.ts';
import { adversarialTexts, LENGTH } from './adversarial.ts';

const ROUNDS = 41;
const WARM_UP_ROUNDS = 10;
/** Worst cases are repeated until they took so long, because the clock of CPU time is coarse. */
const SECONDS_MIN = 0.05;

/** Detection, the whole way, and the worst cases. */
export function measureSpeed(folder: string): readonly Row[] {
  const lines = readFileSync(join(folder, 'telebench_dev.jsonl'), 'utf8').split('\n').filter(Boolean);
  const texts = lines.map((line) => JSON.stringify((JSON.parse(line) as { readonly event: Json }).event));
  return [...measureEvents(texts), ...measureWorst()];
}

/** A way through all events. */
type Way = () => void;

/**
 * Every ratio is of two ways in turns, with nothing else between them: what runs between takes the processor's caches from the
 * one that reads what was there before, and not from the one that makes everything anew.
 */
function measureEvents(texts: readonly string[]): readonly Row[] {
  const parsed = texts.map((text) => JSON.parse(text) as Json);
  const parseAll: Way = () => texts.forEach((text) => sink(JSON.parse(text) as Json));
  const [parse, detect] = inTurns(parseAll, () =>
    parsed.forEach((event) => sink(inspectEvent(event).length)),
  );
  const [beside, redact] = inTurns(parseAll, () => parsed.forEach((event) => sink(scrubEvent(event).event)));
  const [copy, scrub] = inTurns(
    () => texts.forEach((text) => sink(JSON.stringify(JSON.parse(text)))),
    () => texts.forEach((text) => sink(JSON.stringify(scrubOwnEvent(JSON.parse(text) as Json).event))),
  );
  const rate = (seconds: readonly number[]): number => texts.length / median(seconds);
  return [
    { name: 'JSON.parse', value: rate(parse), unit: 'events/CPU-s' },
    { name: 'detection alone', value: rate(detect), unit: 'events/CPU-s' },
    { name: 'detection beside JSON.parse', value: ratioOf(parse, detect), unit: 'of that rate', target: 1 },
    {
      name: 'detection with a redacted copy, beside JSON.parse',
      value: ratioOf(beside, redact),
      unit: 'of that rate',
    },
    { name: 'parse + stringify', value: rate(copy), unit: 'events/CPU-s' },
    { name: 'parse + scrub + stringify', value: rate(scrub), unit: 'events/CPU-s', target: 50_000 },
    { name: 'the latter beside the former', value: ratioOf(copy, scrub), unit: 'of that rate', target: 0.55 },
  ];
}

/** CPU seconds of each round, without those that warm up. */
function inTurns(one: Way, other: Way): readonly [readonly number[], readonly number[]] {
  const rounds = Array.from(
    { length: WARM_UP_ROUNDS + ROUNDS },
    () => [cpuSeconds(one), cpuSeconds(other)] as const,
  );
  const measured = rounds.slice(WARM_UP_ROUNDS);
  return [measured.map(([first]) => first), measured.map(([, second]) => second)];
}

/** How much of the one way's rate the other has, round by round. */
function ratioOf(one: readonly number[], other: readonly number[]): number {
  return median(one.map((taken, round) => taken / (other[round] ?? Number.NaN)));
}

function measureWorst(): readonly Row[] {
  const double = new Map(adversarialTexts(2 * LENGTH));
  return adversarialTexts().flatMap(([name, text]): Row[] => {
    const once = secondsFor(text);
    const twice = secondsFor(double.get(name) ?? '');
    return [
      { name, value: (once * 1e9) / text.length, unit: 'ns/char', target: 1000, atMost: true },
      {
        name: `${name}, twice as long`,
        value: twice / once,
        unit: 'times the time',
        target: 2.5,
        atMost: true,
      },
    ];
  });
}

/** The least of several, because what disturbs only ever adds. */
function secondsFor(text: string): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round++) {
    let calls = 0;
    const taken = cpuSeconds(() => {
      const start = process.cpuUsage();
      do {
        sink(scrubEvent({ message: text }).event);
        calls++;
      } while (process.cpuUsage(start).user < SECONDS_MIN * 1e6);
    });
    least = Math.min(least, taken / calls);
  }
  return least;
}

/** Keeps the compiler from leaving out what nobody reads, and keeps nothing. */
let sunk = 0;
function sink(value: Json): void {
  if (value !== null) sunk = (sunk + 1) | 0;
  if (sunk < 0) sunk = 0;
}
