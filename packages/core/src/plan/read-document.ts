/** A plan's files as written, for what compares and signs plans rather than runs them. */
import type { Checked } from '../issue.ts';
import type { PlanDocument } from './diff/change.ts';
import type { PlanFile } from './parse-plan.ts';
import { readYaml } from './read-yaml.ts';
import { writtenEvent, writtenPlan } from './written.ts';

/** Parses the files and fills in defaults. The value is null where a file is not of its shape; references are not checked. */
export function readPlanDocument(planFile: PlanFile, eventFiles: readonly PlanFile[]): Checked<PlanDocument> {
  const plan = readYaml(planFile.text, planFile.path, writtenPlan);
  const events = eventFiles.map((file) => readYaml(file.text, file.path, writtenEvent));
  const issues = [...plan.issues, ...events.flatMap((event) => event.issues)];
  const values = events.flatMap(({ value }) => (value === null ? [] : [value]));
  if (plan.value === null || values.length !== events.length) return { value: null, issues };
  return { value: { plan: plan.value, events: values }, issues };
}
