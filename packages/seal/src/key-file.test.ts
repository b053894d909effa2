import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openKeyFile, readKeyFile } from './key-file.ts';

let directory = '';
let path = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'headgate-keys-'));
  path = join(directory, 'keys', 'pseudonyms.json');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('the key file', () => {
  it('is made at first start for its owner alone and read back the same', () => {
    const first = openKeyFile(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(openKeyFile(path).root.equals(first.root)).toBe(true);
    expect(readdirSync(join(directory, 'keys'))).toEqual(['pseudonyms.json']);
  });

  it('is refused when others may read it', () => {
    openKeyFile(path);
    chmodSync(path, 0o640);
    expect(() => openKeyFile(path)).toThrow('chmod 600');
  });

  it.each([['{'], ['{}'], ['{"version":2}'], ['{"version":1,"root":"c2hvcnQ=","epochs":{}}']])(
    'is refused when damaged, and never replaced: %s',
    (text) => {
      openKeyFile(path);
      writeFileSync(path, text);
      expect(() => openKeyFile(path)).toThrow('damaged');
      expect(readFileSync(path, 'utf8')).toBe(text);
    },
  );

  it('is only read where it must be there already', () => {
    expect(() => readKeyFile(path)).toThrow('no key file');
    const made = openKeyFile(path);
    expect(readKeyFile(path).root.equals(made.root)).toBe(true);
  });

  it('moves a vendor on to a new epoch and keeps the root', () => {
    const before = openKeyFile(path);
    expect(before.epochOf('mixpanel')).toBe(0);
    const why = { at: 5, by: 'admin-token', reason: 'breach' };
    expect(before.burn('mixpanel', why)).toBe(1);
    expect(before.epochOf('mixpanel')).toBe(1);
    const after = openKeyFile(path);
    expect([after.epochOf('mixpanel'), after.epochOf('segment')]).toEqual([1, 0]);
    expect(after.root.equals(before.root)).toBe(true);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
      burns: [{ vendor: 'mixpanel', epoch: 1, ...why }],
    });
  });

  it('keeps the reasons of the latest 1000 burns', () => {
    const keys = openKeyFile(path);
    const stored = JSON.parse(readFileSync(path, 'utf8')) as object;
    writeFileSync(path, JSON.stringify({ ...stored, burns: Array.from({ length: 1000 }, (_, at) => at) }));
    openKeyFile(path).burn('mixpanel', { at: 5, by: 'admin-token', reason: 'breach' });
    const { burns } = JSON.parse(readFileSync(path, 'utf8')) as { burns: unknown[] };
    expect([burns.length, burns[0]]).toEqual([1000, 1]);
    expect(openKeyFile(path).root.equals(keys.root)).toBe(true);
  });
});
