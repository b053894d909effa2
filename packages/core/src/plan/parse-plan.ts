/** The plan's files → `Checked<Plan>`: every file is read, every issue is reported with its place. */
import { ENVIRONMENTS } from '../event.ts';
import type { Environment, JsonObject } from '../event.ts';
import { minimalProfile } from '../automatic/profile.ts';
import type { Checked, Issue } from '../issue.ts';
import { hasErrors } from '../issue.ts';
import type { AnnotationRules } from './annotation.ts';
import { daysOf } from './diff/durations.ts';
import { domainIssues } from './pseudonym-domains.ts';
import { readDetectors } from './read-detectors.ts';
import { quarantineIssues } from './quarantine-rules.ts';
import { readKGates } from './read-k-gate.ts';
import { sampleRateIssues } from './sample-rate-name.ts';
import {
  ceilingIssues,
  duplicateIssues,
  enforcementIssues,
  purposeIssues,
  vendorIssues,
} from './plan-rules.ts';
import type {
  Enforcement,
  EventSpec,
  FieldSpec,
  KGate,
  Plan,
  Purpose,
  VendorFields,
  VendorSpec,
} from './plan.ts';
import { issue, readYaml, suggest } from './read-yaml.ts';
import type { YamlFile } from './read-yaml.ts';
import { resolveFields } from './resolve-fields.ts';
import { CATEGORIES } from './taxonomy/categories.ts';
import { TIME_STEPS, writtenEvent, writtenPlan } from './written.ts';
import type { WrittenEvent, WrittenField, WrittenPlan } from './written.ts';

/** One file of a plan. `path` is only used to say where an issue is. */
export interface PlanFile {
  readonly path: string;
  readonly text: string;
}

/** The strict defaults: whatever is not planned does not leave. */
const STRICT: Enforcement = {
  unplannedEvent: 'reject',
  unplannedField: 'reject',
  invalidField: 'reject',
  expired: 'reject',
};

/** The files of a plan as written, each with its own issues. */
export interface WrittenFiles {
  readonly plan: YamlFile<WrittenPlan>;
  readonly events: readonly YamlFile<WrittenEvent>[];
}

/** Reads the YAML alone. It is what takes longest, so whoever asks several questions of a plan reads once. */
export function readWrittenFiles(planFile: PlanFile, eventFiles: readonly PlanFile[]): WrittenFiles {
  return {
    plan: readYaml(planFile.text, planFile.path, writtenPlan),
    events: eventFiles.map((file) => readYaml(file.text, file.path, writtenEvent)),
  };
}

/** Reads `plan.yaml` and one file per event. The value is null when any issue is an error. */
export function parsePlan(planFile: PlanFile, eventFiles: readonly PlanFile[]): Checked<Plan> {
  return understandPlan(readWrittenFiles(planFile, eventFiles));
}

/** The same, of files that are read. */
export function understandPlan({ plan, events }: WrittenFiles): Checked<Plan> {
  const issues: Issue[] = [...plan.issues, ...events.flatMap((event) => event.issues)];
  if (plan.value === null) return { value: null, issues };

  const rules = annotationRules(plan.value, plan, issues);
  const purposes = readPurposes(plan.value);
  const scope = { plan: plan.value, rules, purposes, issues };
  const read = events.flatMap((file) =>
    file.value === null ? [] : [{ file, spec: readEvent(file.value, file, scope) }],
  );
  const context = readContext(plan.value, plan, rules, issues);
  const detectors = readDetectors(plan.value, plan, issues);
  const gated = { context, events: read.map(({ spec }) => spec) };
  const vendors = readVendors(plan.value, readKGates(plan.value, { plan: gated, file: plan, issues }));
  const value = assemble(plan.value, { detectors, vendors, ...gated });
  issues.push(...enforcementIssues(value, plan, read), ...quarantineIssues(value, plan, read));
  issues.push(...duplicateIssues(read), ...sampleRateIssues(value, plan));
  for (const { file, spec } of read) {
    const place = { ...file, yamlPath: ['vendors'] };
    issues.push(...purposeIssues(file, purposes));
    issues.push(...vendorIssues(spec, vendors, place), ...ceilingIssues(spec, vendors, place));
  }
  if (context !== null) {
    const place = { ...plan, yamlPath: ['context', 'vendors'] };
    issues.push(...vendorIssues(context, vendors, place), ...ceilingIssues(context, vendors, place));
  }
  // Of a file that cannot be read it is not known which domains it has.
  if (!hasErrors(issues)) issues.push(...domainIssues(value, plan));
  return { value: hasErrors(issues) ? null : value, issues };
}

