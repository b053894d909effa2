/** A live audit without a gateway: what is counted of a stream, how it ends, and what is shown meanwhile. */
import type { TapLine, TappedEvent } from '@headgate/api';
import { GatewayUnreachable } from '@headgate/api';
import { describe, expect, it } from 'vitest';
import { createReport } from '../report.ts';
import { caveatsOf } from '../reports/words.ts';
import type { AuditReport } from '../report.ts';
import { createTally } from '../tally.ts';
import type { Tally } from '../tally.ts';
import { readDurationMs } from './duration.ts';
import { createLiveTable, tableLines } from './live-table.ts';
import { runLive } from './run-live.ts';

function tapped(...paths: readonly string[]): TappedEvent {
  return {
    kind: 'event',
    at: Date.UTC(2026, 2, 2),
    event: '0123456789ab',
    planned: 'signed_up',
    call: 'track',
    operation: 'set',
    protocol: 'segment',
    source: 'web',
    environment: 'production',
    findings: paths.map((path) => ({
      kind: 'email',
      detector: 'email',
      version: 1,
      confidence: 'high',
      path,
      length: 16,
    })),
    remarks: [],
    vendors: [],
  };
}

async function* stream(lines: readonly TapLine[], failure: Error | null = null): AsyncGenerator<TapLine> {
  yield* lines;
  if (failure !== null) throw failure;
}

async function run(lines: readonly TapLine[], failure: Error | null = null): Promise<[string, Tally]> {
  const tally = createTally();
  return [await runLive(stream(lines, failure), tally, () => undefined), tally];
}

function reportOf(tally: Tally): AuditReport {
  return createReport(tally, {
    bytes: 0,
    files: 0,
    isLive: true,
    isInterrupted: false,
    share: 1,
    confidence: 0.95,
    scope: { columns: null, since: null },
    vendor: null,
    isKnown: () => false,
    failsOn: () => true,
  });
}

describe('a live audit', () => {
  it('counts events and findings by place, until the gateway or its reader ends it', async () => {
    const events = [tapped(), tapped('properties.note', 'properties.note'), tapped('properties.note')];
    const [ended, tally] = await run([{ kind: 'listening' }, ...events]);
    expect([ended, tally.events, tally.eventsWithFindings]).toEqual(['signal', 3, 2]);
    expect(reportOf(tally)).toMatchObject({
      isComplete: true,
      groups: [
        { kind: 'email', path: 'properties.note', events: 2, values: 3, version: 1, confidence: 'high' },
      ],
    });
    expect((await run([{ kind: 'listening' }, { kind: 'end', reason: 'stopping' }]))[0]).toBe('stopping');
  });

  it('counts apart what the gateway did not look into, so that it is not taken for clean', async () => {
    const ended = (...statuses: readonly TappedEvent['vendors'][number]['status'][]): TappedEvent => ({
      ...tapped(),
      vendors: statuses.map((status) => ({ vendor: 'warehouse', status, event: null })),
    });
    const [, tally] = await run([
      { kind: 'listening' },
      ended('consent-denied', 'consent-denied'),
      ended('unplanned-event'),
      ended('consent-denied', 'routed'),
      ended('sampled-out'),
      { ...ended('quarantined'), findings: tapped('properties.note').findings },
    ]);
    const report = reportOf(tally);
    expect(report).toMatchObject({ events: 3, passedOver: 2, eventsWithFindings: 1 });
    expect(caveatsOf(report).join(' ')).toContain('2 events more');
    expect(caveatsOf(reportOf(createTally()))).toEqual([
      'No event was looked at: this says nothing about what was sent.',
    ]);
  });

  it('that breaks off keeps what it heard, and is not whole', async () => {
    const broken = new GatewayUnreachable('The stream broke off.');
    const [ended, tally] = await run([{ kind: 'listening' }, tapped('properties.note')], broken);
    expect([ended, tally.events]).toEqual(['cut-off', 1]);
    expect(reportOf(tally)).toMatchObject({ isComplete: false, unread: [{ reason: 'cut-off' }] });
    await expect(run([], broken)).rejects.toBe(broken);
    await expect(run([{ kind: 'listening' }], new TypeError('a bug'))).rejects.toThrow('a bug');
  });
});

describe('the table', () => {
  it('is drawn over itself at a terminal, twice a second at most, and no line is wider than it', async () => {
    const [, tally] = await run([{ kind: 'listening' }, tapped('properties.note', 'properties.by')]);
    const written: string[] = [];
    let time = 0;
    const stderr = { isTTY: true, columns: 40, write: (text: string) => written.push(text) };
    const table = createLiveTable({ progress: 'auto', stderr, environment: {}, now: () => time });
    for (const at of [0, 499, 500]) {
      time = at;
      table.update(() => reportOf(tally));
    }
    expect(written).toHaveLength(2);
    expect(written[0]).toContain('properties.note');
    expect(written[1]?.startsWith('\u001B[4A\r\u001B[J')).toBe(true);
    expect(written[0]?.split('\n')).toHaveLength(5);
    expect(Math.max(...tableLines(reportOf(tally), 7, 40).map(({ length }) => length))).toBeLessThan(40);
  });

  it('is a line every ten seconds where nobody watches', async () => {
    const [, tally] = await run([{ kind: 'listening' }, tapped('properties.note')]);
    const written: string[] = [];
    let time = 0;
    const stderr = { isTTY: true, write: (text: string) => written.push(text) };
    const table = createLiveTable({ progress: 'auto', stderr, environment: { CI: '1' }, now: () => time });
    for (const at of [1, 9999, 10_000, 10_001]) {
      time = at;
      table.update(() => reportOf(tally));
    }
    expect(written).toEqual(['auditing live  10 s  1 events  1 with findings  1 groups\n']);
  });
});

describe('a length of time', () => {
  it.each([
    ['90s', 90_000],
    ['10m', 600_000],
    ['240h', 864_000_000],
  ])('%s is read', (written, ms) => expect(readDurationMs('--for', written)).toBe(ms));

  it.each(['', '0s', '10', '1.5h', '241h', '-1m', '1d'])('"%s" is none', (written) =>
    expect(() => readDurationMs('--for', written)).toThrow('--for'),
  );
});
