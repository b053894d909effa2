/** How fast Headgate's detection is: beside `JSON.parse` of the same bytes, in turns, and at its worst. */
import type { Json } from '@headgate/core';
import { scrubEvent } from '@headgate/core';
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

function measureEvents(texts: readonly string[]): readonly Row[] {
  const parsed = texts.map((text) => JSON.parse(text) as Json);
  const ways = {
    parse: () => texts.forEach((text) => sink(JSON.parse(text) as Json)),
    detect: () => parsed.forEach((event) => sink(scrubEvent(event).event)),
    copy: () => texts.forEach((text) => sink(JSON.stringify(JSON.parse(text)))),
    scrub: () => texts.forEach((text) => sink(JSON.stringify(scrubEvent(JSON.parse(text) as Json).event))),
  };
  const seconds = { parse: [], detect: [], copy: [], scrub: [] } as Record<keyof typeof ways, number[]>;
  for (let round = 0; round < ROUNDS + WARM_UP_ROUNDS; round++) {
    for (const [way, run] of Object.entries(ways)) {
      const taken = cpuSeconds(run);
      if (round >= WARM_UP_ROUNDS) seconds[way as keyof typeof ways].push(taken);
    }
  }
  const rate = (way: keyof typeof ways): number => texts.length / median(seconds[way]);
  const ratio = (way: keyof typeof ways, beside: keyof typeof ways): number =>
    median(seconds[way].map((taken, round) => (seconds[beside][round] ?? Number.NaN) / taken));
  return [
    { name: 'JSON.parse', value: rate('parse'), unit: 'events/CPU-s' },
    { name: 'detection alone', value: rate('detect'), unit: 'events/CPU-s' },
    { name: 'detection beside JSON.parse', value: ratio('detect', 'parse'), unit: 'of that rate', target: 1 },
    { name: 'parse + stringify', value: rate('copy'), unit: 'events/CPU-s' },
    { name: 'parse + scrub + stringify', value: rate('scrub'), unit: 'events/CPU-s', target: 50_000 },
    { name: 'the latter beside the former', value: ratio('scrub', 'copy'), unit: 'of that rate' },
  ];
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
