import { describe, expect, it } from 'vitest';
import { createPrint, formatTable, printable } from './print.ts';
import type { PrintOptions, Sink } from './print.ts';

function collect(isTTY: boolean): Sink & { readonly text: () => string } {
  let text = '';
  return { isTTY, write: (more) => (text += more), text: () => text };
}

function run(options: Partial<Omit<PrintOptions, 'stdout' | 'stderr'>> & { isTTY?: boolean }) {
  const [stdout, stderr] = [collect(options.isTTY ?? false), collect(options.isTTY ?? false)];
  const defaults = { format: 'human', color: 'auto', quiet: false, environment: {} } as const;
  const print = createPrint({ ...defaults, ...options, stdout, stderr });
  print.data(print.style('red', 'data'));
  print.note('note');
  print.error(print.style('red', 'error', 'stderr'));
  return { stdout: stdout.text(), stderr: stderr.text() };
}

const RED = '\u001B[31mdata\u001B[39m\n';

describe('createPrint', () => {
  it('sends data to stdout and everything else to stderr', () => {
    expect(run({})).toEqual({ stdout: 'data\n', stderr: 'note\nerror\n' });
  });

  it('leaves out notes, but neither data nor errors, when quiet', () => {
    expect(run({ quiet: true })).toEqual({ stdout: 'data\n', stderr: 'error\n' });
  });

  it.each([
    ['a terminal', { isTTY: true }, RED],
    ['no terminal', {}, 'data\n'],
    ['a terminal with NO_COLOR', { isTTY: true, environment: { NO_COLOR: '1' } }, 'data\n'],
    ['a terminal with an empty NO_COLOR', { isTTY: true, environment: { NO_COLOR: '' } }, RED],
    ['NO_COLOR and FORCE_COLOR', { environment: { NO_COLOR: '1', FORCE_COLOR: '1' } }, 'data\n'],
    ['FORCE_COLOR', { environment: { FORCE_COLOR: '1' } }, RED],
    ['a dumb terminal', { isTTY: true, environment: { TERM: 'dumb' } }, 'data\n'],
    ['--color always and NO_COLOR', { color: 'always', environment: { NO_COLOR: '1' } }, RED],
    ['--color never', { isTTY: true, color: 'never' }, 'data\n'],
    ['JSON at a terminal', { isTTY: true, color: 'always', format: 'json' }, 'data\n'],
  ] satisfies [string, Parameters<typeof run>[0], string][])('colours as asked: %s', (_, options, stdout) => {
    expect(run(options).stdout).toBe(stdout);
  });
});

describe('printable', () => {
  it.each([
    ['plain text, ümlaut, 🙂', 'plain text, ümlaut, 🙂'],
    ['\u001B[2Jgone', '\\u001b[2Jgone'],
    ['two\nlines\r', 'two\\u000alines\\u000d'],
    ['\u009B31m', '\\u009b31m'],
    ['abc\u202Edcba', 'abc\\u202edcba'],
  ])('keeps text from steering the terminal: %j', (text, expected) => {
    expect(printable(text)).toBe(expected);
  });
});

describe('formatTable', () => {
  it('aligns columns and leaves no space at the end of a line', () => {
    const table = formatTable(
      ['A', 'LONG', 'C'],
      [
        ['wide', 'x', ''],
        ['y', 'z', 'w'],
      ],
    );
    expect(table).toBe('A     LONG  C\nwide  x\ny     z     w');
  });
});
