import { describe, expect, it } from 'vitest';
import { scanLines } from './scan-text.ts';

const MAIL = 'ana@shop.example';
const places = (text: string) => scanLines(text).hits.map(({ kind, line, column }) => [kind, line, column]);

describe('scanLines', () => {
  it.each<[string, string, ReturnType<typeof places>]>([
    ['nothing', 'const count = 3;\n', []],
    ['lines and columns from 1', `a\nto: ${MAIL}`, [['email', 2, 5]]],
    [
      'several on a line',
      `${MAIL}, ${MAIL}`,
      [
        ['email', 1, 1],
        ['email', 1, 19],
      ],
    ],
    ['every kind of line break', `a\r\nb\rc\n${MAIL}`, [['email', 4, 1]]],
    ['an encoded value', `{"u":"https://app.example/?e=${encodeURIComponent(MAIL)}"}`, [['email', 1, 30]]],
  ])('tells %s', (_, text, expected) => {
    expect(places(text)).toEqual(expected);
  });

  it.each(['\n', '\r\n'])('finds a private key over several lines once, parted by %j', (lineBreak) => {
    // In pieces, so that this file itself holds no key.
    const label = ['PRIVATE', 'KEY-----'].join(' ');
    const body = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj';
    const key = ['x', `  -----BEGIN ${label}`, `  ${body}`, `  ${body}`, `  -----END ${label}`, 'y'];
    expect(scanLines(key.join(lineBreak)).hits).toEqual([
      { kind: 'private_key', detector: 'private_key', line: 2, column: 3, length: 27 },
    ]);
    const inOne = key.slice(1, -1).join('\\n');
    expect(scanLines(inOne).hits.map(({ kind }) => kind)).toEqual(['private_key']);
    expect(scanLines(`-----BEGIN ${label}\nis how a key begins.\n`).hits).toEqual([]);
  });

  it('says nothing of prose, which source code is full of', () => {
    expect(
      scanLines('// This is a comment of a dozen words that somebody wrote to explain the code below.\n')
        .hits,
    ).toEqual([]);
  });

  it.each([0, 31_743, 31_744, 31_750, 32_752, 32_768, 70_000])(
    'finds each thing in a long line once, wherever the pieces meet: at %i',
    (before) => {
      const text = `${'.'.repeat(before)} ${MAIL} ${'.'.repeat(40_000)}`;
      expect(scanLines(text).hits).toEqual([
        { kind: 'email', detector: 'email', line: 1, column: before + 2, length: MAIL.length },
      ]);
    },
  );

  it.each<[string, string, number, number]>([
    ['the kind and a reason', `${MAIL} // headgate-ignore-line: email an address of the documents`, 0, 1],
    ['another kind', `${MAIL} // headgate-ignore-line: phone an address of the documents`, 1, 0],
    ['no reason', `${MAIL} // headgate-ignore-line: email`, 1, 0],
    ['no reason but the end of a comment', `${MAIL} /* headgate-ignore-line: email */`, 1, 0],
    ['no kind', `${MAIL} // headgate-ignore-line:`, 1, 0],
    ['the kind, on the line before', `// headgate-ignore-line: email documents\n${MAIL}`, 1, 0],
    ['two kinds', `${MAIL} # headgate-ignore-line: ip x headgate-ignore-line: email documents`, 0, 1],
  ])('heeds a comment with %s', (_, text, told, ignored) => {
    const scanned = scanLines(text);
    expect([scanned.hits.length, scanned.ignored]).toEqual([told, ignored]);
  });
});
