import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ENVIRONMENTS, FORMS, NO_SUBJECT } from '@headgate/core';
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

type Delivered = Extract<LedgerEntry, { kind: 'delivered' }>;

function delivered(written: Partial<Delivered> = {}): Delivered {
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

describe('exposure', () => {
  it('counts as an independent reckoning does, whatever was delivered and asked', async () => {
    await fc.assert(
      fc.asyncProperty(slices, question, async (batches, asked) => {
        await rm(join(directory, 'data'), { recursive: true, force: true });
        const ledger = await openLedger({ path: file(), clock });
        let through = 0;
        for (const batch of batches) {
          through += batch.length;
          await ledger.apply(batch, through);
        }
        const exposure = await ledger.exposure(asked);
        await ledger.close();
        expect(exposure).toMatchObject(reckon(batches.flat(), asked));
      }),
      { numRuns: 25 },
    );
  });

  it('counts people of more groups of fields than one word has bits', async () => {
    const ledger = await openLedger({ path: file(), clock });
    const entries = Array.from({ length: 200 }, (_none, set): readonly LedgerEntry[] => {
      const field = { path: `properties.p${set}`, form: 'clear', categories: [], tier: 1 } as const;
      const subjects = Array.from({ length: (set % 5) + 1 }, (_, subject) =>
        delivered({ fields: `set-${set}`, subject: String(subject + 1).padStart(16, '0') }),
      );
      return [fieldSet(`set-${set}`, { fields: [field] }), ...subjects];
    }).flat();
    await ledger.apply(entries, entries.length);
    const { people, fields } = await ledger.exposure({ vendor: 'mixpanel' });
    await ledger.close();

    expect(people).toBe(5);
    expect(fields).toHaveLength(200);
    for (const field of fields) expect(field.people).toBe((Number(field.path.slice(12)) % 5) + 1);
  });
});

const VENDORS = ['mixpanel', 'amplitude'] as const;
const DAYS = ['2026-01-09', '2026-01-10', '2026-01-11', '2026-01-12'] as const;

const SUBJECTS = ['0000000000000000', '00000000000000a1', '8000000000000000', 'ffffffffffffffff'] as const;

const anyDelivered = fc
  .record({
    vendor: fc.constantFrom(...VENDORS),
    environment: fc.constantFrom(...ENVIRONMENTS),
    set: fc.nat(3),
    sampleRate: fc.constantFrom(1, 0.5, 0.125, null),
    subject: fc.constantFrom(...SUBJECTS),
    day: fc.constantFrom(...DAYS),
    count: fc.integer({ min: 1, max: 9 }),
    first: fc.nat(1_000),
    span: fc.nat(1_000),
  })
  .map(({ set, span, sampleRate, ...rest }): LedgerEntry => {
    const { sampleRate: _, ...written } = delivered();
    const entry = { ...written, ...rest, fields: `${rest.vendor}-${set}`, last: rest.first + span };
    return sampleRate === null ? entry : { ...entry, sampleRate };
  });

const anyField = fc.record({
  path: fc.constantFrom('userId', 'properties.total', 'context.page.url'),
  form: fc.constantFrom(...FORMS),
  categories: fc.uniqueArray(fc.constantFrom('user.contact.email', 'user.behavior', 'system.operations')),
  tier: fc.integer({ min: 1, max: 4 }),
});

const fieldSets = fc
  // No event is sent without a field: its id and its time always go.
  .array(fc.uniqueArray(anyField, { minLength: 1, selector: (field) => field.path }), {
    minLength: 8,
    maxLength: 8,
  })
  .map((sets) =>
    sets.map((fields, index) => {
      const vendor = VENDORS[index % 2] ?? 'mixpanel';
      return fieldSet(`${vendor}-${index >> 1}`, { vendor, event: `event-${index % 3}`, fields });
    }),
  );

const slices = fc
  .tuple(fieldSets, fc.array(fc.array(anyDelivered, { maxLength: 12 }), { maxLength: 4 }))
  .map(([sets, batches]) => [sets, ...batches]);

const question: fc.Arbitrary<ExposureQuestion> = fc.record(
  {
    vendor: fc.constantFrom(...VENDORS),
    environment: fc.constantFrom(...ENVIRONMENTS),
    from: fc.constantFrom(...DAYS),
    to: fc.constantFrom(...DAYS),
    subject: fc.constantFrom(...SUBJECTS),
  },
  { requiredKeys: ['vendor'] },
);

/** The slow and obvious way to the same figures. */
function reckon(entries: readonly LedgerEntry[], asked: ExposureQuestion): object {
  const sets = entries.flatMap((entry) => (entry.kind === 'field-set' ? [entry.set] : []));
  const hits = entries.flatMap((entry) =>
    entry.kind === 'delivered' &&
    entry.vendor === asked.vendor &&
    entry.environment === (asked.environment ?? entry.environment) &&
    entry.subject === (asked.subject ?? entry.subject) &&
    entry.day >= (asked.from ?? entry.day) &&
    entry.day <= (asked.to ?? entry.day)
      ? [{ ...entry, set: sets.find((set) => set.id === entry.fields) }]
      : [],
  );
  const figures = (some: typeof hits): object => ({
    people: new Set(some.map((hit) => hit.subject).filter((subject) => subject !== NO_SUBJECT)).size,
    deliveries: some.reduce((sum, hit) => sum + hit.count, 0),
    first: some.length === 0 ? null : Math.min(...some.map((hit) => hit.first)),
    last: some.length === 0 ? null : Math.max(...some.map((hit) => hit.last)),
    unsampled: some.length === 0 || asked.subject !== undefined ? null : reckonUnsampled(some),
  });
  const uses = hits.flatMap((hit) => (hit.set?.fields ?? []).map((field) => ({ field, hit })));
  const keys = [...new Set(uses.map(({ field }) => `${field.path} ${field.form}`))];
  const fields = keys.map((key) => {
    const here = uses.filter(({ field }) => `${field.path} ${field.form}` === key);
    return {
      path: key.split(' ')[0] ?? '',
      form: FORMS.find((form) => key.endsWith(` ${form}`)) ?? 'clear',
      categories: [...new Set(here.flatMap(({ field }) => field.categories))].toSorted(),
      tier: Math.max(...here.map(({ field }) => field.tier)),
      ...figures(here.map(({ hit }) => hit)),
      events: [...new Set(here.map(({ hit }) => hit.set?.event ?? ''))].toSorted(),
    };
  });
  fields.sort(
    (one, other) =>
      other.tier - one.tier ||
      (one.path < other.path ? -1 : Number(one.path > other.path)) ||
      FORMS.indexOf(one.form) - FORMS.indexOf(other.form),
  );
  return { ...figures(hits), fields };
}

interface Hit extends Delivered {
  readonly set: FieldSet | undefined;
}

/** One event for 1 / rate of them; people only where nothing was sampled, or one event at one rate. */
function reckonUnsampled(some: readonly Hit[]): object {
  const people = new Set(some.map((hit) => hit.subject).filter((subject) => subject !== NO_SUBJECT)).size;
  const rates = some.map((hit) => hit.sampleRate ?? null);
  const known = rates.flatMap((rate) => rate ?? []);
  const isUnknown = known.length < rates.length;
  const [rate = 1] = known;
  const isOneRate = !isUnknown && known.every((each) => each === rate);
  const isOneEvent = new Set(some.map((hit) => hit.set?.event)).size === 1;
  let deliveries = 0;
  for (const hit of some) deliveries += hit.count / (hit.sampleRate ?? 1);
  return {
    deliveries: isUnknown ? null : deliveries,
    people:
      isOneRate && rate === 1
        ? { kind: 'exact', count: people }
        : isOneRate && isOneEvent
          ? { kind: 'estimate', count: people / rate }
          : { kind: 'at-least', count: people },
  };
}
