import { describe, expect, it } from 'vitest';
import { readEnvelope } from './envelope.ts';

const LIMITS = { depthMax: 5, eventsMax: 3 };

/** Type and payload of each item; or the refusal. */
function read(body: string | Uint8Array, limits = LIMITS): unknown {
  const envelope = readEnvelope(typeof body === 'string' ? Buffer.from(body) : body, limits);
  if (envelope.kind === 'refused') return envelope.refusal;
  return envelope.items.map(({ header, payload }) => [
    header['type'],
    Buffer.from(payload).toString('latin1'),
  ]);
}

describe('an envelope', () => {
  it.each<[string, string | Uint8Array, unknown]>([
    ['has no items', '{}', []],
    ['has no items and a line feed', '{}\n', []],
    ['has an item that ends with its line', '{}\n{"type":"a"}\nx\n', [['a', 'x']]],
    ['has an item that ends with the body', '{}\n{"type":"a"}\nx', [['a', 'x']]],
    ['has an item without a payload at its end', '{}\n{"type":"a"}', [['a', '']]],
    [
      'has empty items, with and without a length',
      '{}\n{"type":"a","length":0}\n\n{"type":"b"}\n\n',
      [
        ['a', ''],
        ['b', ''],
      ],
    ],
    [
      'has line feeds in a payload of stated length',
      '{}\n{"type":"a","length":5}\nx\ny\n\n\n{"type":"b"}\nz',
      [
        ['a', 'x\ny\n\n'],
        ['b', 'z'],
      ],
    ],
    [
      'has a payload that looks like an item',
      '{}\n{"type":"a","length":13}\n{"type":"b"}\n\n',
      [['a', '{"type":"b"}\n']],
    ],
    ['counts lengths in bytes', '{}\n{"type":"a","length":2}\né\n', [['a', 'Ã©']]],
    [
      'has blank lines between items',
      '{}\n\n\n{"type":"a"}\nx\n\n{"type":"b"}\ny\n\n',
      [
        ['a', 'x'],
        ['b', 'y'],
      ],
    ],
    [
      'ends its lines with CRLF',
      '{}\r\n{"type":"a","length":1}\r\nx\r\n\r\n{"type":"b"}\r\ny',
      [
        ['a', 'x'],
        ['b', 'y'],
      ],
    ],
    ['says null for an unknown length', '{}\n{"type":"a","length":null}\nx', [['a', 'x']]],
    [
      'holds any bytes',
      Buffer.from('{}\n{"type":"a","length":3}\n\xff\x00\n\n', 'latin1'),
      [['a', '\xff\x00\n']],
    ],
    [
      'holds as many items as the limit',
      '{}\n{"type":"a"}\n1\n{"type":"a"}\n2\n{"type":"a"}\n3\n',
      [
        ['a', '1'],
        ['a', '2'],
        ['a', '3'],
      ],
    ],
  ])('%s', (_name, body, items) => {
    expect(read(body)).toEqual(items);
  });

  it.each<[string, string | Uint8Array, string]>([
    ['is empty', '', 'bad-json'],
    ['is no JSON', 'hello', 'bad-json'],
    ['begins with a list', '[]\n', 'bad-shape'],
    ['is no UTF-8', Buffer.from('{"a":"\xff"}\n', 'latin1'), 'bad-json'],
    ['nests deeper than the limit', '{"a":[[[[[]]]]]}\n', 'too-deep'],
    ['has an item whose header is no JSON', '{}\n{"type"\nx', 'bad-json'],
    ['has an item whose header is no object', '{}\n7\nx', 'bad-shape'],
    ['has a length that runs over the body', '{}\n{"type":"a","length":2}\nx', 'bad-shape'],
    ['has a length that ends within a line', '{}\n{"type":"a","length":1}\nxy\n', 'bad-shape'],
    ['has a length before a lone carriage return', '{}\n{"type":"a","length":1}\nx\ry', 'bad-shape'],
    ['has a negative length', '{}\n{"type":"a","length":-1}\nx', 'bad-shape'],
    ['has half a length', '{}\n{"type":"a","length":0.5}\nx', 'bad-shape'],
    ['has a length beyond all numbers', '{}\n{"type":"a","length":1e999}\nx', 'bad-shape'],
    ['has a length in words', '{}\n{"type":"a","length":"1"}\nx', 'bad-shape'],
    [
      'holds one item over the limit',
      '{}\n{"type":"a"}\n1\n{"type":"a"}\n2\n{"type":"a"}\n3\n{"type":"a"}\n4\n',
      'too-many-events',
    ],
  ])('is refused when it %s', (_name, body, refusal) => {
    expect(read(body)).toBe(refusal);
  });

  it('nests as deep as the limit', () => {
    expect(read('{"a":[[[[]]]]}\n')).toEqual([]);
  });
});
