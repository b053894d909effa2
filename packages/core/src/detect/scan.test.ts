import { describe, expect, it } from 'vitest';
import type { FindingKind } from './detector.ts';
import { provenanceOf } from './provenance.ts';
import { redactText } from './redact.ts';
import { DECODED_CHARACTERS_MAX, scanNumber, scanText } from './scan.ts';

const redact = (text: string, expected?: ReadonlySet<FindingKind>) =>
  redactText(text, scanText(text, expected));
const base64 = (text: string) => Buffer.from(text).toString('base64');
const encodeTimes = (text: string, times: number): string =>
  times === 0 ? text : encodeTimes(encodeURIComponent(text), times - 1);

/** CPU time of a scan in microseconds, the least of a few. */
function cheapest(text: string): number {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 4; run++) {
    const before = process.cpuUsage();
    scanText(text);
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, user + system);
  }
  return least;
}

describe('scanText', () => {
  it('gives the same empty array for every clean text', () => {
    for (const text of [
      '',
      'pro',
      'Product Viewed',
      'https://app.example/a?b=1',
      '2d470a98-7b6c-43aa-8bd7-aa099e43acc9',
    ]) {
      expect(scanText(text)).toBe(scanText('x'));
    }
    expect(Object.isFrozen(scanText(''))).toBe(true);
  });

  it('looks at six characters, not at five', () => {
    expect(scanText('a@b.de')).toHaveLength(1);
    expect(scanText('a@b.c')).toHaveLength(0);
  });

  it.each([
    ['two findings', 'zoe@shop.example from 203.0.113.7', '[email] from [ip]'],
    ['a secret over a personal finding', 'Bearer abcdefgh1234@shop.example', 'Bearer [bearer][email]'],
    ['what is specific over the value of a parameter', '?email=zoe@shop.example&x=1', '?email=[email]&x=1'],
    [
      'the rest of a parameter beside a finding in it',
      '?name=Zoe,zoe@shop.example',
      '?name=[url_value][email]',
    ],
    [
      'long text around a finding in it',
      'Please write to zoe@shop.example because my order never came and nobody answers the phone at all.',
      '[long_text][email][long_text]',
    ],
  ])('settles %s', (_, text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it('leaves out expected kinds, and what they would have covered stays found', () => {
    expect(redact('?email=zoe@shop.example', new Set(['email']))).toBe('?email=[url_value]');
    expect(redact('zoe@shop.example', new Set(['email']))).toBe('zoe@shop.example');
  });
});

describe('encoded layers', () => {
  it.each([
    ['percent-encoding', '/a?m=zoe%40shop.example&b=%20', '/a?m=[email]&b=%20'],
    [
      'characters of several bytes before it',
      '/a?q=%E2%82%AC%F0%9F%98%80&m=zoe%40shop.example',
      '/a?q=%E2%82%AC%F0%9F%98%80&m=[email]',
    ],
    [
      'a nested URL',
      'next=https%3A%2F%2Fa.example%3Fm%3Dzoe%2540shop.example',
      'next=https%3A%2F%2Fa.example%3Fm%3D[email]',
    ],
    ['plus for space', 'n=4111+1111+1111+1111&x=1', 'n=[card]&x=1'],
    ['JSON in a string', '{"a":{"m":"zoe\\u0040shop.example"},"b":1}', '{"a":{"m":"[email]"},"b":1}'],
    ['a key in JSON', '{"zoe\\u0040shop.example":1}', '{"[email]":1}'],
    [
      'JSON in JSON',
      String.raw`{"a":"{\"m\":\"zoe\\u0040shop.example\"}"}`,
      String.raw`{"a":"{\"m\":\"[email]\"}"}`,
    ],
    ['a line break before it', String.raw`{"a":"x\nzoe@shop.example"}`, String.raw`{"a":"x\n[email]"}`],
    ['base64', `a ${base64('{"m":"zoe@shop.example"}')} b`, `a ${base64('{"m":"[email]"}')} b`],
    [
      'base64url in a path',
      `/v1/${Buffer.from('{"m":"zoe@shop.example>>"}').toString('base64url')}/x`,
      `/v1/${Buffer.from('{"m":"[email]>>"}').toString('base64url')}/x`,
    ],
    [
      'base64 in base64',
      base64(`{"a":"${base64('{"m":"zoe@shop.example"}')}"}`),
      base64(`{"a":"${base64('{"m":"[email]"}')}"}`),
    ],
    ['base64 that is percent-encoded', `d=${encodeURIComponent(base64('zoe@shop.example ?'))}`, 'd=[email]'],
    ['a number in JSON', '{"a": 4111111111111111, "b": [4111111111111111]}', '{"a": null, "b": [null]}'],
    [
      'a number in JSON in JSON',
      String.raw`{"a":"{\"c\":4111111111111111}"}`,
      String.raw`{"a":"{\"c\":null}"}`,
    ],
    ['a number in JSON in a URL', '/?d=%7B%22c%22%3A4111111111111111%7D', '/?d=%7B%22c%22%3A[card]%7D'],
    ['a number in JSON, percent-encoded', '%7B%22c%22%3A%204111111111111111%7D', '%7B%22c%22%3A%20null%7D'],
    ['character references', '<b>zoe&#64;shop.example</b>', '<b>[email]</b>'],
    [
      'named and hexadecimal references',
      'a&commat;b &amp; zoe&#x40;shop&period;example',
      'a&commat;b &amp; [email]',
    ],
    ['broken percent signs', '100%, %zz, %4 zoe%40shop.example', '100%, %zz, %4 [email]'],
  ])('finds through %s and cuts only what encodes it', (_, text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it('undoes three encodings, not four', () => {
    expect(scanText(encodeTimes('zoe@shop.example', 3))).toHaveLength(1);
    expect(scanText(encodeTimes('zoe@shop.example', 4))).toHaveLength(0);
  });

  it('decodes base64 of sixteen characters, not of twelve', () => {
    expect(scanText(base64('zoe@shop.de!'))).toHaveLength(1);
    expect(scanText(base64('zoe@a.de!'))).toHaveLength(0);
  });

  it('reports as long text what it would have to decode beyond its budget', () => {
    const within = `%41${'x'.repeat(DECODED_CHARACTERS_MAX - 1)}`;
    expect(scanText(within)).toHaveLength(0);
    const beyond = `${within}x`;
    const whole = { start: 0, end: beyond.length, replacement: null };
    expect(scanText(beyond)).toEqual([
      { kind: 'long_text', detector: 'long_text', provenance: provenanceOf('long_text'), ...whole },
    ]);
  });

  it('keeps lone surrogates and broken UTF-8 from throwing', () => {
    for (const text of [
      '\ud800%ff%fe%c3%28',
      '%ed%a0%80 \udfff@\ud800.example',
      base64('\ud800 not clean'),
    ]) {
      expect(() => scanText(text)).not.toThrow();
    }
  });
});

describe('scanNumber', () => {
  it.each([
    ['a card', 4_111_111_111_111_111, 1],
    ['a wrong check digit', 4_111_111_111_111_112, 0],
    ['a time in milliseconds', 1_621_899_049_316, 0],
    ['a time in microseconds', 1_643_676_683_292_850, 0],
    ['a fraction', 4111.5, 0],
    ['not a number', Number.NaN, 0],
    ['more than can be told exactly', 4_111_111_111_111_111_000, 0],
    ['a negative number', -4_111_111_111_111_111, 0],
  ])('reads %s', (_, value, count) => {
    expect(scanNumber(value)).toHaveLength(count);
  });
});

describe('redactText', () => {
  it('gives the text itself when nothing was found', () => {
    expect(redactText('plain', [])).toBe('plain');
  });
});

describe('hostile text', () => {
  const SIZE = 24_000;
  /** Four times the text may cost ten times as much at most: the square would be sixteen. */
  const GROWTH_MAX = 10;
  /** Below this a measurement is noise, and the cost of no concern. */
  const NOISE_MICROSECONDS = 4_000;

  it.each([
    '1.1.1.',
    '@@@@',
    'a@',
    'a.b@c.',
    'eyJ',
    'eyJ.',
    '+1+1',
    '1-',
    '0 0',
    '%25',
    '%',
    '\\',
    '\\u005c',
    ':',
    '1:',
    '::',
    '://a:@',
    '==',
    '?a=',
    '?token=',
    '?key=',
    'a=b&',
    'AAAA/',
    'YWFhYWFhYWFhYWFhYWFhYQ/',
    'Bearer a1',
    '-----BEGIN ',
    '-----BEGIN PRIVATE KEY',
    '$1',
    '$krb5tgs$23$a$',
    'secret=arn:',
    'password=\nx',
    'DE89',
    '4111 ',
    ':AA',
    'AKIA-',
    'word ',
    '/1.99.99.99 ',
    '/1.99.99.99',
    'sk-aaaaaaaaaaaaaaaa',
    '{"a":',
    '"\\"',
  ])('costs time linear in its length: %s', (unit) => {
    const small = unit.repeat(SIZE / unit.length);
    const large = unit.repeat((4 * SIZE) / unit.length);
    const allowed = Math.max(NOISE_MICROSECONDS, cheapest(small) * GROWTH_MAX);
    expect(cheapest(large)).toBeLessThan(allowed);
  });

  // Many, because the square of something as fast as copying memory shows late.
  it.each<[string, number, (repeats: number) => string]>([
    ['base64 runs that are text', 6_000, (repeats) => `${base64('ab@c.example')} `.repeat(repeats)],
    ['base64 runs that are none', 20_000, (repeats) => 'zzzzzzzzzzzzzzzzzzzz '.repeat(repeats)],
    ['findings in one base64 run', 6_000, (repeats) => base64('ab@c.example '.repeat(repeats))],
  ])('costs time linear in the number of %s', (_, repeats, textOf) => {
    const allowed = Math.max(NOISE_MICROSECONDS, cheapest(textOf(repeats)) * GROWTH_MAX);
    expect(cheapest(textOf(4 * repeats))).toBeLessThan(allowed);
  });

  it('covers a base64 run once for each thing found in it, and lets the stronger finding win', () => {
    const run = base64('ab@c.example 192.0.2.7 ab@c.example');
    const text = `${run} 192.0.2.8 ${run}`;
    expect(scanText(text).map(({ kind, start, end }) => [kind, start, end])).toEqual([
      ['email', 0, run.length],
      ['ip', run.length + 1, run.length + 10],
      ['email', run.length + 11, text.length],
    ]);
  });
});