function assemble(
  written: WrittenPlan,
  parts: Pick<Plan, 'detectors' | 'vendors' | 'context' | 'events'>,
): Plan {
  const { personal, secret, long_text, detectors_length_max } = written.detection;
  return {
    id: written.id,
    enforcement: readEnforcement(written),
    canaryMax: written.environments.production?.promotion?.canary ?? 1,
    consent: {
      gpcDeniedUses: written.gpc.deny_uses,
      tcfAgeMaxMs: daysOf(written.consent.tcf_max_age) * 86_400_000,
    },
    detection: { personal, secret, 'long-text': long_text },
    detectorsLengthMax: detectors_length_max,
    quarantine:
      written.quarantine === undefined
        ? null
        : { to: written.quarantine.to ?? null, retention: written.quarantine.retention },
    ...parts,
  };
}

function annotationRules(plan: WrittenPlan, file: YamlFile<WrittenPlan>, issues: Issue[]): AnnotationRules {
  const categories = new Set<string>(Object.keys(CATEGORIES));
  for (const [at, custom] of plan.taxonomy.extend.entries()) {
    const parent = custom.slice(0, Math.max(0, custom.lastIndexOf('.')));
    if (categories.has(parent)) {
      categories.add(custom);
      continue;
    }
    issues.push({
      ...issue(
        file.file,
        'orphan-category',
        `"${custom}" has no parent in fideslang 3.1.1.`,
        suggest(parent, categories, 'Extend an existing key, for example user.contact.messenger.'),
      ),
      ...file.locate(['taxonomy', 'extend', at]),
    });
  }
  const raisedTiers = plan.taxonomy.tiers ?? {};
  for (const raised of Object.keys(raisedTiers).filter((each) => !categories.has(each))) {
    const message = `"${raised}" is neither a fideslang 3.1.1 category nor one of taxonomy.extend.`;
    const mend = suggest(raised, categories, 'Use a key of fideslang 3.1.1.');
    issues.push({
      ...issue(file.file, 'unknown-category', message, mend),
      ...file.locate(['taxonomy', 'tiers', raised]),
    });
  }
  return { categories, vendors: new Set(Object.keys(plan.vendors)), raisedTiers };
}

function readPurposes(plan: WrittenPlan): Map<string, Purpose> {
  const purposes = new Map<string, Purpose>();
  for (const [use, purpose] of entriesOf(plan.purposes)) {
    if (purpose === undefined) continue;
    const { basis, category = null, tcf = null, gpp = null, gcm = null, require, unasked } = purpose;
    purposes.set(use, { use, basis, category, signals: { tcf, gpp, gcm, require, unasked } });
  }
  return purposes;
}

function readVendors(plan: WrittenPlan, kGates: ReadonlyMap<string, KGate>): Map<string, VendorSpec> {
  return new Map(
    Object.entries(plan.vendors).map(([name, vendor]) => [
      name,
      {
        name,
        kind: vendor.kind,
        ceiling: vendor.max_tier,
        uses: vendor.uses ?? null,
        timeStepMs: TIME_STEPS[vendor.time],
        sampleRateAs: vendor.sample_rate_as ?? null,
        pseudonyms: {
          epoch: vendor.pseudonyms?.epoch ?? 'contract',
          domains: new Map(Object.entries(vendor.pseudonyms?.domains ?? {})),
        },
        retention: vendor.retention ?? null,
        region: vendor.region ?? null,
        role: vendor.role,
        kGate: kGates.get(name) ?? null,
      },
    ]),
  );
}

