import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isPrivate } from './is-private.ts';
import { INIT_LIMITS } from './limits.ts';
import { mergeEvents } from './merge-events.ts';
import { readLock } from './read-packages.ts';
import { surveyRepository } from './survey.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'headgate-survey-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const MANIFEST = '{"dependencies":{"mixpanel-browser":"2.70.0"}}';

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries({ 'package.json': MANIFEST, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

async function survey(limits: Partial<typeof INIT_LIMITS>) {
  const { events, skipped } = await surveyRepository(root, { ...INIT_LIMITS, ...limits });
  return { names: events.map(({ name }) => name), skipped };
}

function sent(name: string): string {
  return `mixpanel.track('${name}');`;
}

describe('a manifest', () => {
  it('that is no JSON is told as unread, and one with a byte order mark is read', async () => {
    write({ 'package.json': '{bad', 'app/package.json': `\uFEFF${MANIFEST}` });
    const { sdks, skipped } = await surveyRepository(root, INIT_LIMITS);
    expect(sdks.map(({ sdk }) => sdk.entry.package)).toEqual(['mixpanel-browser']);
    expect(skipped).toEqual([{ file: 'package.json', reason: 'no JSON' }]);
  });
});

describe('a package that holds two SDKs', () => {
  const manifest = { 'package.json': '{"dependencies":{"@headgate/sdk":"^0.1.0"}}' };
  const page = { 'page.js': "import { createHeadgate } from '@headgate/sdk';" };
  const server = { 'server.js': "import { createHeadgate } from '@headgate/sdk/node';" };

  it.each([
    ['both where nothing is imported', manifest, ['@headgate/sdk/node', '@headgate/sdk']],
    ['the one that is imported', { ...manifest, ...server }, ['@headgate/sdk/node']],
    ['the other', { ...manifest, ...page }, ['@headgate/sdk']],
    ['both', { ...manifest, ...page, ...server }, ['@headgate/sdk/node', '@headgate/sdk']],
  ])('stands for %s', async (_, files, expected) => {
    write(files);
    const { sdks } = await surveyRepository(root, INIT_LIMITS);
    expect(sdks.map(({ sdk }) => sdk.entry.package)).toEqual(expected);
  });
});

describe('the limits of a survey', () => {
  it('files: at the limit all are read, one more is told', async () => {
    write({ 'a.js': sent('A'), 'b.js': sent('B') });
    expect(await survey({ filesMax: 2 })).toEqual({ names: ['A', 'B'], skipped: [] });
    const { names, skipped } = await survey({ filesMax: 1 });
    expect([names, skipped]).toEqual([['A'], [{ file: 'b.js', reason: 'and 0 more after the limit' }]]);
  });

  it('bytes of a file', async () => {
    write({ 'a.js': sent('A').padEnd(100) });
    expect((await survey({ fileBytesMax: 100 })).names).toEqual(['A']);
    expect(await survey({ fileBytesMax: 99 })).toEqual({
      names: [],
      skipped: [{ file: 'a.js', reason: 'larger than 99 bytes' }],
    });
  });

  it('bytes of a lock file', async () => {
    write({ 'yarn.lock': ''.padEnd(100) });
    expect((await survey({ lockBytesMax: 100 })).skipped).toEqual([]);
    expect((await survey({ lockBytesMax: 99 })).skipped).toEqual([
      { file: 'yarn.lock', reason: 'larger than 99 bytes' },
    ]);
  });

  it('bytes of all files: no file is begun once there are more', async () => {
    write({ 'a.js': sent('A').padEnd(100), 'b.js': sent('B') });
    expect((await survey({ bytesMax: 100 })).names).toEqual(['A', 'B']);
    expect((await survey({ bytesMax: 99 })).names).toEqual(['A']);
  });

  it('characters of a line: with a longer one the file counts as made by a tool', async () => {
    write({ 'a.js': sent('A').padEnd(100) });
    expect((await survey({ lineLengthMax: 100 })).names).toEqual(['A']);
    expect(await survey({ lineLengthMax: 99 })).toEqual({ names: [], skipped: [] });
  });

  it('events', async () => {
    write({ 'a.js': sent('A') + sent('B') });
    const { events } = await surveyRepository(root, INIT_LIMITS);
    expect(mergeEvents(events, { ...INIT_LIMITS, eventsMax: 2 })).toMatchObject({ beyond: 0 });
    const { events: kept, beyond } = mergeEvents(events, { ...INIT_LIMITS, eventsMax: 1 });
    expect([kept.map(({ name }) => name), beyond]).toEqual([['A'], 1]);
  });
});

it('files of tools, of tests and minified ones send nothing', async () => {
  const text = "mixpanel.track('x');";
  const paths = [
    'dist/a.js',
    'node_modules/m/a.js',
    'src/a.min.js',
    'src/a.test.ts',
    'src/__tests__/a.js',
    'src/a.d.ts',
    'src/a.md',
  ];
  write(Object.fromEntries(paths.map((path) => [path, text])));
  expect((await survey({})).names).toEqual([]);
});

describe('a lock file', () => {
  it.each([
    ['package-lock.json', '{\n "packages": {\n  "node_modules/posthog-js": {\n    "version": "1.2.3"', 3],
    ['package-lock.json', '\n  "packages/web/node_modules/posthog-js": {\n    "version": "1.2.3"', 2],
    ['yarn.lock', '\nposthog-js@^1.0.0:\n  version "1.2.3"', 2],
    ['yarn.lock', '"posthog-js@npm:^1.0.0":\n  version: 1.2.3', 1],
    ['pnpm-lock.yaml', 'packages:\n\n  posthog-js@1.2.3:', 3],
    ['pnpm-lock.yaml', "packages:\n  '/posthog-js@1.2.3':", 2],
    ['bun.lock', '{\n "posthog-js": ["posthog-js@1.2.3", ', 2],
  ])('%s: %j', (path, text, line) => {
    expect(readLock({ path, text })).toEqual([
      { name: 'posthog-js', version: '1.2.3', file: path, line, isDirect: false },
    ]);
  });

  it('does not take a longer name for a known one', () => {
    expect(readLock({ path: 'yarn.lock', text: 'my-posthog-js@^1.0.0:\n  version "1.2.3"' })).toEqual([]);
  });
});

it.each([
  ['Checkout Started', false],
  ['internationalisationSettingsOpened', false],
  ['signup_step_2_of_3_completed_v2', false],
  ['phc_h7Xk29sLqPz8mWv3RtYbNc5JdGfAeUo1iTQwErTyUiOp', true],
  ['Reset 5f2d9c1b8a7e6f4d3c2b1a0f9e8d7c6b', true],
  ['for ana@shop.example', true],
  ['0b8f1f0e-5a64-4c9e-9d0b-2f6a1c3d4e5f', true],
])('%s is withheld: %s', (text, expected) => {
  expect(isPrivate(text)).toBe(expected);
});
