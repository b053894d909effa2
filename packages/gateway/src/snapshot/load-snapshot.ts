/** Plan files and configuration → a whole snapshot, or every issue that stands against one. */
import { ENVIRONMENTS, compilePlan, createChecks, decide, hasErrors, parsePlan } from '@headgate/core';
import type {
  Checked,
  Checks,
  Cohorts,
  Environment,
  FieldSealer,
  Issue,
  Plan,
  Pseudonymiser,
} from '@headgate/core';
import type { Config } from '../config/config.ts';
import { wireOf, connectVendors } from './connect-vendors.ts';
import type { ConnectedLane } from './connect-vendors.ts';
import type { Admitted, PlanGuard } from './review/plan-guard.ts';
import { PlanUnreadable, candidateFile, readPlanFiles } from './read-plan-files.ts';
import type { PlanFiles } from './read-plan-files.ts';
import { createPlanUsage } from './plan-usage.ts';
import type { PlanInForce, Snapshot } from './snapshot.ts';

/** A snapshot and what it was made from. */
export interface LoadedPlan {
  readonly snapshot: Snapshot;
  readonly plan: Plan;
  readonly lanes: readonly ConnectedLane[];
  readonly files: PlanFiles;
  /** From when on it must not be in force any more, milliseconds since 1970; null where nothing ends it. */
  readonly until: number | null;
}

/** What outlives every plan and is compiled into it. */
export interface CompileGiven {
  readonly cohorts?: Cohorts;
  /** Without it a plan that seals does not compile. */
  readonly sealer?: FieldSealer;
}

/**
 * Reads and compiles for all environments, and asks the guard, if there is one. Rejects only on a bug. The value is null when
 * any issue is an error.
 */
export async function loadSnapshot(
  config: Config,
  pseudonymiser: Pseudonymiser,
  guard: PlanGuard | null = null,
  given: CompileGiven = {},
): Promise<Checked<LoadedPlan>> {
  const files = await readFiles(config.planFile);
  if (files.value === null) return { value: null, issues: files.issues };
  const compiled = compileSnapshot(files.value, config, pseudonymiser, given);
  if (compiled.value === null || guard === null) return compiled;
  return admit(compiled.value, compiled.issues, await guard.admit(files.value));
}

/** The same for the candidate, which lies beside the plan; what is in force stays the base, and its end is that of its approvals. */
export async function loadCandidateSnapshot(
  config: Config,
  pseudonymiser: Pseudonymiser,
  guard: PlanGuard | null = null,
  given: CompileGiven = {},
): Promise<Checked<LoadedPlan>> {
  const path = candidateFile(config.planFile);
  const files = await readFiles(path);
  if (files.value === null) return { value: null, issues: files.issues };
  const compiled = compileSnapshot(files.value, config, pseudonymiser, given);
  if (compiled.value === null || guard === null) return compiled;
  return admit(compiled.value, compiled.issues, await guard.examine(files.value, path));
}

function admit(
  loaded: LoadedPlan,
  issues: readonly Issue[],
  admitted: Checked<Admitted>,
): Checked<LoadedPlan> {
  const { value } = admitted;
  return {
    value: value === null ? null : { ...loaded, until: value.until },
    issues: [...issues, ...admitted.issues],
  };
}

async function readFiles(path: string): Promise<Checked<PlanFiles>> {
  try {
    return { value: await readPlanFiles(path), issues: [] };
  } catch (error) {
    if (!(error instanceof PlanUnreadable)) throw error;
    return { value: null, issues: [unreadable(error)] };
  }
}

/** Compiles for all environments. The value is null when any issue is an error. */
export function compileSnapshot(
  files: PlanFiles,
  config: Config,
  pseudonymiser: Pseudonymiser,
  given: CompileGiven = {},
): Checked<LoadedPlan> {
  const parsed = parsePlan(files.plan, files.events);
  if (parsed.value === null) return { value: null, issues: parsed.issues };
  const connected = connectVendors(config, parsed.value);
  const issues: Issue[] = [...parsed.issues, ...connected.issues, ...sourceIssues(config, parsed.value)];
  if (connected.value === null) return { value: null, issues };

  const scope: Scope = {
    id: files.digest,
    plan: parsed.value,
    lanes: connected.value,
    pseudonymiser,
    given,
    issues,
  };
  const plans = compilePlans(scope);
  if (plans === null) return { value: null, issues: withoutDoubles(issues) };
  const snapshot: Snapshot = { id: files.digest, plans, sources: config.sources, canary: null };
  return {
    value: { snapshot, plan: parsed.value, lanes: connected.value, files, until: null },
    issues: withoutDoubles(issues),
  };
}

