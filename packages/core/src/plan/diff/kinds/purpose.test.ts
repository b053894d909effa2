import { describe, expect, it } from 'vitest';
import { readPlanDocument } from '../../read-document.ts';
import type { PlanDocument } from '../change.ts';
import { diffPlans } from '../diff-plans.ts';

function planWith(purpose: string, consent = ''): PlanDocument {
  const text = `
apiVersion: headgate/v1
kind: plan
id: shop
purposes: { analytics: { basis: Consent, ${purpose} } }
${consent}
vendors: { warehouse: { kind: warehouse, max_tier: 2 } }
`;
  const { value } = readPlanDocument({ path: 'plan.yaml', text }, []);
  if (value === null) throw new Error('no plan');
  return value;
}

const kinds = (before: PlanDocument, after: PlanDocument): readonly string[] =>
  diffPlans(before, after).map(({ kind }) => kind);

describe('the signals of a purpose', () => {
  it.each<[string, string, string, string]>([
    ['a category more, of which all are asked', 'tcf: [8]', 'tcf: [8], category: a', 'H07'],
    [
      'a category more, of which any is enough',
      'tcf: [8], require: any',
      'tcf: [8], require: any, category: a',
      'H10',
    ],
    ['purposes in the place of the table', 'category: a', 'category: a, tcf: [8]', 'H10'],
    ['one purpose more', 'tcf: [8]', 'tcf: [8, 9]', 'H07'],
    ['one purpose less', 'tcf: [8, 9]', 'tcf: [8]', 'H06'],
    ['one section more, which may grant as well', 'gpp: [usnat]', 'gpp: [usnat, usca]', 'H10'],
    ['one type less', 'gcm: [ad_storage, ad_user_data]', 'gcm: [ad_storage]', 'H06'],
    ['any instead of all', 'tcf: [8], category: a', 'tcf: [8], category: a, require: any', 'H06'],
    ['what is written out and holds anyway', 'tcf: [8]', 'tcf: [8], require: all, unasked: denied', ''],
    ['silence as a grant', 'tcf: [8]', 'tcf: [8], unasked: granted', 'H06'],
  ])('%s', (_, before, after, kind) => {
    expect(kinds(planWith(before), planWith(after)).join(' ')).toBe(kind);
  });

  it.each([
    ['P13M', 'P25M', 'H06'],
    ['P13M', 'P6M', 'H07'],
    ['P12M', 'P1Y', 'E15'],
  ])('a TC string good for %s and then for %s', (before, after, kind) => {
    const plans = [before, after].map((age) => planWith('tcf: [8]', `consent: { tcf_max_age: ${age} }`));
    expect(diffPlans(plans[0] ?? null, plans[1] ?? planWith('tcf: [8]')).map((each) => each.kind)).toEqual([
      kind,
    ]);
  });
});
