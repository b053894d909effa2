import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { burnEpoch, openKeyFile } from './key-file.ts';

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

  it('moves a vendor on to a new epoch and keeps the root', () => {
    const before = openKeyFile(path);
    expect(before.epochOf('mixpanel')).toBe(0);
    expect(burnEpoch(path, 'mixpanel')).toBe(1);
    const after = openKeyFile(path);
    expect([after.epochOf('mixpanel'), after.epochOf('segment')]).toEqual([1, 0]);
    expect(after.root.equals(before.root)).toBe(true);
  });
});