/** The same plan, compiled under the keys that the pseudonymiser now has; what came under it stays counted. */
export function renewSnapshot(
  loaded: LoadedPlan,
  pseudonymiser: Pseudonymiser,
  given: CompileGiven = {},
): LoadedPlan {
  const { snapshot, plan, lanes } = loaded;
  // What was admitted stays: a group that has left the recipients file since is refused field by field.
  const admitted =
    given.sealer === undefined ? given : { ...given, sealer: { ...given.sealer, faultOf: () => null } };
  const plans = compilePlans({ id: snapshot.id, plan, lanes, pseudonymiser, given: admitted, issues: [] });
  if (plans === null) throw new Error('A plan that had compiled does not compile under other keys.');
  const counted: Snapshot['plans'] = {
    development: { ...plans.development, usage: snapshot.plans.development.usage },
    staging: { ...plans.staging, usage: snapshot.plans.staging.usage },
    production: { ...plans.production, usage: snapshot.plans.production.usage },
  };
  return { ...loaded, snapshot: { ...snapshot, plans: counted } };
}

function compilePlans(scope: Scope): Snapshot['plans'] | null {
  const checks = createChecks();
  const development = compileFor('development', scope, checks);
  const staging = compileFor('staging', scope, checks);
  const production = compileFor('production', scope, checks);
  if (development === null || staging === null || production === null) return null;
  return { development, staging, production };
}

interface Scope {
  readonly id: string;
  readonly plan: Plan;
  readonly lanes: readonly ConnectedLane[];
  readonly pseudonymiser: Pseudonymiser;
  readonly given: CompileGiven;
  readonly issues: Issue[];
}

/** Only vendors with settings for this environment are compiled in, so events of another one cannot reach them. */
function compileFor(environment: Environment, scope: Scope, checks: Checks): PlanInForce | null {
  const { cohorts, sealer } = scope.given;
  const lanes = scope.lanes.filter((lane) => lane.environment === environment);
  const compiled = compilePlan(scope.plan, {
    id: scope.id,
    environment,
    vendors: new Map(lanes.map((lane) => [lane.vendor, wireOf(lane)])),
    pseudonymiser: scope.pseudonymiser,
    checks,
    ...(cohorts === undefined ? {} : { cohorts }),
    ...(sealer === undefined ? {} : { sealer }),
  });
  scope.issues.push(...compiled.issues);
  if (compiled.value === null || hasErrors(compiled.issues)) return null;
  const plan = compiled.value;
  const { vendors, quarantineTo, fieldSet } = plan;
  return {
    id: scope.id,
    vendors,
    quarantineTo,
    decide: (event) => decide(event, plan),
    fieldSet,
    usage: createPlanUsage(),
  };
}

/** A source whose name no event uses: all that it sends would end as unplanned. */
function sourceIssues(config: Config, plan: Plan): Issue[] {
  const planned = new Set(plan.events.flatMap((event) => event.sources));
  const idle = new Set(config.sources.map(({ source }) => source.id).filter((id) => !planned.has(id)));
  return [...idle].map((id) => ({
    rule: 'idle-source',
    level: 'warning',
    message: `No event of the plan comes from source "${id}".`,
    mend: "Name it in an event's sources, or remove it.",
    file: config.file,
    ...config.locate(['sources', id]),
  }));
}

/** The environments share one plan, so most issues come once for each. */
function withoutDoubles(issues: readonly Issue[]): Issue[] {
  const seen = new Set<string>();
  return issues.filter((issue) => {
    const key = JSON.stringify(issue);
    return !seen.has(key) && seen.add(key);
  });
}

function unreadable(error: PlanUnreadable): Issue {
  const mend = 'Correct plan in the configuration, or make the file.';
  return {
    rule: 'missing-file',
    level: 'error',
    message: error.message,
    mend,
    file: error.file,
    line: 0,
    column: 0,
  };
}

/** Names of the environments that have at least one vendor, in their fixed order. */
export function environmentsOf(lanes: readonly ConnectedLane[], vendor: string): Environment[] {
  return ENVIRONMENTS.filter((environment) =>
    lanes.some((lane) => lane.vendor === vendor && lane.environment === environment),
  );
}
