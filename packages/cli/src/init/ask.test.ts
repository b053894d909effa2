import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { askYes, mayAsk } from './ask.ts';

const terminal = { isTTY: true, write: () => true };
const wasTerminal = process.stdin.isTTY;
afterEach(() => {
  process.stdin.isTTY = wasTerminal;
});

describe('a question', () => {
  it.each([
    ['', true],
    ['y', true],
    [' Yes', true],
    ['n', false],
    ['no', false],
    ['later', false],
  ])('answered with "%s" is answered with yes: %s', async (answer, expected) => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const asked = askYes('Write 3 files?', { input, output, signal: new AbortController().signal });
    input.write(`${answer}\n`);
    expect(await asked).toBe(expected);
    expect(String(output.read())).toContain('Write 3 files? [Y/n]');
  });

  it.each([
    ['', false],
    ['y', true],
    ['n', false],
  ])(
    'of what cannot be taken back, answered with "%s", is answered with yes: %s',
    async (answer, expected) => {
      const [input, output] = [new PassThrough(), new PassThrough()];
      const signal = new AbortController().signal;
      const asked = askYes('Destroy it?', { input, output, signal, standard: 'no' });
      input.write(`${answer}\n`);
      expect(await asked).toBe(expected);
      expect(String(output.read())).toContain('Destroy it? [y/N]');
    },
  );

  it('that nobody can answer any more is answered with no', async () => {
    const input = new PassThrough();
    const asked = askYes('Write?', {
      input,
      output: new PassThrough(),
      signal: new AbortController().signal,
    });
    input.end();
    expect(await asked).toBe(false);
  });

  it('is asked only where both ends are a terminal and no build is running', () => {
    process.stdin.isTTY = true;
    expect(mayAsk({ stderr: terminal, environment: {} })).toBe(true);
    expect(mayAsk({ stderr: terminal, environment: { CI: 'true' } })).toBe(false);
    expect(mayAsk({ stderr: { ...terminal, isTTY: false }, environment: {} })).toBe(false);
    process.stdin.isTTY = false;
    expect(mayAsk({ stderr: terminal, environment: {} })).toBe(false);
  });
});
