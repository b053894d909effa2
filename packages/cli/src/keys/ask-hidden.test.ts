import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { askHidden } from './ask-hidden.ts';

function ask(signal = new AbortController().signal) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  return { input, output, answer: askHidden('Passphrase: ', { input, output, signal }) };
}

describe('a passphrase that is typed', () => {
  it('is taken whole, and not shown', async () => {
    const { input, output, answer } = ask();
    input.write('correct horse ');
    input.write('battery\r');
    expect(await answer).toBe('correct horse battery');
    expect(String(output.read())).toBe('Passphrase: \n');
  });

  it('is none where the input ends, Ctrl-C is pressed, or the wait is aborted', async () => {
    const [ended, broken, stopping] = [ask(), ask(), new AbortController()];
    ended.input.end();
    broken.input.write('half\u0003');
    const aborted = ask(stopping.signal);
    stopping.abort();
    expect(await Promise.all([ended.answer, broken.answer, aborted.answer])).toEqual([null, null, null]);
  });
});