interface EventScope {
  readonly plan: WrittenPlan;
  readonly rules: AnnotationRules;
  readonly purposes: ReadonlyMap<string, Purpose>;
  readonly issues: Issue[];
}

function readEvent(event: WrittenEvent, file: YamlFile<WrittenEvent>, scope: EventScope): EventSpec {
  return {
    id: event.id,
    file: file.file,
    version: event.version,
    description: event.description,
    call: event.wire.call,
    name: event.wire.name ?? null,
    aliases: event.wire.aliases,
    operations: event.wire.operations,
    status: event.status,
    // The day named is the last good one, in UTC.
    expiresAt: event.expires === 'never' ? null : Date.parse(`${event.expires}T00:00:00Z`) + 86_400_000,
    sources: event.sources,
    purposes: event.purposes.flatMap((use) => scope.purposes.get(use) ?? []),
    identities: event.identity?.ids ?? scope.plan.identity.ids,
    vendors: readVendorFields(event.vendors),
    enforcement: {
      ...(event.enforcement.unplanned_field && { unplannedField: event.enforcement.unplanned_field }),
      ...(event.enforcement.invalid_field && { invalidField: event.enforcement.invalid_field }),
      ...(event.enforcement.expired && { expired: event.enforcement.expired }),
    },
    sample: event.sample,
    fields: resolveSchema(event.schema, ['schema'], { ...file, rules: scope.rules, issues: scope.issues }),
    examples: event.examples.flatMap((example, at) =>
      isJsonObject(example) ? [{ value: example, ...file.locate(['examples', at]) }] : [],
    ),
  };
}

function readContext(
  plan: WrittenPlan,
  file: YamlFile<WrittenPlan>,
  rules: AnnotationRules,
  issues: Issue[],
): { fields: FieldSpec; vendors: VendorFields } | null {
  if (plan.context === undefined) return null;
  const { vendors, schema, profile = schema === undefined ? 'minimal' : 'none' } = plan.context;
  const written = profile === 'none' ? schema : minimalProfile(schema);
  if (written === undefined) return null;
  const fields = resolveSchema(written, ['context', 'schema'], { ...file, rules, issues });
  return { fields, vendors: readVendorFields(vendors) };
}

function resolveSchema(
  schema: WrittenField,
  yamlPath: readonly PropertyKey[],
  file: Pick<YamlFile<unknown>, 'file' | 'locate'> & { rules: AnnotationRules; issues: Issue[] },
): FieldSpec {
  return resolveFields(schema, yamlPath, { ...file, definitions: schema.$defs ?? {} });
}

function readVendorFields(written: Readonly<Record<string, '*' | string[]>>): VendorFields {
  return new Map(Object.entries(written).map(([vendor, fields]) => [vendor, fields === '*' ? null : fields]));
}

function readEnforcement(plan: WrittenPlan): Record<Environment, Enforcement> {
  const of = (environment: Environment): Enforcement => {
    const written = { ...plan.enforcement, ...plan.environments[environment]?.enforcement };
    return {
      unplannedEvent: written.unplanned_event ?? STRICT.unplannedEvent,
      unplannedField: written.unplanned_field ?? STRICT.unplannedField,
      invalidField: written.invalid_field ?? STRICT.invalidField,
      expired: written.expired ?? STRICT.expired,
    };
  };
  const [development, staging, production] = ENVIRONMENTS.map(of);
  return {
    development: development ?? STRICT,
    staging: staging ?? STRICT,
    production: production ?? STRICT,
  };
}

/** Parsed YAML holds JSON values only, so a plain object is a JSON object. */
function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function entriesOf<K extends string, V>(table: Readonly<Partial<Record<K, V>>>): [K, V | undefined][] {
  // Object.entries forgets the key type; the schema has checked every key.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.entries(table) as [K, V | undefined][];
}
