/** The files of a plan → the plan as written, for comparison. */
import type { Checked } from '../../issue.ts';
import type { PlanFile } from '../parse-plan.ts';
import { readYaml } from '../read-yaml.ts';
import { writtenEvent, writtenPlan } from '../written.ts';
import type { PlanDocument } from './change.ts';

/**
 * Reads the shape of each file and fills in defaults. What parts of a plan mean to each other is not judged here: `parsePlan`
 * does that. The value is null when a file has not the shape.
 */
export function readPlanDocument(planFile: PlanFile, eventFiles: readonly PlanFile[]): Checked<PlanDocument> {
  const plan = readYaml(planFile.text, planFile.path, writtenPlan);
  const events = eventFiles.map((file) => readYaml(file.text, file.path, writtenEvent));
  const issues = [plan, ...events].flatMap((file) => file.issues);
  const read = events.flatMap(({ value }) => value ?? []);
  if (plan.value === null || read.length < events.length) return { value: null, issues };
  return { value: { plan: plan.value, events: read }, issues };
}
