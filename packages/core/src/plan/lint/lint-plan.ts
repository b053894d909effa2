/** The plan's files + what parser and compiler say of them → findings, less what the plan excuses. */
import type { PlanFinding, RuleFacts } from '../../finding.ts';
import type { Issue } from '../../issue.ts';
import { hasErrors } from '../../issue.ts';
import type { LINT_LEVELS } from '../governance.ts';
import { toPointer } from '../json-pointer.ts';
import type { WrittenFiles } from '../parse-plan.ts';
import type { Plan } from '../plan.ts';
import type { YamlFile } from '../read-yaml.ts';
import { fieldPlaces } from './field-places.ts';
import { LANGUAGE_RULES } from './language-rules.ts';
import type { Found, LintSubject, LintedEvent, ReadFile } from './rule.ts';
import { LINT_RULES } from './rules/index.ts';
import { SUPPRESSION_RULES, suppress, unknownLevels } from './suppressions.ts';

/** Every rule that a finding of a plan can name. */
export const PLAN_RULES: readonly RuleFacts[] = [
  ...LANGUAGE_RULES,
  ...LINT_RULES.map(({ find: _find, ...facts }) => facts),
  ...Object.values(SUPPRESSION_RULES),
];

/** What may stand for a while: a plan that breaks it is run by the gateway all the same. */
export const EXCUSABLE_RULES: ReadonlySet<string> = new Set([
  ...LINT_RULES.map(({ id }) => id),
  ...LANGUAGE_RULES.filter(({ level }) => level !== 'violation').map(({ id }) => id),
]);

export interface LintOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** A digest in hexadecimal, the same on every machine. */
  readonly digest: (text: string) => string;
}

/** The files of a plan, and what the parser made of them. */
export interface ReadPlan {
  readonly files: WrittenFiles;
  /** Null where any file has errors. */
  readonly plan: Plan | null;
}

export interface Linted {
  /** By file, line and column. */
  readonly findings: readonly PlanFinding[];
  readonly suppressed: readonly PlanFinding[];
  /** False where the plan has errors: then the rules beyond the language, and the suppressions, were not looked at. */
  readonly isWhole: boolean;
}

/** Lints a plan. `issues` is all that parser and compiler say of it. */
export function lintPlan(read: ReadPlan, issues: readonly Issue[], options: LintOptions): Linted {
  const told = fromIssues(issues, [read.files.plan, ...read.files.events]);
  const subject = hasErrors(issues) ? null : subjectOf(read, options.now);
  if (subject === null) return { findings: settle(told, options), suppressed: [], isWhole: false };
  const found = LINT_RULES.flatMap((rule) => rule.find(subject).map((each) => fromFound(each, rule)));
  const all = atLevels(settle([...told, ...found], options), subject.planFile.value.lint ?? {});
  const files: YamlFile<LintSubject['planFile']['value'] | LintedEvent['file']['value']>[] = [
    subject.planFile,
    ...subject.events.map(({ file }) => file),
  ];
  const {
    kept,
    suppressed,
    found: excuses,
  } = suppress(all, files, {
    now: options.now,
    excusable: EXCUSABLE_RULES,
  });
  const added = [...excuses, ...unknownLevels(subject.planFile, EXCUSABLE_RULES)].map(({ rule, ...each }) =>
    fromFound(each, rule),
  );
  return { findings: [...kept, ...settle(added, options)].toSorted(byPlace), suppressed, isWhole: true };
}

const PLAN_LEVELS = { warning: 'improvement', error: 'violation' } as const;

/** What the plan's own `lint` makes of each finding that may be excused. */
function atLevels(
  findings: readonly PlanFinding[],
  levels: Readonly<Record<string, (typeof LINT_LEVELS)[number]>>,
): readonly PlanFinding[] {
  return findings.flatMap((finding) => {
    const { ruleId } = finding;
    const level = EXCUSABLE_RULES.has(ruleId) && Object.hasOwn(levels, ruleId) ? levels[ruleId] : undefined;
    if (level === undefined) return [finding];
    return level === 'off' ? [] : [{ ...finding, level: PLAN_LEVELS[level] }];
  });
}

function subjectOf({ files, plan: parsed }: ReadPlan, now: number): LintSubject | null {
  const { plan } = files;
  if (!isRead(plan) || parsed === null) return null;
  const events = files.events.flatMap((file, at): LintedEvent[] => {
    const spec = parsed.events[at];
    if (!isRead(file) || spec === undefined) return [];
    return [{ file, spec, fields: fieldPlaces(file.value.schema, spec.fields, file, ['schema']) }];
  });
  const context = plan.value.context?.schema;
  const contextFields =
    context === undefined || parsed.context === null
      ? []
      : fieldPlaces(context, parsed.context.fields, plan, ['context', 'schema']);
  return { now, plan: parsed, planFile: plan, events, contextFields };
}

function isRead<T>(file: YamlFile<T>): file is ReadFile<T> {
  return file.value !== null;
}

type Unsettled = Omit<PlanFinding, 'fingerprint'>;

const LEVELS = { error: 'violation', warning: 'improvement' } as const;

function fromIssues(issues: readonly Issue[], files: readonly YamlFile<unknown>[]): Unsettled[] {
  const rules = new Map(LANGUAGE_RULES.map((rule) => [rule.id, rule]));
  const places = new Map(files.map((each) => [each.file, each]));
  return issues.map(({ rule, level, message, mend, file, line, column }) => {
    const facts = rules.get(rule);
    return {
      ruleId: rule,
      kind: facts?.kind ?? 'language',
      level: LEVELS[level],
      message,
      mend,
      path: file,
      line,
      column,
      jsonPointer: places.get(file)?.pointerAt(line, column) ?? '',
      ...(facts?.roles !== undefined && { roles: facts.roles }),
    };
  });
}

function fromFound({ file, yamlPath, message, mend }: Found, rule: RuleFacts): Unsettled {
  return {
    ruleId: rule.id,
    kind: rule.kind,
    level: rule.level,
    message,
    mend,
    path: file.file,
    ...file.locate(yamlPath),
    jsonPointer: toPointer(yamlPath),
    ...(rule.roles !== undefined && { roles: rule.roles }),
  };
}

/** Tells what a definition used twice breaks once, puts all in order, and gives each its fingerprint. */
function settle(all: readonly Unsettled[], { digest }: LintOptions): PlanFinding[] {
  const seen = new Set<string>();
  const counts = new Map<string, number>();
  return all.toSorted(byPlace).flatMap((each) => {
    const { ruleId, path, jsonPointer, message, line, column } = each;
    const whole = [ruleId, path, jsonPointer, message, line, column].join('\0');
    if (seen.has(whole)) return [];
    seen.add(whole);
    const place = [ruleId, path, jsonPointer].join('\0');
    const ordinal = counts.get(place) ?? 0;
    counts.set(place, ordinal + 1);
    return [{ ...each, fingerprint: digest(`${place}\0${ordinal}`) }];
  });
}

function byPlace(left: Unsettled, right: Unsettled): number {
  if (left.path !== right.path) return left.path < right.path ? -1 : 1;
  return left.line - right.line || left.column - right.column;
}
