/**
 * What detection must hold to whatever comes: nothing planted can be read from what is left, every container still parses
 * as what it was, a second pass changes nothing, and arbitrary text never throws.
 */
import type { Json } from '@headgate/core';
import { scrubEvent } from '@headgate/core';
import { array, assert, constantFrom, integer, jsonValue, property, record, string } from 'fast-check';
import { expect, test } from 'vitest';
import { isRecoverable } from '../bench/detection/recover.ts';

/** Values of many kinds, which are found wherever they stand. */
const VALUES = [
  'zoe.marlow@shop.example',
  'ana+news@mail.corp.example',
  '4111 1111 1111 1111',
  '+442079460958',
  '203.0.113.77',
  'DE89 3704 0044 0532 0130 00',
  '2001:db8:85a3::8a2e:370:7334',
];
const NUMBERS = [4111111111111111, 5500005555555559];
const WORDS = ['order', 'step two', 'ok', 'page/1', 'a, b', '100%', '"quoted"', 'línea', 'x=1'];

interface Container {
  readonly wrap: (value: string, around: string) => string;
  /** Throws where the text is no longer such a container. */
  readonly parse: (text: string) => unknown;
}

const parseUrl = (text: string): unknown => decodeURIComponent(new URL(text).search);

const CONTAINERS: Readonly<Record<string, Container>> = {
  JSON: { wrap: (value, around) => JSON.stringify({ around, value }), parse: (text) => JSON.parse(text) },
  'JSON with spaces': {
    wrap: (value, around) => JSON.stringify([around, { value }], null, 2),
    parse: (text) => JSON.parse(text),
  },
  'JSON in JSON': {
    wrap: (value, around) => JSON.stringify({ body: JSON.stringify({ value, around }) }),
    parse: (text) => JSON.parse((JSON.parse(text) as { readonly body: string }).body),
  },
  query: {
    wrap: (value, around) =>
      `https://shop.example/a?q=${encodeURIComponent(value)}&r=${encodeURIComponent(around)}`,
    parse: parseUrl,
  },
  'URL in a query': {
    wrap: (value) =>
      `https://shop.example/?next=${encodeURIComponent(`https://b.example/?q=${encodeURIComponent(value)}`)}`,
    parse: parseUrl,
  },
  form: {
    wrap: (value, around) => new URLSearchParams({ value, around }).toString(),
    parse: (text) => {
      const names = [...new URLSearchParams(text).keys()];
      if (names.join() !== 'value,around') throw new Error('not the same fields');
    },
  },
  base64: {
    wrap: (value, around) => Buffer.from(JSON.stringify({ value, around })).toString('base64'),
    parse: (text) => JSON.parse(Buffer.from(text, 'base64').toString('utf8')),
  },
  base64url: {
    wrap: (value, around) => Buffer.from(JSON.stringify({ value, around })).toString('base64url'),
    parse: (text) => JSON.parse(Buffer.from(text, 'base64url').toString('utf8')),
  },
  'base64 in base64': {
    wrap: (value, around) => {
      const inner = Buffer.from(JSON.stringify({ value, around })).toString('base64');
      return Buffer.from(JSON.stringify({ inner })).toString('base64');
    },
    parse: (text) => {
      const outer = JSON.parse(Buffer.from(text, 'base64').toString('utf8')) as { readonly inner: string };
      return JSON.parse(Buffer.from(outer.inner, 'base64').toString('utf8'));
    },
  },
  HTML: {
    wrap: (value, around) =>
      `<b title="${around.replaceAll('"', '&quot;')}">${value.replaceAll('@', '&#64;')}</b>`,
    parse: (text) => {
      if (!text.startsWith('<b title="') || !text.endsWith('</b>')) throw new Error('not the same tags');
    },
  },
};

for (const [name, { wrap, parse }] of Object.entries(CONTAINERS)) {
  test(`a value in ${name} is gone, and what is left parses as ${name} and stays as it is`, () => {
    assert(
      property(constantFrom(...VALUES), constantFrom(...WORDS), (value, around) => {
        const text = wrap(value, around);
        const left = scrub(text);
        expect(isRecoverable(left, value)).toBe(false);
        expect(() => parse(left)).not.toThrow();
        expect(scrub(left)).toBe(left);
      }),
    );
  });
}

for (const depth of [1, 2, 3]) {
  test(`a number in JSON is gone and the JSON parses, ${depth} deep in strings`, () => {
    assert(
      property(constantFrom(...NUMBERS), constantFrom(...WORDS), integer(), (value, around, other) => {
        let text = JSON.stringify({ value, around, list: [other, value, { value }] });
        for (let level = 1; level < depth; level++) text = JSON.stringify({ text });
        const left = scrub(text);
        expect(left.includes(String(value))).toBe(false);
        let parsed = JSON.parse(left) as { readonly text?: string };
        while (parsed.text !== undefined) parsed = JSON.parse(parsed.text) as { readonly text?: string };
        expect(scrub(left)).toBe(left);
      }),
    );
  });
}

const anyText = string({ unit: 'binary', maxLength: 400 });

test('arbitrary text never throws, and scrubbing twice is scrubbing once', () => {
  assert(
    property(anyText, (text) => {
      const left = scrub(text);
      expect(scrub(left)).toBe(left);
    }),
    { numRuns: 2000 },
  );
});

/** Text from pieces that detectors know, in any order, is worse than text at random. */
const PIECES = [
  ...VALUES,
  ...WORDS,
  '%',
  '\\',
  '"',
  '{',
  '}',
  ':',
  ',',
  '&amp;',
  '%40',
  '\\u0040',
  '://',
  'token=',
];

test('pieces of what detectors know never throw in any order, and no value is left in what they make', () => {
  assert(
    property(array(constantFrom(...PIECES, ' '), { maxLength: 12 }), (pieces) => {
      expect(() => scrub(pieces.join(' '))).not.toThrow();
      const left = scrub(pieces.join(' '));
      for (const value of VALUES) expect(left.includes(value)).toBe(false);
    }),
    { numRuns: 2000 },
  );
});

test('arbitrary JSON never throws and keeps its shape', () => {
  assert(
    property(record({ event: jsonValue({ maxDepth: 4 }) }), ({ event }) => {
      const scrubbed = scrubEvent(event as Json).event;
      expect(Array.isArray(scrubbed)).toBe(Array.isArray(event));
      expect(JSON.stringify(scrubEvent(scrubbed).event)).toBe(JSON.stringify(scrubbed));
    }),
    { numRuns: 1000 },
  );
});

function scrub(text: string): string {
  const { event } = scrubEvent(text);
  if (typeof event !== 'string') throw new Error('A string came back as something else.');
  return event;
}
