import { TRANSFORMS } from '../../../protect/transforms/index.ts';
import { allFields, isLeaf, isListed, tierFor } from '../../plan-rules.ts';
import type { EventSpec, FieldSpec, VendorSpec } from '../../plan.ts';
import type { LintRule } from '../rule.ts';

/** Paths named in one message. */
const PATHS_MAX = 5;

/** l-diversity, beside k-anonymity (Machanavajjhala and others, https://doi.org/10.1145/1217299.1217302). */
export const gateWithoutDiversity: LintRule = {
  id: 'gate-without-diversity',
  level: 'improvement',
  kind: 'privacy',
  what: 'A vendor with a k-gate gets a highly sensitive field, of which all who share a tuple may have the same value.',
  roles: ['privacy'],
  find: ({ events, plan, planFile }) =>
    [...plan.vendors.values()].flatMap((vendor) => {
      const { kGate } = vendor;
      if (kGate === null || kGate.sensitive !== null) return [];
      const inTuple = new Set(kGate.quasiIdentifiers);
      const paths = events
        .flatMap(({ spec }) => sensitiveFor(spec, vendor))
        .filter((path, at, all) => !inTuple.has(path) && all.indexOf(path) === at);
      if (paths.length === 0) return [];
      const more = paths.length > PATHS_MAX ? ` and ${paths.length - PATHS_MAX} more` : '';
      return [
        {
          file: planFile,
          yamlPath: ['vendors', vendor.name, 'k_gate'],
          message: `All who share a tuple may have the same ${paths.slice(0, PATHS_MAX).join(', ')}${more}.`,
          mend: 'Name the field as sensitive in the gate: l distinct values must then have been seen.',
        },
      ];
    }),
};

/** Paths of what the vendor gets of the event and learns about a person's most private side from. */
function sensitiveFor(spec: EventSpec, vendor: VendorSpec): readonly string[] {
  const listed = spec.vendors.get(vendor.name);
  if (listed === undefined) return [];
  return allFields(spec.fields)
    .filter((field) => isLeaf(field) && (field.tier === 4 || field.isSpecial))
    .filter((field) => listed === null || isListed(listed, field.path))
    .filter((field) => tierFor(field, vendor.name) <= vendor.ceiling && isTold(field, vendor.name))
    .map(({ path }) => `properties.${path}`);
}

/** Pseudonyms and sealed texts tell nothing of the value. */
function isTold(field: FieldSpec, vendor: string): boolean {
  const bound = field.transforms.get(vendor) ?? field.transforms.get('*');
  const form = bound === undefined ? 'clear' : TRANSFORMS.get(bound.name)?.effect(bound.params).form;
  return form === 'clear' || form === 'coarse';
}
