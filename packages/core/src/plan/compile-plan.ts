/** `Plan` → `CompiledPlan` for one environment: keys bound, vendors connected, every check and rebuild compiled. */
import { compileConsent } from '../consent/judge.ts';
import { parseTcString } from '../consent/tcf.ts';
import type { ParseTcString } from '../consent/tcf.ts';
import type { Environment, FieldSet, Operation, ReceivedEvent } from '../event.ts';
import { OPERATIONS } from '../event.ts';
import type { Checked, Issue } from '../issue.ts';
import { hasErrors } from '../issue.ts';
import type { Outcome } from '../outcome.ts';
import type { Cohorts } from '../aggregate/cohorts.ts';
import { createCohorts } from '../aggregate/cohorts.ts';
import { compileSample } from '../protect/compile-sample.ts';
import { compileIdentify } from '../protect/identify.ts';
import { remember } from '../protect/remember.ts';
import type { SharedTransforms } from '../protect/project.ts';
import { compileProtection } from '../protect/protect.ts';
import type { Pseudonymiser } from '../protect/pseudonymiser.ts';
import type { FieldSealer } from '../protect/field-sealer.ts';
import { compileSealing } from '../protect/seal-event.ts';
import type { VendorWire } from '../vendor/vendor.ts';
import { compileDetection } from './compile-detection.ts';
import { compileValidation, contextCheck, createChecks } from './compile-validation.ts';
import type { Checks } from './compile-validation.ts';
import type { CompiledEvent, CompiledPlan, CompiledVendor } from './compiled-plan.ts';
import type { Enforcement, EventSpec, Plan } from './plan.ts';
import { issue, suggest } from './read-yaml.ts';
import { isSealedFor, sealIssues } from './seal-rules.ts';

export interface CompileOptions {
  /** Digest of the plan's files. */
  readonly id: string;
  readonly environment: Environment;
  /** The vendors connected in this environment. */
  readonly vendors: ReadonlyMap<string, VendorWire>;
  readonly pseudonymiser: Pseudonymiser;
  /** Who had which tuples lately, for the k-gates. Default: an empty memory of this plan alone. */
  readonly cohorts?: Cohorts;
  /** Default: none, so that a plan that seals does not compile. */
  readonly sealer?: FieldSealer;
  /** Shared by all that is compiled of one plan. Default: its own. */
  readonly checks?: Checks;
}

/** Entries of a memory that nobody handed in. */
const COHORT_ENTRIES = 100_000;

/** TC strings that are remembered, in each of two generations, and the longest of them: 16 MiB at most, and most strings are half as long. */
const TC_STRINGS = 8192;
const TC_STRING_LENGTH = 1024;

interface Scope {
  readonly plan: Plan;
  readonly options: CompileOptions;
  readonly check: Checks;
  readonly context: ReturnType<typeof contextCheck>;
  readonly cohorts: Cohorts;
  readonly parseTcString: ParseTcString;
  readonly define: (set: FieldSet) => void;
}

/** All that compiling says of a plan, for whoever only checks it. */
export function compileIssues(
  plan: Plan,
  options: Pick<CompileOptions, 'environment' | 'vendors' | 'sealer' | 'checks'>,
): Issue[] {
  const check = options.checks ?? createChecks();
  return [
    ...connectionIssues(plan, options),
    ...sealIssues(plan, options.sealer ?? null),
    ...plan.events.flatMap((spec) => exampleIssues(spec, check)),
  ];
}

/** Compiles a plan. The value is null when anything in it cannot be run as written. */
export function compilePlan(plan: Plan, options: CompileOptions): Checked<CompiledPlan> {
  const check = options.checks ?? createChecks();
  const issues = compileIssues(plan, { ...options, checks: check });
  if (hasErrors(issues)) return { value: null, issues };

  const fieldSets = new Map<string, FieldSet>();
  const scope: Scope = {
    plan,
    options,
    check,
    context: contextCheck(plan.context?.fields ?? null, check),
    cohorts: options.cohorts ?? createCohorts(COHORT_ENTRIES),
    parseTcString: remember(parseTcString, TC_STRINGS, TC_STRING_LENGTH),
    define: (set) => fieldSets.set(set.id, set),
  };
  const vendors = [...options.vendors.keys()];
  const running = plan.events.filter((spec) => isRunning(spec, options.environment));
  const find = compileLookup(running.map((spec) => ({ spec, compiled: compileEvent(spec, scope) })));
  const value: CompiledPlan = {
    id: options.id,
    environment: options.environment,
    vendors,
    unplannedEvent: plan.enforcement[options.environment].unplannedEvent,
    quarantineTo: plan.quarantine?.to ?? null,
    find,
    identify: compileIdentify(
      options.pseudonymiser,
      vendors.flatMap((name) => plan.vendors.get(name) ?? []),
    ),
    fieldSet: (id) => fieldSets.get(id),
  };
  return { value, issues };
}

