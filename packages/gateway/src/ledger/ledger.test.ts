import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FieldSet } from '@headgate/core';
import type { LedgerEntry } from './entry.ts';
import type { ExposureQuestion } from './ledger.ts';
import { openLedger } from './open-ledger.ts';

const INSTALLED_AT = Date.UTC(2026, 0, 2, 12);
const clock = { now: () => INSTALLED_AT };

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'headgate-ledger-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const file = (): string => join(directory, 'data', 'ledger.duckdb');

function fieldSet(id: string, written: Partial<FieldSet> = {}): LedgerEntry {
  const fields = [
    { path: 'userId', form: 'pseudonym', categories: ['user.unique_id.pseudonymous'], tier: 3 },
    { path: 'properties.total', form: 'coarse', categories: ['user.behavior'], tier: 2 },
  ] as const;
  return { kind: 'field-set', set: { id, vendor: 'mixpanel', event: 'order-completed', fields, ...written } };
}

function delivered(written: Partial<Extract<LedgerEntry, { kind: 'delivered' }>> = {}): LedgerEntry {
  return {
    kind: 'delivered',
    vendor: 'mixpanel',
    environment: 'production',
    fields: 'set-1',
    subject: '00000000000000a1',
    sampleRate: 1,
    day: '2026-01-10',
    count: 1,
    first: Date.UTC(2026, 0, 10, 8),
    last: Date.UTC(2026, 0, 10, 8),
    ...written,
  };
}

