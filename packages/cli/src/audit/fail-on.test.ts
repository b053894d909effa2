import { describe, expect, it } from 'vitest';
import { readFailOn } from './fail-on.ts';

const FOUND = [
  { kind: 'email', severity: 'high' },
  { kind: 'ip', severity: 'medium' },
  { kind: 'long_text', severity: 'low' },
] as const;

function failing(written: string | undefined): readonly string[] {
  return FOUND.filter(readFailOn(written)).map(({ kind }) => kind);
}

describe('what ends an audit with 1', () => {
  it.each([
    [undefined, ['email', 'ip', 'long_text']],
    ['low', ['email', 'ip', 'long_text']],
    ['medium', ['email', 'ip']],
    ['high', ['email']],
    ['none', []],
    ['ip', ['ip']],
    ['ip, long_text', ['ip', 'long_text']],
    ['high,long_text', ['email', 'long_text']],
    ['high,medium', ['email', 'ip']],
  ])('is, with %s, %s', (written, expected) => expect(failing(written)).toEqual(expected));

  it.each(['critical', 'e-mail', '', 'high,', 'none,high', 'toString'])(
    'is not to be guessed from "%s"',
    (written) => expect(() => readFailOn(written)).toThrow('--fail-on'),
  );
});
