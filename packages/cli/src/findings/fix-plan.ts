/** Mends the files of a plan on disk. */
import { fixFile } from '@headgate/core';
import type { Linted, PlanFile } from '@headgate/core';
import { resolve } from 'node:path';
import type { PlanFiles } from '../plan-files.ts';
import { writeWhole } from '../write-whole.ts';

/** Gives the number of edits. What is wrong in the language is mended first, since the other rules need a plan that reads. */
export function fixPlan(files: PlanFiles, lint: (files: PlanFiles) => Linted, directory: string): number {
  const first = pass(files, []);
  const second = pass(first.files, lint(first.files).findings);
  const before = [files.plan, ...files.events];
  for (const [at, file] of [second.files.plan, ...second.files.events].entries()) {
    if (file.text !== before[at]?.text) writeWhole(resolve(directory, file.path), file.text);
  }
  return first.edits + second.edits;
}

function pass(
  { plan, events }: PlanFiles,
  findings: Linted['findings'],
): { readonly files: PlanFiles; readonly edits: number } {
  let edits = 0;
  const fix = (file: PlanFile, form: 'plan' | 'event'): PlanFile => {
    const fixed = fixFile(file, form, findings);
    edits += fixed.edits;
    return { path: file.path, text: fixed.text };
  };
  const files = { plan: fix(plan, 'plan'), events: events.map((event) => fix(event, 'event')) };
  return { files, edits };
}
