/** What is noted of events, what is told of it, and the drafts that come of it. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../event.ts';
import { createInspector } from '../../detect/inspect.ts';
import type { FieldSheet, FieldSheetLimits, Witness } from './field-sheet.ts';
import { FIELD_SHEET_LIMITS, addFieldSheet, createFieldSheet, noteFields } from './field-sheet.ts';
import { inferEvents } from './infer-events.ts';
import { plannedName, readPlannedName } from './planned-name.ts';
import type { ToldEvent } from './told-fields.ts';
import { addTold, countUntold, tellFields } from './told-fields.ts';

const EVENT = 'track Cart Viewed';
const inspect = createInspector();

function by(subject: string): Witness {
  return { subject, subjectsMin: 3 };
}

interface Options {
  readonly event?: string;
  readonly witness?: Witness | null;
  readonly limits?: FieldSheetLimits;
}

function note(sheet: FieldSheet, properties: JsonObject, options: Options = {}): boolean {
  const { event = EVENT, witness = null, limits = FIELD_SHEET_LIMITS } = options;
  return noteFields(
    sheet,
    { event, properties, found: inspect(properties), foundBelow: '', witness },
    limits,
  );
}

function pathsOf(sheet: FieldSheet, event = EVENT): readonly string[] {
  return [...(sheet.get(event)?.fields.keys() ?? [])];
}

function told(sheet: FieldSheet): readonly ToldEvent[] {
  return [...tellFields(sheet)];
}

const SEEN: readonly JsonObject[] = [
  { size: 1, gift: true, note: 'canary', items: [{ sku: 'canary-17' }], mail: 'canary@corp.example' },
  { size: 2.5, note: 'a longer canary', items: [], extra: { deep: { deeper: 'canary' } } },
  { size: 'canary', items: [{ sku: 'x', count: 4 }, { sku: 'y' }], none: null },
];

describe('a sheet of fields', () => {
  it('notes types and sizes by path', () => {
    const sheet = createFieldSheet();
    for (const properties of SEEN) note(sheet, properties);
    const fields = sheet.get(EVENT)?.fields;
    expect(fields?.get('size')?.types).toEqual(new Set(['integer', 'number', 'string']));
    expect(fields?.get('note')).toMatchObject({ values: 2, lengthMax: 15 });
    expect(fields?.get('items')).toMatchObject({ itemsMax: 2, isCut: false });
    expect(fields?.get('items/[]/sku')).toMatchObject({ values: 3 });
    expect(fields?.get('mail')?.kinds).toEqual(new Set(['email']));
    expect(pathsOf(sheet)).not.toContain('none');
  });

  it.each([
    ['an e-mail address', 'canary@corp.example'],
    ['a number', '4111111111111111'],
    ['a key with an id', 'user_20260101'],
    ['a hash', 'a3f5c9d2e8b1'],
    ['a secret', 'glpat-Zx8kQ2mN7pR4tV9wYb3c'],
    ['a path', 'a/b'],
    ['a sentence', 'x'.repeat(65)],
  ])('leaves out a key that looks like data: %s', (_, key) => {
    const sheet = createFieldSheet();
    note(sheet, { [key]: 1, inner: { [key]: { more: 1 } }, plain: 1 });
    expect(pathsOf(sheet)).toEqual(['inner', 'plain']);
  });

  it.each(['email', 'first name', '$set', 'utm_source', 'x'.repeat(64)])('keeps the key %s', (key) => {
    const sheet = createFieldSheet();
    note(sheet, { [key]: 1 });
    expect(pathsOf(sheet)).toEqual([key]);
  });

  it('takes names of events up to the limit, and no further one', () => {
    const sheet = createFieldSheet();
    const limits = { ...FIELD_SHEET_LIMITS, eventsMax: 2 };
    const taken = ['track A', 'track B', 'track C', 'track A'].map((event) =>
      note(sheet, {}, { event, limits }),
    );
    expect(taken).toEqual([true, true, false, true]);
  });

  it('takes fields up to the limit, and says so of one over', () => {
    const sheet = createFieldSheet();
    const limits = { ...FIELD_SHEET_LIMITS, fieldsMax: 2 };
    note(sheet, { a: 1, b: 1 }, { limits });
    expect(sheet.get(EVENT)?.isFull).toBe(false);
    note(sheet, { a: 1, b: 1, c: 1 }, { limits });
    expect(sheet.get(EVENT)?.isFull).toBe(true);
    expect(pathsOf(sheet)).toEqual(['a', 'b']);
  });

  it('takes levels up to the limit, and says where one over was', () => {
    const sheet = createFieldSheet();
    const limits = { ...FIELD_SHEET_LIMITS, depthMax: 2 };
    note(sheet, { a: { b: 1 }, c: { d: {} }, e: { f: { g: 1 } }, h: [['x']] }, { limits });
    expect(pathsOf(sheet)).toEqual(['a', 'a/b', 'c', 'c/d', 'e', 'e/f', 'h', 'h/[]']);
    const cut = [...(sheet.get(EVENT)?.fields ?? [])].filter(([, { isCut }]) => isCut);
    expect(cut.map(([path]) => path)).toEqual(['e/f', 'h/[]']);
    const [draft] = inferEvents(sheet);
    const tooDeep = draft?.notes.filter(({ rule }) => rule === 'too-deep').map(({ pointer }) => pointer);
    expect(tooDeep).toEqual(['/schema/properties/e/properties/f', '/schema/properties/h/items']);
  });

  it('adds up to the same, however the events are spread', () => {
    const [whole, left, right] = [createFieldSheet(), createFieldSheet(), createFieldSheet()];
    for (const [at, properties] of SEEN.entries()) {
      note(whole, properties);
      note(at === 0 ? left : right, properties);
    }
    addFieldSheet(left, right);
    expect(left).toEqual(whole);
  });
});

describe('what is told of a sheet', () => {
  it('gives the draft that the sheet itself gives, however often it is told, and no value', () => {
    const [whole, noted, heard] = [createFieldSheet(), createFieldSheet(), createFieldSheet()];
    const lines: ToldEvent[] = [];
    for (const properties of SEEN) {
      note(whole, properties);
      note(noted, properties);
      lines.push(...told(noted));
    }
    for (const line of lines) addTold(heard, line);
    expect(inferEvents(heard)).toEqual(inferEvents(whole));
    expect(lines).toHaveLength(SEEN.length);
    expect(JSON.stringify([lines, inferEvents(heard)])).not.toMatch(/canary|corp/);
    expect(told(noted)).toEqual([]);
  });

  it.each([
    [0, 0],
    [1, 1],
    [8, 8],
    [9, 16],
  ])('says of a text of %i characters no more than %i', (length, power) => {
    const sheet = createFieldSheet();
    note(sheet, { note: 'x'.repeat(length) });
    expect(told(sheet)[0]?.fields[0]).toMatchObject({ lengthMax: power });
  });

  it('keeps back a name until enough people brought it, and then tells all of it', () => {
    const sheet = createFieldSheet();
    for (const subject of ['ana', 'ben', 'ben']) note(sheet, { total: 1 }, { witness: by(subject) });
    expect(told(sheet)).toEqual([]);
    expect(countUntold(sheet)).toEqual({ events: 1, fields: 0 });
    note(sheet, { total: 1, ana_smith: 1 }, { witness: by('cem') });
    expect(told(sheet)).toMatchObject([{ event: EVENT, events: 4, fields: [{ path: 'total', values: 4 }] }]);
    expect(countUntold(sheet)).toEqual({ events: 0, fields: 1 });
    expect(sheet.get(EVENT)?.fields.get('total')?.subjects.size).toBe(0);
  });

  it('remembers no more subjects than it takes', () => {
    const sheet = createFieldSheet();
    for (let at = 0; at < 10; at += 1) {
      note(sheet, { a: 1 }, { witness: { subject: `s${at}`, subjectsMin: 3 } });
      expect(sheet.get(EVENT)?.subjects.size).toBeLessThan(3);
    }
  });
});

describe('the name that an event is noted by', () => {
  it.each([
    ['track', 'Cart Viewed', 'track Cart Viewed'],
    ['identify', '', 'identify identify'],
    ['page', 'Home', 'page Home'],
    ['page', '', 'page page'],
    ['track', '', null],
    ['track', 'canary@corp.example left', null],
    ['track', 'Order 20260101', null],
    ['track', '(x)', null],
    ['track', 'x'.repeat(80), `track ${'x'.repeat(80)}`],
    ['track', 'x'.repeat(81), null],
  ] as const)('%s "%s" is %s', (call, name, expected) => {
    expect(plannedName(call, name)).toBe(expected);
  });

  it('is taken apart again', () => {
    expect(readPlannedName('page Home and garden')).toEqual({ call: 'page', name: 'Home and garden' });
  });
});
