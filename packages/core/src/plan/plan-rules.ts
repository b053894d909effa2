/** Rules that look across the plan: what refers to what, who may have what, and what production must not do. */
import { TRANSFORMS } from '../protect/transforms/index.ts';
import type { Issue } from '../issue.ts';
import type { Enforcement, EventSpec, FieldSpec, Plan, Purpose, VendorFields, VendorSpec } from './plan.ts';
import { issue, suggest } from './read-yaml.ts';
import type { YamlFile } from './read-yaml.ts';
import type { Tier } from './taxonomy/tier.ts';
import type { WrittenEvent, WrittenPlan } from './written.ts';

/** Fields of an event or of the context, with the vendors that may have them. */
interface Shared {
  readonly fields: FieldSpec;
  readonly vendors: VendorFields;
}

type Place = Pick<YamlFile<unknown>, 'file' | 'locate'> & { readonly yamlPath: readonly PropertyKey[] };

/** Every purpose an event names must be declared in `plan.yaml`. */
export function purposeIssues(
  event: YamlFile<WrittenEvent>,
  purposes: ReadonlyMap<string, Purpose>,
): Issue[] {
  return (event.value?.purposes ?? []).flatMap((use, at) =>
    purposes.has(use)
      ? []
      : [
          {
            ...issue(
              event.file,
              'undeclared-purpose',
              `"${use}" is not among the purposes of the plan.`,
              'Declare it in plan.yaml with its legal basis.',
            ),
            ...event.locate(['purposes', at]),
          },
        ],
  );
}

/** Vendors and field paths named in a `vendors` block must exist. */
export function vendorIssues(
  shared: Shared,
  vendors: ReadonlyMap<string, VendorSpec>,
  place: Place,
): Issue[] {
  const paths = new Set(allFields(shared.fields).map((field) => field.path));
  const issues: Issue[] = [];
  for (const [name, fields] of shared.vendors) {
    if (!vendors.has(name)) {
      issues.push({
        ...issue(
          place.file,
          'unknown-vendor',
          `The plan has no vendor "${name}".`,
          suggest(name, vendors.keys(), 'Declare it under vendors in plan.yaml.'),
        ),
        ...place.locate([...place.yamlPath, name]),
      });
    }
    for (const [at, path] of (fields ?? []).entries()) {
      if (paths.has(path)) continue;
      const mend = suggest(path, paths, 'Name a field of the schema.');
      const message = `The schema has no field "${path}".`;
      issues.push({
        ...issue(place.file, 'unknown-field', message, mend),
        ...place.locate([...place.yamlPath, name, at]),
      });
    }
  }
  return issues;
}

/** A field named for a vendor must fit under the vendor's ceiling once its transform is applied. */
export function ceilingIssues(
  shared: Shared,
  vendors: ReadonlyMap<string, VendorSpec>,
  place: Place,
): Issue[] {
  const issues: Issue[] = [];
  for (const [name, fields] of shared.vendors) {
    const vendor = vendors.get(name);
    if (vendor === undefined || fields === null) continue;
    for (const field of allFields(shared.fields)) {
      if (!isLeaf(field) || !isListed(fields, field.path)) continue;
      const tier = tierFor(field, name);
      if (tier <= vendor.ceiling) continue;
      const message = `"${field.path}" has tier ${tier}, above the ceiling ${vendor.ceiling} of ${name}.`;
      const mend = 'Transform it, take it off the list, or raise max_tier.';
      issues.push({
        ...issue(place.file, 'above-ceiling', message, mend),
        ...place.locate([...place.yamlPath, name]),
      });
    }
  }
  return issues;
}

/** What production must not do, and what a consent basis must name. */
export function enforcementIssues(
  plan: Plan,
  file: YamlFile<WrittenPlan>,
  events: readonly { readonly file: YamlFile<WrittenEvent>; readonly spec: EventSpec }[],
): Issue[] {
  const issues = [...modeIssues(plan.enforcement.production, file)];
  for (const { file: eventFile, spec } of events) issues.push(...modeIssues(spec.enforcement, eventFile));
  for (const [use, purpose] of Object.entries(file.value?.purposes ?? {})) {
    if (purpose?.basis !== 'Consent') continue;
    const { category, tcf, gpp, gcm } = purpose;
    if ([category, tcf, gpp, gcm].some((each) => each !== undefined)) continue;
    const message = `"${use}" rests on consent but names no signal of it.`;
    const mend =
      'Add category: the key of context.consent.categoryPreferences that must be true; or tcf, gpp or gcm.';
    issues.push({
      ...issue(file.file, 'consent-without-signal', message, mend),
      ...file.locate(['purposes', use]),
    });
  }
  return issues;
}

/** `inProduction` is what of the modes holds there. */
function modeIssues(inProduction: Partial<Enforcement>, file: YamlFile<unknown>): Issue[] {
  if (inProduction.invalidField !== 'observe') return [];
  const message = 'In production, observing an invalid field would let undeclared content leave.';
  const mend = 'Observe it in environments.staging.enforcement; use strip or reject here.';
  return [{ ...issue(file.file, 'observe-in-production', message, mend), ...file.locate(['enforcement']) }];
}

/** Ids are unique, and no message of a source is claimed by two events. */
export function duplicateIssues(
  events: readonly { readonly file: YamlFile<WrittenEvent>; readonly spec: EventSpec }[],
): Issue[] {
  const seen = new Map<string, string>();
  const issues: Issue[] = [];
  for (const { file, spec } of events) {
    const names = spec.name === null ? ['*'] : [spec.name, ...spec.aliases];
    const claims = spec.sources.flatMap((source) => names.map((each) => `${source} ${spec.call} ${each}`));
    for (const claim of [`id ${spec.id}`, ...claims]) {
      const other = seen.get(claim);
      seen.set(claim, spec.id);
      if (other === undefined) continue;
      const message = `"${claim}" is planned twice, also by ${other}.`;
      const mend = 'Give each event its own id and wire name.';
      issues.push({ ...issue(spec.file, 'duplicate-event', message, mend), ...file.locate(['wire']) });
    }
  }
  return issues;
}

/** The field and everything below it. */
export function allFields(field: FieldSpec): FieldSpec[] {
  const below = [...field.children, ...(field.items === null ? [] : [field.items])];
  return [field, ...below.flatMap(allFields)];
}

/** Whether a field holds a value itself. */
export function isLeaf(field: FieldSpec): boolean {
  return field.type !== 'object' && field.type !== 'array';
}

/** Whether a list of paths names this one or an ancestor of it. */
export function isListed(paths: readonly string[], path: string): boolean {
  return paths.some((each) => path === each || path.startsWith(`${each}.`) || path.startsWith(`${each}[`));
}

/** The tier of a field as this vendor would get it. */
export function tierFor(field: FieldSpec, vendor: string): Tier {
  const bound = field.transforms.get(vendor) ?? field.transforms.get('*');
  const transform = bound === undefined ? undefined : TRANSFORMS.get(bound.name);
  return transform === undefined ? field.tier : transform.effect(bound?.params).tierAfter(field.tier);
}
