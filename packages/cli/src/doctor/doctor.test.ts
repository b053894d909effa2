import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkDisk, checkPrivate, checkWritable } from './check-files.ts';
import { checkClock, checkMachine, checkNode } from './check-machine.ts';
import { checkPort } from './check-port.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'headgate-doctor-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('the checks of the machine', () => {
  it('pass on a machine that runs these tests', () => {
    expect(checkMachine().map(({ name, state }) => [name, state])).toEqual([
      ['runtime', 'passed'],
      ['clock', 'passed'],
      ['queue library', 'passed'],
      ['ledger library', 'passed'],
    ]);
  });

  it.each([
    ['23.11.1', 'failed'],
    ['24.0.0', 'passed'],
    ['100.1.0', 'passed'],
    ['unknown', 'failed'],
  ])('answer Node %s with %s', (version, state) => {
    expect(checkNode(version).state).toBe(state);
  });

  const now = Date.UTC(2026, 10, 24);
  it.each([
    ['right', now, now, 'passed'],
    ['a second off', now, now - 1_000, 'passed'],
    ['more than a second ahead', now + 1_001, now, 'failed'],
    ['more than a second behind', now, now + 1_001, 'failed'],
    ['at the start of time', 0, 0, 'failed'],
  ])('answer a clock that is %s', (_, wall, steady, state) => {
    expect(checkClock(wall, steady).state).toBe(state);
  });
});

describe('the checks of files', () => {
  it('leave nothing behind in a directory that can be written', () => {
    expect(checkWritable(directory).state).toBe('passed');
    expect(readdirSync(directory)).toEqual([]);
  });

  it('look at the nearest directory that exists', async () => {
    expect(checkWritable(join(directory, 'a', 'b')).state).toBe('passed');
    expect((await checkDisk(join(directory, 'a', 'b'))).found).toMatch(/^\d+\.\d GiB free$/);
  });

  it('fail where the way is blocked by a file', () => {
    writeFileSync(join(directory, 'data'), '');
    expect(checkWritable(join(directory, 'data'))).toMatchObject({ state: 'failed' });
  });

  it.each([
    [0o600, 'passed'],
    [0o400, 'passed'],
    [0o640, 'failed'],
    [0o604, 'failed'],
  ])('answer a file of secrets with mode %o', (mode, state) => {
    const path = join(directory, 'keys.json');
    writeFileSync(path, '');
    chmodSync(path, mode);
    expect(checkPrivate('key file', path).state).toBe(state);
  });

  it('skip a file of secrets that is still to be made', () => {
    mkdirSync(join(directory, 'data'));
    expect(checkPrivate('key file', join(directory, 'data', 'keys.json')).state).toBe('skipped');
  });
});

describe('the check of a port', () => {
  it('tells a free one from a taken one, and from one that a running gateway holds', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const listen = { name: 'port', host: '127.0.0.1', port: (server.address() as AddressInfo).port };
    expect((await checkPort(listen, 'unknown')).state).toBe('failed');
    expect((await checkPort(listen, 'ours')).state).toBe('skipped');
    expect((await checkPort(listen, 'other')).found).toContain('held by a gateway that does not know');
    await new Promise((resolve) => server.close(resolve));
    expect((await checkPort(listen, 'unknown')).state).toBe('passed');
  });

  it('fails for an address of another machine', async () => {
    const listen = { name: 'port', host: '192.0.2.1', port: 4400 };
    expect(await checkPort(listen, 'ours')).toMatchObject({ state: 'failed' });
  });
});
