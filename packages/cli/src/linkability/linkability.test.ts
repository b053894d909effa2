/** The meter on the demo's plan, on plans made leaky on purpose, and as a build meets it. */
import { baselineOf, measurePairs, parsePlan, risesOver } from '@headgate/core';
import type { PairReport } from '@headgate/core';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run as measureLinkability } from '../commands/linkability.ts';
import type { Context } from '../command.ts';
import { PLAN_DIRECTORY } from '../demo/stage.ts';
import { Failure } from '../exit.ts';
import type { Exit } from '../exit.ts';
import { readPlanFiles } from '../plan-files.ts';
import { createPrint } from '../print.ts';
import { DEMO, demoSample } from './demo-sample.ts';
import { formatPairs } from './format-pairs.ts';
import { makeStreams } from './make-streams.ts';
import { readSample } from './read-sample.ts';

const PAGE = new URL('../../../../docs/linkability.md', import.meta.url);
const SAMPLE = demoSample(DEMO);
const NOW = Date.parse('2026-11-27T12:00:00Z');

let directory = '';
beforeAll(() => (directory = mkdtempSync(join(tmpdir(), 'headgate-linkability-'))));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The demo's plan with texts of its files replaced; each must be there. */
function demoPlan(changes: Readonly<Record<string, readonly [string, string]>> = {}): string {
  const copy = mkdtempSync(join(directory, 'plan-'));
  cpSync(PLAN_DIRECTORY, copy, { recursive: true });
  for (const [file, [before, after]] of Object.entries(changes)) {
    const text = readFileSync(join(copy, file), 'utf8');
    expect(text).toContain(before);
    writeFileSync(join(copy, file), text.replace(before, after));
  }
  return copy;
}

function measure(plan: string): readonly PairReport[] {
  const files = readPlanFiles(join(plan, 'plan.yaml'), directory);
  const { value } = parsePlan(files.plan, files.events);
  const streams = value === null ? null : makeStreams(value, SAMPLE.events).value;
  if (streams === null) throw new Error('The plan of this test is wrong.');
  return measurePairs(streams);
}

const CLEAN = measure(PLAN_DIRECTORY);

describe('the plan of the demo', () => {
  it('gives no two vendors an id in common', () => {
    expect(SAMPLE).toMatchObject({ unread: 0 });
    const ids = CLEAN.flatMap(({ measures }) => measures.filter((each) => each.join === 'ids'));
    expect(ids.map(({ events, people }) => [events, people])).toEqual(ids.map(() => [0, 0]));
    expect(CLEAN).toHaveLength(6);
    expect(CLEAN.every(({ events }) => events > 300)).toBe(true);
  });

  it('is as linkable as docs/linkability.md says', () => {
    const text = readFileSync(PAGE, 'utf8');
    const [head = '', , tail = ''] = text.split(/<!-- (?:demo|end) -->\n/);
    const rendered = `${head}<!-- demo -->\n\n\`\`\`text\n${formatPairs(CLEAN)}\n\`\`\`\n\n<!-- end -->\n${tail}`;
    if (process.env['UPDATE'] === '1') writeFileSync(PAGE, rendered);
    expect(readFileSync(PAGE, 'utf8')).toBe(rendered);
  });

  it('is less linkable the coarser its times', () => {
    for (const { measures } of CLEAN) {
      for (const kind of ['time', 'time+quasi'] as const) {
        const shares = measures.filter((each) => each.join === kind).map(({ events }) => events);
        expect(shares).toEqual(shares.toSorted((one, other) => other - one));
      }
    }
  });
});

describe('a plan that is leaky on purpose', () => {
  const ORDER = 'events/order-completed.yaml';

  it.each([
    [
      'an order number in the clear',
      ["'*': { pseudonymise: { domain: order } }", 'segment: { pseudonymise: { domain: order } }'],
    ],
    [
      'a payment number in the clear',
      ['mixpanel: { pseudonymise: { domain: payment } }', 'newsletter: drop'],
    ],
  ] as const)('rises over the baseline of the clean one: %s', (_, change) => {
    const rises = risesOver(measure(demoPlan({ [ORDER]: change })), baselineOf(CLEAN), 0);
    expect(rises.map((rise) => `${rise.pair}: ${rise.join}`)).toContain('mixpanel + warehouse: ids');
  });

  it('rises where two vendors get finer times', () => {
    const finer = demoPlan({ 'plan.yaml': ['time: 1h', 'time: 1s'] });
    const rises = risesOver(measure(finer), baselineOf(CLEAN), 0);
    expect(rises).toContainEqual(
      expect.objectContaining({ pair: 'mixpanel + segment', join: 'time', level: '1m', before: 0, after: 1 }),
    );
  });
});

/** One visit a line: raw messages of Segment's SDK with a moment to the millisecond among the properties. */
function visits(): string {
  const lines = Array.from({ length: 200 }, (_, at) => {
    const time = NOW - at * 61_007;
    const properties = { shelf: at % 5, started_at: time };
    return JSON.stringify({
      type: 'track',
      event: 'Visited',
      messageId: `m-${at}`,
      userId: `u-${at % 50}`,
      timestamp: new Date(time).toISOString(),
      properties,
    });
  });
  return `${lines.join('\n')}\n`;
}

