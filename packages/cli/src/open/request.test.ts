import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readItems } from './read-items.ts';
import { openBody } from './request.ts';

const ITEM = {
  text: 'hg1.x',
  place: { source: 'web', eventName: 'e', eventId: '1', jsonPath: 'p', recipientGroup: 'analysts' },
};

function fits(changes: object, item: object = {}): boolean {
  const body = { purpose: 'support', ticket: 'OPS-1', items: [{ ...ITEM, ...item }], ...changes };
  return openBody.safeParse(body).success;
}

describe('a request', () => {
  const id = '0'.repeat(32);

  it.each([
    ['a word of 512 characters', { purpose: 'x'.repeat(512) }, {}, true],
    ['a word of 513', { purpose: 'x'.repeat(513) }, {}, false],
    ['an empty word', { ticket: '' }, {}, false],
    ['a place with a word of 512', {}, { place: { ...ITEM.place, jsonPath: 'x'.repeat(512) } }, true],
    ['a place with a word of 513', {}, { place: { ...ITEM.place, jsonPath: 'x'.repeat(513) } }, false],
    ['a place with a word too many', {}, { place: { ...ITEM.place, tenant: 'other' } }, false],
    ['a text of 200,000 characters', {}, { text: 'x'.repeat(200_000) }, true],
    ['a text of 200,001', {}, { text: 'x'.repeat(200_001) }, false],
    ['a header of 256 digits', { headers: { [id]: 'x'.repeat(256) } }, {}, true],
    ['a header of 257', { headers: { [id]: 'x'.repeat(257) } }, {}, false],
    ['a header whose id is none', { headers: { 'not an id': 'x' } }, {}, false],
    ['no field', { items: [] }, {}, false],
  ])('with %s', (_, changes, item, isFit) => {
    expect(fits(changes, item)).toBe(isFit);
  });
});

describe('lines of sealed fields', () => {
  let directory = '';
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'headgate-items-'));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  function write(text: string): string {
    const path = join(directory, 'fields.jsonl');
    writeFileSync(path, text);
    return path;
  }
  const line = JSON.stringify(ITEM);

  it('are read as many as may be, with what headers they bring, and not one more', async () => {
    const id = 'a'.repeat(32);
    const path = write(`${line}\n\n${JSON.stringify({ ...ITEM, headers: { [id]: 'AAAA' } })}\r\n`);
    expect(await readItems(path, 2)).toEqual({ items: [ITEM, ITEM], headers: { [id]: 'AAAA' } });
    await expect(readItems(path, 1)).rejects.toThrow('more than 1 fields');
  });

  it.each([
    ['there is none', '\n', 'no sealed field'],
    ['one is no JSON', `${line}\nana@example.com\n`, 'line 2 is no sealed field'],
    ['one is something else', '{"text":"ana@example.com"}\n', 'line 1 is no sealed field'],
  ])('are refused without being quoted where %s', async (_, text, message) => {
    const failed = readItems(write(text), 10);
    await expect(failed).rejects.toThrow(message);
    await expect(failed).rejects.not.toThrow('ana@example.com');
  });

  it('are refused where the file is not there', async () => {
    await expect(readItems(join(directory, 'none'), 10)).rejects.toThrow('cannot be read');
  });
});
