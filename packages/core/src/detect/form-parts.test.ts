import { describe, expect, it } from 'vitest';
import { FORM_PATTERNS, findFormParts } from './form-parts.ts';
import { MEANING } from './meaning.ts';
import { backtracking } from './patterns.contract.ts';

const head = (name: string) => `--b\r\nContent-Disposition: form-data; name="${name}"`;

function read(text: string): readonly (readonly [string, number])[] {
  return findFormParts(text).map(({ start, end, meaning }) => [text.slice(start, end), meaning]);
}

describe('findFormParts', () => {
  it('reads the fields whose names say something', () => {
    const text = `${head('email')}\r\n\r\nzoe\r\n${head('size')}\r\n\r\n7\r\n${head('ssn')}\r\n\r\n1-2\r\n--b--`;
    expect(read(text)).toEqual([
      ['zoe', MEANING.email],
      ['1-2', MEANING.nationalId],
    ]);
  });

  it('reads behind other headers, and to the end where no boundary follows', () => {
    expect(read(`${head('email')}\nContent-Type: text/plain\n\nzoe`)).toEqual([['zoe', MEANING.email]]);
  });

  it.each([
    `${head('email')}; filename="a.csv"\r\n\r\nzoe\r\n--b--`,
    `${head('email')}\r\nzoe`,
    `${head('email')}\r\n\r\n\r\n--b--`,
    'form-data; name="email',
    'form-data;',
  ])('reads nothing into %j', (text) => {
    expect(read(text)).toEqual([]);
  });

  it.each(FORM_PATTERNS.map((pattern) => [String(pattern), pattern] as const))(
    'has no pattern that backtracks without bound: %s',
    (_, pattern) => {
      expect(backtracking(pattern)).toBe('safe');
    },
  );
});