function planOf(transform: string): string {
  const place = mkdtempSync(join(directory, 'visits-'));
  writeFileSync(
    join(place, 'plan.yaml'),
    `apiVersion: headgate/v1
kind: plan
id: shop
purposes: { analytics: { basis: Legitimate interests } }
identity: { ids: [user_id] }
vendors:
  left: { kind: webhook, max_tier: 3, time: 1h }
  right: { kind: webhook, max_tier: 3, time: 1h }
`,
  );
  cpSync(join(PLAN_DIRECTORY, 'events/app-error.yaml'), join(place, 'events/visited.yaml'));
  writeFileSync(
    join(place, 'events/visited.yaml'),
    `apiVersion: headgate/v1
kind: event
id: visited
version: 1.0.0
wire: { call: track, name: Visited }
description: Visited.
expires: never
sources: [web]
subjects: [customer]
purposes: [analytics]
vendors: { left: '*', right: '*' }
schema:
  type: object
  properties:
    shelf: { type: integer, minimum: 0, maximum: 9, x-headgate: { categories: [user.behavior] } }
    started_at:
      type: integer
      minimum: 0
      x-headgate: { categories: [user.behavior]${transform} }
`,
  );
  return place;
}

/** Runs the command in this process; gives its ending, or that of its failure, and what it printed. */
async function run(
  args: readonly string[],
  options: Readonly<Record<string, string>>,
  format: 'human' | 'json' = 'human',
): Promise<{ readonly exit: Exit; readonly stdout: string }> {
  let stdout = '';
  const sink = { write: (text: string) => (stdout += text) };
  const silent = { write: () => true };
  const streams = { stdout: sink, stderr: silent, environment: {} };
  const print = createPrint({ format, color: 'never', quiet: true, ...streams });
  const context: Context = {
    print,
    environment: {},
    directory,
    signal: new AbortController().signal,
    progress: 'never',
    stderr: silent,
    verbose: false,
  };
  try {
    return { exit: await measureLinkability(context, { args, options }), stdout };
  } catch (error) {
    if (error instanceof Failure) return { exit: error.exit, stdout };
    throw error;
  }
}

describe('a build', () => {
  it('passes on its baseline, and fails when a moment to the millisecond is let through', async () => {
    writeFileSync(join(directory, 'visits.jsonl'), visits());
    const coarse = planOf(", transform: { '*': { bucket: { bounds: [0] } } }");
    const first = await run(['visits.jsonl'], { plan: coarse, writeBaseline: 'baseline.json' });
    expect(first.exit).toBe('clean');
    expect(first.stdout).toMatch(/^left and right have 200 events of 50 people in common\n/);
    const known = { baseline: 'baseline.json' };
    expect((await run(['visits.jsonl'], { plan: coarse, ...known })).exit).toBe('clean');
    const leaky = await run(['visits.jsonl'], { plan: planOf(''), ...known }, 'json');
    expect(leaky.exit).toBe('findings');
    expect(JSON.parse(leaky.stdout)).toMatchObject({
      events: 200,
      unread: 0,
      rises: expect.arrayContaining([
        { pair: 'left + right', join: 'ids', level: null, of: 'events', before: 0, after: 1 },
      ]) as unknown,
    });
    expect(leaky.stdout).not.toContain('u-1');
  });

  it('fails on ids without a baseline, and says where the answer is not whole or there is none', async () => {
    const plan = planOf('');
    writeFileSync(join(directory, 'visits.jsonl'), visits());
    writeFileSync(join(directory, 'odd.jsonl'), `${visits()}{"no":"event"}\n`);
    const ended = [
      await run(['visits.jsonl'], { plan }),
      await run(['odd.jsonl'], { plan }),
      await run([], { plan }),
      await run(['visits.jsonl'], { plan, baseline: 'visits.jsonl' }),
      await run(['visits.jsonl'], { plan, tolerance: 'much' }),
    ];
    expect(ended.map(({ exit }) => exit)).toEqual(['findings', 'incomplete', 'usage', 'usage', 'usage']);
  });
});

describe('a sample', () => {
  it.each([
    ['Segment', { type: 'track', event: 'A', userId: 'u', messageId: 'm' }, 1],
    ['a batch', { batch: [{ type: 'identify', userId: 'u', traits: { a: 1 } }] }, 1],
    ['Mixpanel', { event: 'A', properties: { distinct_id: 'd', token: 't', time: NOW } }, 1],
    ['a Mixpanel profile', { $distinct_id: 'd', $set: { a: 1 } }, 1],
    ['Amplitude', { events: [{ event_type: 'A', user_id: 'u', time: NOW }] }, 1],
    ['PostHog', { event: 'A', distinct_id: 'd', properties: {} }, 1],
  ])('reads %s', async (_, line, events) => {
    const sample = await readSample(Readable.from([Buffer.from(JSON.stringify(line))]), NOW);
    expect([sample.events.length, sample.unread]).toEqual([events, 0]);
    expect(sample.events.every(({ time, receivedAt }) => time === receivedAt)).toBe(true);
  });

  it('counts what it cannot read', async () => {
    const stream = Readable.from([Buffer.from('{\n\n{"a":1}\n[1]\n{"type":"track"}\n')]);
    expect(await readSample(stream, NOW)).toMatchObject({ events: [], unread: 4, isCut: false });
  });

  it('ends at its limit of messages, and lets lines over theirs pass unread', async () => {
    const line = '{"type":"track","event":"A","userId":"u"}\n';
    const read = (lines: number, lineBytesMax: number) =>
      readSample(Readable.from([Buffer.from(line.repeat(lines))]), NOW, { lineBytesMax, messagesMax: 3 });
    expect(await read(3, line.length)).toMatchObject({ events: { length: 3 }, unread: 0, isCut: false });
    expect(await read(4, line.length)).toMatchObject({ events: { length: 3 }, unread: 0, isCut: true });
    expect(await read(1, line.length - 1)).toMatchObject({ events: { length: 1 }, unread: 0 });
    expect(await read(1, line.length - 2)).toMatchObject({ events: { length: 0 }, unread: 1 });
  });
});
