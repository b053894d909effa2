import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LogLine } from '../runtime.ts';
import { openVendorStates } from './vendor-states.ts';
import type { VendorChange, VendorStatesStore } from './vendor-states.ts';

let directory = '';
let lines: LogLine[] = [];
let now = 1_000;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vendor-states-'));
  lines = [];
  now = 1_000;
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const pathOf = (): string => join(directory, 'state', 'vendors.json');

function reopen(): Promise<VendorStatesStore> {
  const clock = { now: () => now, sleep: async () => undefined };
  return openVendorStates({ path: pathOf(), clock, log: { write: (line) => lines.push(line) } });
}

it('lets every vendor flow before anything was cut', async () => {
  const states = await reopen();
  expect(states.isCut('mixpanel')).toBe(false);
  expect(states.changes()).toEqual([]);
});

it('remembers cuts and resumptions, with who and when, over a restart', async () => {
  const states = await reopen();
  await states.cut('segment', 'alex');
  await states.cut('mixpanel', 'alex');
  now = 2_000;
  await states.resume('segment', 'kim');
  const again = await reopen();
  expect(again.isCut('mixpanel')).toBe(true);
  expect(again.isCut('segment')).toBe(false);
  expect(again.changes()).toEqual([
    { vendor: 'mixpanel', state: 'cut', at: 1_000, by: 'alex' },
    { vendor: 'segment', state: 'flowing', at: 2_000, by: 'kim' },
  ]);
  expect(await readdir(join(directory, 'state'))).toEqual(['vendors.json']);
  expect((await stat(pathOf())).mode & 0o777).toBe(0o600);
});

it('keeps since when a vendor is cut where it is cut again, and takes the newer reason', async () => {
  const states = await reopen();
  await states.cut('mixpanel', 'alex');
  now = 2_000;
  await states.cut('mixpanel', 'kim', 'their notice of today');
  expect(states.changes()).toEqual([
    { vendor: 'mixpanel', state: 'cut', at: 1_000, by: 'kim', reason: 'their notice of today' },
  ]);
});

it('cuts at once, before the file is written, and tells whoever listens', async () => {
  const states = await reopen();
  const heard: VendorChange[] = [];
  const stop = states.onChange((change) => heard.push(change));
  const written = states.cut('mixpanel', 'alex');
  expect(states.isCut('mixpanel')).toBe(true);
  expect(heard).toEqual([{ vendor: 'mixpanel', state: 'cut', at: 1_000, by: 'alex' }]);
  await written;
  stop();
  await states.resume('mixpanel', 'alex');
  expect(heard).toHaveLength(1);
  expect(lines).toEqual(['vendor-cut', 'vendor-resumed']);
});

it('keeps a vendor cut when the resumption cannot be written', async () => {
  const states = await reopen();
  await states.cut('mixpanel', 'alex');
  await rm(join(directory, 'state'), { recursive: true });
  await expect(states.resume('mixpanel', 'alex')).rejects.toThrow('ENOENT');
  expect(states.isCut('mixpanel')).toBe(true);
});

it('lets a cut that comes during a resumption have the last word', async () => {
  const states = await reopen();
  await states.cut('mixpanel', 'alex');
  const resumed = states.resume('mixpanel', 'kim');
  now = 3_000;
  await Promise.all([resumed, states.cut('mixpanel', 'alex')]);
  expect(states.isCut('mixpanel')).toBe(true);
  expect((await reopen()).isCut('mixpanel')).toBe(true);
});

it.each([
  'not json',
  '[]',
  '{"version":2,"vendors":{}}',
  '{"version":1,"vendors":{"mixpanel":{"state":"cutt","at":1,"by":"alex"}}}',
  '{"version":1,"vendors":{"mixpanel":{"state":"cut","at":"1","by":"alex"}}}',
  '{"version":1,"vendors":{"mixpanel":null}}',
])('does not open the corrupt file %s', async (text) => {
  await (await reopen()).cut('mixpanel', 'alex');
  await writeFile(pathOf(), text);
  await expect(reopen()).rejects.toThrow('corrupt');
  expect(await readFile(pathOf(), 'utf8')).toBe(text);
});
