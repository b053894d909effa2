/** What a rule of the lint is, and what it looks at. */
import type { RuleFacts } from '../../finding.ts';
import type { EventSpec, FieldSpec, Plan } from '../plan.ts';
import type { YamlFile } from '../read-yaml.ts';
import type { WrittenAnnotation, WrittenEvent, WrittenField, WrittenPlan } from '../written.ts';

/** A file that was read without errors. */
export type ReadFile<T> = YamlFile<T> & { readonly value: T };

/** One node of a written schema, with references followed, beside what the parser made of it. */
export interface FieldPlace {
  readonly file: YamlFile<unknown>;
  /** Where the node is written: in `$defs` where a reference led there. */
  readonly yamlPath: readonly PropertyKey[];
  /** Key of the nearest named object around it; empty at the top. */
  readonly parent: string;
  readonly node: WrittenField;
  /** Its own annotation, else the nearest above it. */
  readonly annotation: WrittenAnnotation | undefined;
  readonly spec: FieldSpec;
}

export interface LintedEvent {
  readonly file: ReadFile<WrittenEvent>;
  readonly spec: EventSpec;
  readonly fields: readonly FieldPlace[];
}

/** A plan without errors, as written and as understood. */
export interface LintSubject {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly plan: Plan;
  readonly planFile: ReadFile<WrittenPlan>;
  readonly events: readonly LintedEvent[];
  /** Fields written for the context; the built-in profile is not the plan's to mend. */
  readonly contextFields: readonly FieldPlace[];
}

export interface Found {
  readonly file: YamlFile<unknown>;
  readonly yamlPath: readonly PropertyKey[];
  readonly message: string;
  readonly mend: string;
}

/** A rule beyond the language: a plan that breaks it can still be run, so it may be excused. */
export interface LintRule extends RuleFacts {
  readonly find: (subject: LintSubject) => readonly Found[];
}

/** The fields of all events and of the context that hold a value themselves. */
export function leavesOf(subject: LintSubject): readonly FieldPlace[] {
  return allPlaces(subject).filter(({ spec }) => spec.type !== 'object' && spec.type !== 'array');
}

/** The fields of all events and of the context. */
export function allPlaces({ events, contextFields }: LintSubject): readonly FieldPlace[] {
  return [...events.flatMap(({ fields }) => fields), ...contextFields];
}
