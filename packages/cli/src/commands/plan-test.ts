import { hasErrors, parsePlan, runCases } from '@headgate/core';
import type { CaseResult, Issue } from '@headgate/core';
import { dirname, join } from 'node:path';
import type { Context, Run } from '../command.ts';
import { Failure } from '../exit.ts';
import { choosePlan } from '../choose-plan.ts';
import { readPlanFiles, readYamlBelow } from '../plan-files.ts';
import { count, printIssues } from '../print-issues.ts';
import { printable } from '../print.ts';

interface FileResults {
  readonly file: string;
  readonly results: readonly CaseResult[];
}

/** Runs the cases in `tests/` beside the plan. Ends with `findings` where one does not go as it says. */
export const run: Run = async (context, given) => {
  const planFile = await choosePlan(context, given);
  const files = readPlanFiles(planFile, context.directory);
  const tests = readYamlBelow(join(dirname(planFile), 'tests'), context.directory);
  if (tests.length === 0) {
    throw new Failure('usage', 'there are no cases', 'Write them as YAML in tests/ beside plan.yaml.');
  }
  const { value: plan, issues } = parsePlan(files.plan, files.events);
  const ran = plan === null ? [] : tests.map((file) => ({ file, ...runCases(file, plan) }));
  const all: readonly Issue[] = [...issues, ...ran.flatMap((each) => each.issues)];
  if (hasErrors(all)) {
    const checked = count(1 + files.events.length + tests.length, 'file');
    const errors = all.filter(({ level }) => level === 'error');
    return printIssues(context.print, { command: 'plan test', checked, issues: errors });
  }
  return report(
    context,
    ran.map(({ file, value }) => ({ file: file.path, results: value ?? [] })),
  );
};

function report({ print }: Context, files: readonly FileResults[]): 'findings' | 'clean' {
  const results = files.flatMap(({ file, results: of }) => of.map((result) => ({ file, ...result })));
  const failed = results.filter(({ faults }) => faults.length > 0);
  if (print.format === 'json') print.json({ schemaVersion: 1, command: 'plan test', results });
  else {
    for (const { file, line, name, vendor, faults } of failed) {
      print.data(
        `${print.style('bold', printable(`${file}:${line}`))} ${print.style('red', 'fails')} ${printable(name)}, ${vendor}`,
      );
      for (const fault of faults) print.data(`    ${printable(fault)}`);
    }
  }
  print.note(`${count(results.length, 'expectation')}, ${failed.length} not met`);
  return failed.length > 0 ? 'findings' : 'clean';
}
