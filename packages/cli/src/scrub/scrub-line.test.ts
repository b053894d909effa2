import { describe, expect, it } from 'vitest';
import { scrubLine } from './scrub-line.ts';

describe('scrubLine', () => {
  it.each<[string, string, string]>([
    [
      'a clean line, byte for byte',
      '{"n": 1.0, "id": 1772352000000000001}',
      '{"n": 1.0, "id": 1772352000000000001}',
    ],
    ['a finding', '{"e":"ana@shop.example"}', '{"e":"[email]"}'],
    [
      'digits that a double cannot hold',
      '{"e":"ana@shop.example","id":1772352000000000001}',
      '{"e":"[email]","id":1772352000000000001}',
    ],
    ['a card with a decimal point', '{"ref":4111111111111111.0}', '{"ref":"[card]"}'],
    ['a card with an exponent', '{"ref":4.111111111111111e15}', '{"ref":"[card]"}'],
    ['a key that stands twice', '{"a":"ana@shop.example","a":"ok"}', '{"a":"ok"}'],
    [
      'one beside a long number',
      '{"a":"ana@shop.example","a":1772352000000000001}',
      '{"a":1772352000000000001}',
    ],
    ['what is no JSON', 'ana@shop.example', 'null'],
  ])('gives for %s', (_, line, expected) => {
    expect(scrubLine(line).text).toBe(expected);
  });
});
