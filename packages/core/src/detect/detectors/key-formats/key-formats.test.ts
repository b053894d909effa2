import { describe, expect, it } from 'vitest';
import { apiKey } from '../api-key.ts';
import { bodyEnd, parseBody } from '../key-body.ts';
import { ALPHABETS, keys } from './format.ts';
import { KEY_FORMATS } from './index.ts';

/** A body of the shortest or the longest length: characters of the alphabet in an order that repeats late. */
function sample(body: string, pick: 'shortest' | 'longest', left: RegExp = /[^A-Za-z0-9]/gu): string {
  let seed = 1;
  return body.replaceAll(/([a-zA-Z])\{(\d+)(?:,(\d+))?\}/gu, (_, letter: string, min: string, max = min) => {
    const alphabet = (ALPHABETS[letter] ?? '').replaceAll(left, '');
    const length = Number(pick === 'shortest' ? min : max);
    return Array.from({ length }, () => {
      seed = (seed * 48271) % 2147483647;
      return alphabet[seed % alphabet.length];
    }).join('');
  });
}

describe('the formats of keys', () => {
  it('know at least 400 providers', () => {
    expect(new Set(KEY_FORMATS.map(({ provider }) => provider)).size).toBeGreaterThanOrEqual(400);
  });

  it.each(KEY_FORMATS.map((format) => [format.provider, format] as const))(
    'find a key of %s',
    (_, format) => {
      for (const pick of ['shortest', 'longest'] as const) {
        const key = format.prefix + sample(format.body, pick);
        for (const [before, after] of [
          ['', ''],
          ['key="', '"'],
          ['see ', ', please'],
        ] as const) {
          const found = apiKey.find(before + key + after, 0, '').map(({ start, end }) => [start, end]);
          expect([key, found]).toEqual([key, [[before.length, before.length + key.length]]]);
        }
      }
    },
  );

  it('have no row twice', () => {
    const rows = KEY_FORMATS.map(({ prefix, body }) => `${prefix} ${body}`);
    expect(rows.filter((row, index) => rows.indexOf(row) !== index)).toEqual([]);
  });

  it('have no row that another one covers', () => {
    const bodies = KEY_FORMATS.map(({ body }) => parseBody(body));
    const covered = KEY_FORMATS.flatMap((row) => {
      const samples = [
        row.prefix + sample(row.body, 'shortest'),
        row.prefix + sample(row.body, 'longest'),
        row.prefix + sample(row.body, 'longest', /[^\s\S]/gu),
      ];
      const wider = KEY_FORMATS.filter(
        (other, at) =>
          other !== row &&
          row.prefix.startsWith(other.prefix) &&
          samples.every((key) => bodyEnd(key, other.prefix.length, bodies[at] ?? []) === key.length),
      );
      return wider.map(({ prefix, body }) => `${row.prefix} ${row.body}: ${prefix} ${body}`);
    });
    expect(covered).toEqual([]);
  });

  it('are one for each prefix', () => {
    expect(keys('acme', 'a1_ a2_', 'n{4}')).toEqual([
      { provider: 'acme', prefix: 'a1_', body: 'n{4}' },
      { provider: 'acme', prefix: 'a2_', body: 'n{4}' },
    ]);
  });
});
