/** Runs the cases of one file through the plan: what each vendor would get, set beside what was expected. */
import { decide } from '../decide.ts';
import type { Decision, VendorDecision } from '../decide.ts';
import type { CleanEvent, Environment, JsonObject, ReceivedEvent } from '../event.ts';
import type { Checked, Issue } from '../issue.ts';
import { hasErrors } from '../issue.ts';
import { OUTCOMES } from '../outcome.ts';
import { compilePlan } from '../plan/compile-plan.ts';
import type { CompiledPlan } from '../plan/compiled-plan.ts';
import { explainFields } from '../plan/explain-fields.ts';
import type { FieldAccount } from '../plan/explain-fields.ts';
import type { PlanFile } from '../plan/parse-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { issue, readYaml, suggest } from '../plan/read-yaml.ts';
import type { FieldSealer } from '../protect/field-sealer.ts';
import type { Pseudonymiser } from '../protect/pseudonymiser.ts';
import type { VendorWire } from '../vendor/vendor.ts';
import { differences } from './compare.ts';
import type { Difference } from './compare.ts';
import { writtenCases } from './written-case.ts';
import type { ExpectedSent, WrittenCase } from './written-case.ts';

/** How one case went for one vendor. */
export interface CaseResult {
  readonly name: string;
  readonly vendor: string;
  readonly line: number;
  /** Empty where it went as expected. */
  readonly faults: readonly string[];
}

/** Stands for any vendor: whether it has a form for a call is not a matter of the plan. */
const ANY_WIRE: VendorWire = { accepts: () => true, leavesOut: () => null };
const SUBJECT = '0000000000000001';
/** Tokens by their domain, so that a case can be written without a key. */
const PSEUDONYMISER: Pseudonymiser = {
  token: (_vendor, domain) => () => `pseudonym(${domain})`,
  messages: (vendors) => (id) => vendors.map(() => id),
  subject: () => SUBJECT,
  digest: (text) => text,
};

/** Names whom a text is sealed to, so that a case can be written without a key. */
const SEALER: FieldSealer = {
  faultOf: () => null,
  begin:
    () =>
    ({ group }) => ({ text: `sealed(${group})`, records: [] }),
};

/** Runs one file. The value is null where the file, or the plan in its environment, cannot be used. */
export function runCases(file: PlanFile, plan: Plan): Checked<readonly CaseResult[]> {
  const { value: written, issues, locate } = readYaml(file.text, file.path, writtenCases);
  if (written === null) return { value: null, issues };
  const unknown = written.cases.flatMap((each, at) =>
    vendorIssues(each, plan, (vendor) => ({
      file: file.path,
      ...locate(['cases', at, 'expect', vendor]),
    })),
  );
  const compiled = compileFor(plan, written.environment);
  const found = [...unknown, ...compiled.issues];
  if (compiled.value === null || hasErrors(found)) return { value: null, issues: found };
  const run: Run = {
    plan,
    compiled: compiled.value,
    environment: written.environment,
    now: Date.parse(written.now),
  };
  const results = written.cases.flatMap((each, at) =>
    runCase(each, run).map((result) => ({
      ...result,
      line: locate(['cases', at, 'expect', result.vendor]).line,
    })),
  );
  return { value: results, issues: found };
}

/** Nobody's share is left out: which people a sample keeps depends on keys. */
function compileFor(plan: Plan, environment: Environment): Checked<CompiledPlan> {
  const whole: Plan = { ...plan, events: plan.events.map((spec) => ({ ...spec, sample: 1 })) };
  const vendors = new Map([...plan.vendors.keys()].map((name): [string, VendorWire] => [name, ANY_WIRE]));
  return compilePlan(whole, {
    id: 'tested',
    environment,
    vendors,
    pseudonymiser: PSEUDONYMISER,
    sealer: SEALER,
  });
}

