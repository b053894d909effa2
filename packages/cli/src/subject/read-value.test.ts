import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { VALUE_LENGTH_MAX, readValue } from './read-value.ts';

function read(text: string): Promise<string> {
  const context = {
    environment: { CI: 'true' },
    stderr: { write: () => true },
    signal: new AbortController().signal,
  };
  return readValue(context, Readable.from([Buffer.from(text)]), 'subject find');
}

describe('the value to look for', () => {
  it.each([
    ['u-1', 'u-1'],
    ['u-1\n', 'u-1'],
    ['u-1\r\nmore\n', 'u-1'],
    [' Zoë ', ' Zoë '],
    ['x'.repeat(VALUE_LENGTH_MAX), 'x'.repeat(VALUE_LENGTH_MAX)],
  ])('is the first line as it stands: %j', async (text, value) => {
    expect(await read(text)).toBe(value);
  });

  it.each(['', '\n', '\nu-1\n', 'x'.repeat(VALUE_LENGTH_MAX + 1)])('must be there: %j', async (text) => {
    await expect(read(text)).rejects.toThrow('no value of 1 to 4096 characters');
  });
});
