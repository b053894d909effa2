/** The reader of GPP strings beside IAB Tech Lab's own library, which writes the strings of every comparison. */
import { GppModel } from '@iabgpp/cmpapi';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GPP_SECTION_NAMES, OPT_OUTS, US_SECTIONS } from './gpp-sections.ts';
import type { GppSectionName, OptOut } from './gpp-sections.ts';
import { readGppString, readUsPrivacy } from './gpp.ts';

const FIELDS: Readonly<Record<OptOut, string>> = {
  sale: 'SaleOptOut',
  sharing: 'SharingOptOut',
  targeted: 'TargetedAdvertisingOptOut',
};
type UsName = Exclude<GppSectionName, 'uspv1'>;
const US_NAMES = GPP_SECTION_NAMES.filter((name) => name !== 'uspv1');
const WITHOUT_GPC: readonly string[] = ['usva', 'usut', 'usfl', 'usin', 'usky', 'usri'];

type Values = Readonly<Partial<Record<OptOut, number>>>;

interface WrittenSection {
  readonly name: UsName;
  readonly values: Values;
  readonly gpc: boolean;
}

function write(sections: readonly WrittenSection[]): string {
  const model = new GppModel();
  for (const { name, values, gpc } of sections) {
    for (const kind of OPT_OUTS) {
      if (Object.hasOwn(US_SECTIONS[name].offsets, kind))
        model.setFieldValue(name, FIELDS[kind], values[kind] ?? 0);
    }
    if (!WITHOUT_GPC.includes(name)) model.setFieldValue(name, 'Gpc', gpc);
  }
  return model.encode();
}

function expected({ name, values }: WrittenSection): Readonly<Partial<Record<OptOut, boolean>>> {
  const said = OPT_OUTS.filter(
    (kind) => Object.hasOwn(US_SECTIONS[name].offsets, kind) && (values[kind] ?? 0) > 0,
  );
  return Object.fromEntries(said.map((kind) => [kind, values[kind] === 1]));
}

function libraryReads(text: string, kind: OptOut): unknown {
  return new GppModel(text).getFieldValue('usnat', FIELDS[kind]);
}

const answer = fc.integer({ min: 0, max: 2 });
const section = fc.record({
  name: fc.constantFrom(...US_NAMES),
  values: fc.record({ sale: answer, sharing: answer, targeted: answer }),
  gpc: fc.boolean(),
});

describe('a GPP string', () => {
  it('says of every section what the library of IAB Tech Lab wrote into it', () => {
    const several = fc.uniqueArray(section, { minLength: 1, selector: ({ name }) => name });
    fc.assert(
      fc.property(several, (sections) => {
        const signal = readGppString(write(sections));
        if (signal.kind !== 'read') throw new Error(signal.kind);
        expect(Object.fromEntries(signal.of.sections)).toEqual(
          Object.fromEntries(sections.map((each) => [each.name, expected(each)])),
        );
        expect(signal.of.gpc).toBe(sections.some(({ name, gpc }) => gpc && !WITHOUT_GPC.includes(name)));
      }),
      { numRuns: 400 },
    );
  });

  it.each(US_NAMES)('has section %s where the library has it', (name) => {
    const model = new GppModel();
    model.setFieldValue(name, 'SaleOptOut', 1);
    expect(model.getSectionIds()).toEqual([US_SECTIONS[name].id]);
  });

  it('of the first edition of the national section is read too', () => {
    const model = new GppModel();
    model.setFieldValue('usnat', 'Version', 1);
    model.setFieldValue('usnat', 'TargetedAdvertisingOptOut', 1);
    const signal = readGppString(model.encode());
    expect(signal.kind === 'read' && signal.of.sections.get('usnat')).toEqual({ targeted: true });
  });

  it('gives its TC string, and the text of section 6', () => {
    const model = new GppModel();
    model.setFieldValue('uspv1', 'OptOutSale', 'Y');
    const withTcf = `DBACNYA~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN`;
    const [usp, both] = [model.encode(), withTcf].map(readGppString);
    expect(usp?.kind === 'read' && usp.of.sections.get('uspv1')).toEqual({ sale: true });
    expect(both?.kind === 'read' && both.of.tcString).toBe('CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA');
    expect(both?.kind === 'read' && both.of.sections.get('uspv1')).toEqual({ sale: false });
  });

  it.each([
    ['without its sections', 'DBABLA'],
    ['with one section too many', 'DBABLA~BVQqAAAAAgA.QA~BVQqAAAAAgA'],
    ['with an empty section', 'DBABLA~'],
    ['with a section that was cut off', 'DBABLA~BVQqA'],
    ['with a section of an edition to come', 'DBABLA~HVQqAAAAAgA.QA'],
    ['with an answer that is none', 'DBABLA~BVQ_AAAAAgA.QA'],
    ['with a section in another alphabet', 'DBABLA~BVQq!AAAAgA.QA'],
    ['without a header', '~BVQqAAAAAgA.QA'],
    ['of 15 characters that name ten million sections', 'DBACgqhKkqhAAAA~BA'],
  ])('%s is unreadable', (_, text) => {
    expect(readGppString(text).kind).toBe('unreadable');
  });

  it('is never read from any other text in a way that grants what the library denies, and nothing throws', () => {
    const unit = fc.constantFrom(
      ...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~'),
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit, maxLength: 80 }),
      fc.string({ unit, maxLength: 24 }).map((rest) => `DBABLA~${rest}`),
    );
    expect(readGppString('').kind).toBe('absent');
    fc.assert(
      fc.property(texts, (text) => {
        const signal = readGppString(text);
        const national = signal.kind === 'read' ? signal.of.sections.get('usnat') : undefined;
        return OPT_OUTS.every((kind) => national?.[kind] !== false || libraryReads(text, kind) === 2);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('the text of US Privacy', () => {
  it.each([
    ['1YNN', { sale: false }],
    ['1YYN', { sale: true }],
    ['1ynn', { sale: false }],
    ['1---', {}],
    ['2YNN', null],
    ['1YN', null],
    ['1YNNN', null],
    ['1YXN', null],
  ])('%s is read as %j', (text, optOuts) => {
    expect(readUsPrivacy(text)).toEqual(optOuts);
  });
});