function isRunning(spec: EventSpec, environment: Environment): boolean {
  if (spec.status === 'retired') return false;
  return spec.status !== 'draft' || environment !== 'production';
}

function compileEvent(spec: EventSpec, scope: Scope): CompiledEvent {
  const { plan, options } = scope;
  const enforcement: Enforcement = { ...plan.enforcement[options.environment], ...spec.enforcement };
  const context = plan.context?.fields ?? null;
  const names = [...options.vendors.keys()];
  const shared: SharedTransforms = new Map();
  const seals = [spec.fields, ...(context === null ? [] : [context])].some((root) =>
    isSealedFor(root, names),
  );
  return {
    id: spec.id,
    consent: compileConsent(spec.purposes, plan.consent, scope.parseTcString),
    validate: compileValidation({ spec, enforcement, context: scope.context, check: scope.check }),
    detect: compileDetection(spec.fields, context, {
      plan,
      scanAll: enforcement.invalidField === 'observe',
    }),
    samples: compileSample(spec.id, spec.sample),
    seal:
      seals && options.sealer !== undefined
        ? compileSealing(options.sealer, options.pseudonymiser, spec.id)
        : null,
    vendors: names.map((name, position) => compileVendor(name, position, spec, { ...scope, shared })),
  };
}

function compileVendor(
  name: string,
  position: number,
  spec: EventSpec,
  scope: Scope & { readonly shared: SharedTransforms },
): CompiledVendor {
  const vendor = scope.plan.vendors.get(name);
  const wire = scope.options.vendors.get(name);
  if (vendor === undefined || wire === undefined) {
    throw new Error('A connected vendor is missing from the plan after it was checked.');
  }
  const isPlanned = spec.vendors.has(name);
  const never: Partial<Record<Operation, Outcome>> = {};
  for (const operation of OPERATIONS) {
    if (!isPlanned) never[operation] = 'not-for-vendor';
    else if (!wire.accepts({ call: spec.call, operation })) never[operation] = 'unsupported-by-vendor';
  }
  const protect = compileProtection(spec, {
    plan: scope.plan,
    environment: scope.options.environment,
    vendor,
    wire,
    position,
    pseudonymiser: scope.options.pseudonymiser,
    cohorts: scope.cohorts,
    define: scope.define,
    shared: scope.shared,
  });
  return { vendor: name, uses: vendor.uses, never, protect };
}

interface Planned {
  readonly spec: EventSpec;
  readonly compiled: CompiledEvent;
}

interface CallEntry {
  readonly byName: Map<string, Planned>;
  any: Planned | undefined;
}

/** Source → call → name. Nested maps, so that finding an event builds no key. */
function compileLookup(events: readonly Planned[]): (event: ReceivedEvent) => CompiledEvent | undefined {
  const sources = new Map<string, Map<string, CallEntry>>();
  for (const planned of events) {
    for (const source of planned.spec.sources) {
      const calls = entry(sources, source, () => new Map<string, CallEntry>());
      const names = entry(calls, planned.spec.call, () => ({ byName: new Map(), any: undefined }));
      if (planned.spec.name === null) names.any = planned;
      const wireNames = planned.spec.name === null ? [] : [planned.spec.name, ...planned.spec.aliases];
      wireNames.forEach((name) => names.byName.set(name, planned));
    }
  }
  return (event) => {
    const names = sources.get(event.source.id)?.get(event.call);
    const planned = names?.byName.get(event.name) ?? names?.any;
    return planned?.spec.operations.includes(event.operation) === true ? planned.compiled : undefined;
  };
}

function entry<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function connectionIssues(plan: Plan, options: Pick<CompileOptions, 'environment' | 'vendors'>): Issue[] {
  return [...options.vendors.keys()]
    .filter((name) => !plan.vendors.has(name))
    .map((name) =>
      issue(
        'configuration',
        'unplanned-vendor',
        `Vendor "${name}" is connected in ${options.environment} but the plan does not know it.`,
        suggest(name, plan.vendors.keys(), 'Declare it under vendors in plan.yaml, or disconnect it.'),
      ),
    );
}

function exampleIssues(spec: EventSpec, check: Checks): Issue[] {
  if (spec.examples.length === 0) return [];
  const schema = check(spec.fields.schema);
  return spec.examples.flatMap(({ value, line, column }, at) => {
    if (schema.passes(value)) return [];
    const path = schema.explain(value)[0]?.path ?? '';
    const where = path === '' ? 'has an unplanned field' : `breaks the schema at ${path}`;
    const mend = 'Correct the example or the schema.';
    return [{ ...issue(spec.file, 'bad-example', `Example ${at + 1} ${where}.`, mend), line, column }];
  });
}
