/**
 * A made-up export of telemetry of any size, the same bytes each time: a Mixpanel event a line, of about 600 bytes, and
 * in one of a hundred an e-mail address that a person typed into a search.
 *
 * `node bench/audit-export.ts <file> <megabytes>` writes one.
 */
import { closeSync, openSync, writeSync } from 'node:fs';

const NAMES = ['Page Viewed', 'Product Viewed', 'Product Added', 'Search Done', 'Order Completed'] as const;
const WORDS = [
  'lamp',
  'desk',
  'oak chair',
  'wool rug',
  'shelf',
  'linen sheet',
  'mirror',
  'plant pot',
] as const;
const CITIES = ['Lisboa', 'Tartu', 'Graz', 'Gent', 'Turku', 'Split'] as const;
const START_SECONDS = 1_764_028_800;
const LEAK_EVERY = 100;
const BATCH_EVENTS = 2000;
const MEGABYTE = 1_000_000;

/** Writes whole events until the file has at least so many bytes. Gives how many events it wrote. */
export function writeExport(path: string, bytes: number): number {
  const file = openSync(path, 'w');
  try {
    let written = 0;
    let events = 0;
    while (written < bytes) {
      const lines = Array.from({ length: BATCH_EVENTS }, (_, at) => eventLine(events + at));
      written += writeSync(file, lines.join(''));
      events += BATCH_EVENTS;
    }
    return events;
  } finally {
    closeSync(file);
  }
}

/** The line of the event with this number, its break included. */
function eventLine(number: number): string {
  const mixed = mix(number);
  const word = pick(WORDS, mixed);
  const query =
    number % LEAK_EVERY === 0 ? `${word} for ana${number}@corp.example` : `${word} ${mixed % 97} cm`;
  const properties = {
    time: START_SECONDS + Math.floor(number / 20),
    distinct_id: `u-${mixed.toString(36)}`,
    $insert_id: `${mix(mixed).toString(36)}${mix(mixed + 1).toString(36)}`,
    mp_lib: 'web',
    $browser: 'Firefox',
    $browser_version: 148,
    $os: 'Linux',
    $screen_height: 1080,
    $screen_width: 1920,
    $city: pick(CITIES, mixed >>> 3),
    $current_url: `https://shop.example/c/${word.replaceAll(' ', '-')}?page=${mixed % 9}&sort=price`,
    $referrer: 'https://search.example/',
    product_name: `${word} no. ${mixed % 500}`,
    sku: `SKU-${mixed % 90_000}`,
    currency: 'EUR',
    total: (mixed % 100_000) / 100,
    item_count: 1 + (mixed % 9),
    is_gift: mixed % 7 === 0,
    search_query: query,
    app_version: '4.18.2',
    experiment: mixed % 2 === 0 ? 'control' : 'new checkout',
    material: `${word}, oiled oak and linen`,
  };
  return `${JSON.stringify({ event: pick(NAMES, mixed >>> 5), properties })}\n`;
}

function pick<T>(list: readonly T[], at: number): T {
  const found = list[at % list.length];
  if (found === undefined) throw new Error('there is nothing to pick from');
  return found;
}

/** MurmurHash3's finaliser: spreads neighbouring numbers. */
function mix(number: number): number {
  let mixed = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

if (import.meta.main) {
  const [path, megabytes] = process.argv.slice(2);
  if (path === undefined || !(Number(megabytes) > 0)) throw new Error('Give a file and a size in megabytes.');
  process.stdout.write(`${writeExport(path, Number(megabytes) * MEGABYTE)} events\n`);
}