describe('the ledger', () => {
  it('merges deliveries about one subject on one day and counts subjects once', async () => {
    const ledger = await openLedger({ path: file(), clock });
    await ledger.apply([fieldSet('set-1'), delivered({ count: 2, first: 5, last: 9 })], 2);
    await ledger.apply(
      [
        delivered({ count: 3, first: 2, last: 7 }),
        delivered({ day: '2026-01-11', first: 20, last: 30 }),
        delivered({ subject: 'b2'.padStart(16, '0'), first: 40, last: 40 }),
      ],
      5,
    );

    const exposure = await ledger.exposure({ vendor: 'mixpanel' });
    await ledger.close();

    expect(exposure).toEqual({
      vendor: 'mixpanel',
      environment: null,
      from: null,
      to: null,
      installedAt: INSTALLED_AT,
      unknownBefore: INSTALLED_AT,
      people: 2,
      deliveries: 7,
      unsampled: { deliveries: 7, people: { kind: 'exact', count: 2 } },
      first: 2,
      last: 40,
      fields: [
        {
          path: 'userId',
          form: 'pseudonym',
          categories: ['user.unique_id.pseudonymous'],
          tier: 3,
          people: 2,
          deliveries: 7,
          unsampled: { deliveries: 7, people: { kind: 'exact', count: 2 } },
          first: 2,
          last: 40,
          events: ['order-completed'],
        },
        {
          path: 'properties.total',
          form: 'coarse',
          categories: ['user.behavior'],
          tier: 2,
          people: 2,
          deliveries: 7,
          unsampled: { deliveries: 7, people: { kind: 'exact', count: 2 } },
          first: 2,
          last: 40,
          events: ['order-completed'],
        },
      ],
    });
  });

  it('answers nothing about a vendor that got nothing', async () => {
    const ledger = await openLedger({ path: file(), clock });
    await ledger.apply([fieldSet('set-1'), delivered()], 2);
    const exposure = await ledger.exposure({ vendor: 'amplitude' });
    await ledger.close();

    expect(exposure).toMatchObject({ people: 0, deliveries: 0, first: null, last: null, fields: [] });
  });

  it('tells subjects at both ends of the range apart, and counts nobody as no person', async () => {
    const ledger = await openLedger({ path: file(), clock });
    const subjects = ['0000000000000000', '0000000000000001', '7fffffffffffffff', '8000000000000000'];
    subjects.push('fffffffffffffffe', 'ffffffffffffffff');
    const entries = subjects.map((subject) => delivered({ subject }));
    await ledger.apply([fieldSet('set-1'), ...entries, ...entries], 13);
    const { people, deliveries } = await ledger.exposure({ vendor: 'mixpanel' });
    await ledger.close();

    expect({ people, deliveries }).toEqual({ people: 5, deliveries: 12 });
  });

  it('keeps a path that was sent in two forms apart, and joins what its field sets say of it', async () => {
    const ledger = await openLedger({ path: file(), clock });
    const email = {
      path: 'properties.email',
      form: 'clear',
      categories: ['user.contact.email'],
      tier: 3,
    } as const;
    await ledger.apply(
      [
        fieldSet('set-1', { event: 'signed-up', fields: [email] }),
        fieldSet('set-2', {
          event: 'logged-in',
          fields: [{ ...email, categories: ['user.contact'], tier: 4 }],
        }),
        fieldSet('set-3', { event: 'logged-in', fields: [{ ...email, form: 'sealed' }] }),
        delivered({ subject: '1'.repeat(16) }),
        delivered({ subject: '2'.repeat(16), fields: 'set-2' }),
        delivered({ subject: '3'.repeat(16), fields: 'set-3' }),
      ],
      6,
    );
    const { fields } = await ledger.exposure({ vendor: 'mixpanel' });
    await ledger.close();

    expect(fields.map(({ first: _first, last: _last, ...field }) => field)).toEqual([
      {
        path: 'properties.email',
        form: 'clear',
        categories: ['user.contact', 'user.contact.email'],
        tier: 4,
        people: 2,
        deliveries: 2,
        unsampled: { deliveries: 2, people: { kind: 'exact', count: 2 } },
        events: ['logged-in', 'signed-up'],
      },
      {
        path: 'properties.email',
        form: 'sealed',
        categories: ['user.contact.email'],
        tier: 3,
        people: 1,
        deliveries: 1,
        unsampled: { deliveries: 1, people: { kind: 'exact', count: 1 } },
        events: ['logged-in'],
      },
    ]);
  });

  it.each<[string, Omit<ExposureQuestion, 'vendor'>, number | null]>([
    ['no first day', {}, INSTALLED_AT],
    ['a first day before it was installed', { from: '2026-01-01' }, INSTALLED_AT],
    ['the day on which it was installed', { from: '2026-01-02' }, INSTALLED_AT],
    ['the day after', { from: '2026-01-03' }, null],
  ])('says since when it knows: %s', async (_name, period, unknownBefore) => {
    const ledger = await openLedger({ path: file(), clock });
    const exposure = await ledger.exposure({ vendor: 'mixpanel', ...period });
    await ledger.close();
    expect(exposure.unknownBefore).toBe(unknownBefore);
  });

  it('forgets what ended before a time, for one vendor, and says from then on that it is unknown', async () => {
    const ledger = await openLedger({ path: file(), clock });
    const [early, late] = [Date.UTC(2026, 0, 9, 12), Date.UTC(2026, 0, 10, 12)];
    const atNoon = { day: '2026-01-09', first: early - 5, last: early } as const;
    await ledger.apply(
      [
        fieldSet('set-1'),
        delivered(atNoon),
        delivered({ day: '2026-01-10', first: late, last: late }),
        delivered({ ...atNoon, vendor: 'segment' }),
      ],
      4,
    );
    expect(await ledger.oldest()).toEqual([
      { vendor: 'mixpanel', at: early },
      { vendor: 'segment', at: early },
    ]);
    // A row that ended at the time is not older than it.
    expect(await ledger.forget('mixpanel', early)).toBe(0);
    expect(await ledger.forget('mixpanel', early + 1)).toBe(1);
    expect(await ledger.forget('mixpanel', early - 999)).toBe(0);
    const exposure = await ledger.exposure({ vendor: 'mixpanel', from: '2026-01-09' });
    const oldest = await ledger.oldest();
    await ledger.close();

    expect(exposure).toMatchObject({ deliveries: 1, unknownBefore: early + 1 });
    expect(oldest).toEqual([
      { vendor: 'mixpanel', at: late },
      { vendor: 'segment', at: early },
    ]);
  });

  it('balances what was accepted against how it ended, per environment and vendor', async () => {
    const ledger = await openLedger({ path: file(), clock });
    const day = '2026-01-10';
    const accepted = { kind: 'accepted', source: 'web', environment: 'production', day, count: 7 } as const;
    const ended = { kind: 'ended', environment: 'production', vendor: 'mixpanel', day } as const;
    await ledger.apply([accepted, { ...ended, outcome: 'delivered', count: 4, standsFor: 16 }], 2);
    await ledger.apply(
      [
        { ...accepted, source: 'ios', count: 2 },
        { ...accepted, count: 1 },
        { ...accepted, environment: 'staging', day: '2026-01-11', count: 5 },
        { ...ended, outcome: 'delivered', count: 1, standsFor: 8 },
        { ...ended, outcome: 'vendor-refused', count: 2 },
        { ...ended, vendor: 'amplitude', outcome: 'consent-denied', count: 10 },
      ],
      8,
    );
    const all = await ledger.balance();
    const oneDay = await ledger.balance({ from: '2026-01-11', to: '2026-01-11' });
    await ledger.close();

    const staging = { environment: 'staging', accepted: 5, vendors: [] };
    expect(oneDay).toEqual([staging]);
    expect(all).toEqual([
      staging,
      {
        environment: 'production',
        accepted: 10,
        vendors: [
          { vendor: 'amplitude', ended: 10, outcomes: { 'consent-denied': 10 }, deliveredUnsampled: 0 },
          {
            vendor: 'mixpanel',
            ended: 7,
            outcomes: { delivered: 5, 'vendor-refused': 2 },
            deliveredUnsampled: 24,
          },
        ],
      },
    ]);
  });

  it.each([
    ['in one slice', [[4, undefined]]],
    ['from an earlier slice', [[undefined], [4]]],
    ['from a later slice', [[4], [undefined]]],
  ])(
    'does not know what the delivered stand for where the rate of some is unknown, %s',
    async (_, slices) => {
      const ledger = await openLedger({ path: file(), clock });
      const shared = {
        kind: 'ended',
        environment: 'production',
        vendor: 'mixpanel',
        day: '2026-01-10',
      } as const;
      for (const [at, slice] of slices.entries()) {
        const entries = slice.map((standsFor) => ({
          ...shared,
          outcome: 'delivered' as const,
          count: 1,
          ...(standsFor === undefined ? {} : { standsFor }),
        }));
        await ledger.apply(entries, at + 1);
      }
      const [balance] = await ledger.balance();
      await ledger.close();
      expect(balance?.vendors).toMatchObject([{ outcomes: { delivered: 2 }, deliveredUnsampled: null }]);
    },
  );

  it('ignores a slice that it has applied, also after it was closed and opened', async () => {
    const slice = [fieldSet('set-1'), delivered()];
    const first = await openLedger({ path: file(), clock });
    await first.apply(slice, 2);
    await first.apply(slice, 2);
    await first.close();
    const second = await openLedger({ path: file(), clock: { now: () => 0 } });
    await second.apply(slice, 2);
    const exposure = await second.exposure({ vendor: 'mixpanel' });
    const position = second.position();
    await second.close();

    expect(position).toBe(2);
    expect(exposure).toMatchObject({ deliveries: 1, installedAt: INSTALLED_AT });
  });

  it('writes nothing of a slice that it cannot write, and takes it when it is mended', async () => {
    const ledger = await openLedger({ path: file(), clock });
    const slice = [fieldSet('set-1'), delivered()];
    await expect(ledger.apply([...slice, delivered({ day: 'someday' })], 3)).rejects.toThrow(Error);
    await expect(ledger.apply([...slice, delivered({ subject: 'xyz' })], 3)).rejects.toThrow(SyntaxError);
    expect(ledger.position()).toBe(0);
    expect(await ledger.exposure({ vendor: 'mixpanel' })).toMatchObject({ deliveries: 0 });

    await ledger.apply(slice, 2);
    const exposure = await ledger.exposure({ vendor: 'mixpanel' });
    await ledger.close();
    expect(exposure).toMatchObject({ deliveries: 1, people: 1 });
    expect(exposure.fields).toHaveLength(2);
  });

  it('takes slices of more rows than one chunk holds', async () => {
    const ledger = await openLedger({ path: file(), clock });
    const entries = Array.from({ length: 5_000 }, (_, subject) =>
      delivered({ subject: (1 + (subject % 4_999)).toString(16).padStart(16, '0') }),
    );
    await ledger.apply([fieldSet('set-1'), ...entries], 5_001);
    const { people, deliveries } = await ledger.exposure({ vendor: 'mixpanel' });
    await ledger.close();
    expect({ people, deliveries }).toEqual({ people: 4_999, deliveries: 5_000 });
  });
});