function vendorIssues(
  { expect }: WrittenCase,
  plan: Plan,
  placeOf: (vendor: string) => Pick<Issue, 'file' | 'line' | 'column'>,
): readonly Issue[] {
  return Object.keys(expect)
    .filter((vendor) => !plan.vendors.has(vendor))
    .map((vendor) => ({
      ...issue(
        '',
        'unknown-vendor',
        `The plan has no vendor "${vendor}".`,
        suggest(vendor, plan.vendors.keys(), 'Name a vendor of plan.yaml.'),
      ),
      ...placeOf(vendor),
    }));
}

interface Run {
  readonly plan: Plan;
  readonly compiled: CompiledPlan;
  readonly environment: Environment;
  readonly now: number;
}

function runCase(written: WrittenCase, run: Run): readonly Omit<CaseResult, 'line'>[] {
  const decision = decide(receivedEvent(written, run), run.compiled);
  return Object.entries(written.expect).map(([vendor, expected]) => {
    const got = decision.vendors.find((each) => each.vendor === vendor);
    const faults = got === undefined ? ['nothing was decided'] : faultsOf(expected, got, { decision, run });
    return { name: written.name, vendor, faults };
  });
}

function receivedEvent({ event }: WrittenCase, { environment, now }: Run): ReceivedEvent {
  return {
    source: { id: event.source, environment },
    protocol: 'segment',
    id: 'case',
    call: event.call,
    operation: event.operation,
    name: event.name,
    time: event.time === undefined ? now : Date.parse(event.time),
    receivedAt: now,
    userId: event.user_id,
    anonymousId: event.anonymous_id,
    groupId: event.group_id,
    previousId: event.previous_id,
    properties: event.properties,
    context: event.context,
    signals: { gpc: event.gpc },
  };
}

interface Decided {
  readonly decision: Decision;
  readonly run: Run;
}

function faultsOf(
  expected: WrittenCase['expect'][string],
  got: VendorDecision,
  decided: Decided,
): readonly string[] {
  if (typeof expected === 'string') {
    if (got.kind === 'routed') return [`expected it to end as ${expected}, and it is sent`];
    return got.outcome === expected
      ? []
      : [
          `expected it to end as ${expected}, and it ends as ${got.outcome}: ${OUTCOMES[got.outcome].meaning}`,
        ];
  }
  if (got.kind === 'ended')
    return [`expected it to be sent, and it ends as ${got.outcome}: ${OUTCOMES[got.outcome].meaning}`];
  const accounts = accountsOf(got, decided);
  return differences(comparedOf(expected), shown(got.event, expected), '').map((each) =>
    fault(each, accounts),
  );
}

/** The parts that are compared, by the names of a case. */
function comparedOf({ properties, context, ...rest }: ExpectedSent): JsonObject {
  const named = Object.entries(rest).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  return { ...Object.fromEntries(named), properties, ...(context === undefined ? {} : { context }) };
}

function shown(event: CleanEvent, expected: ExpectedSent): JsonObject {
  const all: JsonObject = {
    name: event.name,
    user_id: event.userId,
    anonymous_id: event.anonymousId,
    group_id: event.groupId,
    previous_id: event.previousId,
    properties: event.properties,
    context: event.context,
  };
  const wanted = comparedOf(expected);
  return Object.fromEntries(Object.entries(all).filter(([key]) => Object.hasOwn(wanted, key)));
}

/** Why each planned field is there or not. */
function accountsOf(
  got: VendorDecision & { kind: 'routed' },
  { decision, run }: Decided,
): readonly FieldAccount[] {
  const set = run.compiled.fieldSet(got.event.fields);
  if (set === undefined || decision.planned === null) return [];
  const { remarks, findings, planned } = decision;
  const sent = { event: planned, vendor: got.vendor, environment: run.environment, set, remarks, findings };
  return explainFields(sent, run.plan);
}

function fault({ path, expected, got }: Difference, accounts: readonly FieldAccount[]): string {
  const planned = path.replaceAll(/\[\d+\]/gu, '[]');
  const account = accounts.find((each) => each.path === planned);
  const why =
    got === undefined
      ? `nothing${account === undefined ? ', no field of the plan' : `, ${account.reason}`}`
      : JSON.stringify(got);
  return `${path}: expected ${expected === undefined ? 'nothing' : JSON.stringify(expected)}, got ${why}`;
}
