/** Values by which two vendors could put their data together: identifiers and exact moments that both get as they came. */
import { TRANSFORMS } from '../../../protect/transforms/index.ts';
import { isLeaf, isListed, tierFor } from '../../plan-rules.ts';
import type { FieldSpec, Plan, VendorFields } from '../../plan.ts';
import type { FieldPlace, LintRule, LintSubject } from '../rule.ts';

/** Categories of fideslang whose values single out a person or a device. */
const IDENTIFYING = [
  'user.unique_id',
  'user.device.device_id',
  'user.device.cookie_id',
  'user.contact.email',
  'user.contact.phone_number',
  'user.government_id',
  'user.financial.account_number',
] as const;
const MOMENTS: readonly unknown[] = ['date-time', 'time'];

export const sharedIdentifier: LintRule = {
  id: 'shared-identifier',
  level: 'improvement',
  kind: 'privacy',
  what: 'An identifier reaches two or more vendors as it came, so that they can put their data together by it.',
  roles: ['privacy'],
  find: (subject) =>
    sharedFields(subject, ({ spec }) => spec.categories.some(isIdentifying)).map(({ place, vendors }) => ({
      file: place.file,
      yamlPath: place.yamlPath,
      message: `"${place.spec.path}" is an identifier and reaches ${vendors.join(', ')} as it came.`,
      mend: 'Pseudonymise it, or leave it to one vendor.',
    })),
};

export const sharedMoment: LintRule = {
  id: 'shared-moment',
  level: 'improvement',
  kind: 'privacy',
  what: 'An exact moment reaches two or more vendors as it came, however coarse the time of the event is made.',
  roles: ['privacy'],
  find: (subject) =>
    sharedFields(subject, ({ node }) => MOMENTS.includes(node.format)).map(({ place, vendors }) => ({
      file: place.file,
      yamlPath: place.yamlPath,
      message: `"${place.spec.path}" is an exact moment and reaches ${vendors.join(', ')} as it came.`,
      mend: 'Transform it with round-time, or leave it to one vendor.',
    })),
};

function isIdentifying(category: string): boolean {
  return IDENTIFYING.some((each) => category === each || category.startsWith(`${each}.`));
}

interface Shared {
  readonly place: FieldPlace;
  readonly vendors: readonly string[];
}

function sharedFields(
  { plan, events, contextFields }: LintSubject,
  isMeant: (place: FieldPlace) => boolean,
): readonly Shared[] {
  const carriers = [
    ...events.map(({ spec, fields }) => ({ fields, vendors: spec.vendors })),
    ...(plan.context === null ? [] : [{ fields: contextFields, vendors: plan.context.vendors }]),
  ];
  return carriers.flatMap(({ fields, vendors: given }) =>
    fields
      .filter((place) => isLeaf(place.spec) && isMeant(place))
      .map((place) => ({ place, vendors: clearAt(place.spec, given, plan) }))
      .filter(({ vendors }) => vendors.length > 1),
  );
}

/** Vendors that get the field without any transform. */
function clearAt(field: FieldSpec, given: VendorFields, plan: Plan): readonly string[] {
  return [...given].flatMap(([name, paths]) => {
    const vendor = plan.vendors.get(name);
    if (vendor === undefined || tierFor(field, name) > vendor.ceiling) return [];
    if (paths !== null && !isListed(paths, field.path)) return [];
    const bound = field.transforms.get(name) ?? field.transforms.get('*');
    return bound !== undefined && TRANSFORMS.has(bound.name) ? [] : [name];
  });
}
