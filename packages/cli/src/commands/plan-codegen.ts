import { OMISSIONS, hasErrors, parsePlan, writeCode } from '@headgate/core';
import type { Plan, WrittenFile } from '@headgate/core';
import { join, relative } from 'node:path';
import { choosePlan } from '../choose-plan.ts';
import { readRequest } from '../codegen/codegen-request.ts';
import type { CodegenRequest } from '../codegen/codegen-request.ts';
import { replaceFile, stateOf } from '../codegen/generated-file.ts';
import type { FileState } from '../codegen/generated-file.ts';
import type { Context, Run } from '../command.ts';
import { Failure } from '../exit.ts';
import { readPlanFiles } from '../plan-files.ts';
import { count, printIssues } from '../print-issues.ts';
import { printable } from '../print.ts';

/** Writes typed code from a plan, or with `--check` says whether it is up to date. Ends with `findings` where it is not. */
export const run: Run = async (context, given) => {
  const request = readRequest(context, given);
  const files = readPlanFiles(await choosePlan(context, given), context.directory);
  const { value: plan, issues } = parsePlan(files.plan, files.events);
  if (plan === null) {
    const checked = count(1 + files.events.length, 'file');
    const errors = issues.filter((issue) => hasErrors([issue]));
    return printIssues(context.print, { command: 'plan codegen', checked, issues: errors });
  }
  const file = writeCode(plan, request.options);
  refuseEmpty(plan, file, request);
  const path = join(request.directory, file.name);
  const state = stateOf(path, file.text);
  if (state === 'foreign' && !request.isCheck) {
    const mend = 'Move it, or write to another directory.';
    throw new Failure('usage', `${relative(context.directory, path)} was not written by codegen`, mend);
  }
  if (state !== 'current' && !request.isCheck) replaceFile(path, file.text);
  tell(context, request, { file, path, state });
  return request.isCheck && state !== 'current' ? 'findings' : 'clean';
};

function refuseEmpty(plan: Plan, file: WrittenFile, { options }: CodegenRequest): void {
  const { source } = options;
  if (source !== null && !plan.events.some((event) => event.sources.includes(source))) {
    throw new Failure(
      'usage',
      'no event of the plan names this source',
      'Correct --source, or leave it out.',
    );
  }
  if (file.events > 0) return;
  const reasons = new Set(file.leftOut.map(({ why }) => OMISSIONS[why]));
  const why = reasons.size === 0 ? 'It has no events' : `Of its events it holds: ${[...reasons].join('; ')}`;
  throw new Failure('usage', 'nothing of the plan can be written', `${why}.`);
}

/** What became of the file, by what was there. */
const TOLD = {
  current: { check: 'up to date', write: 'unchanged' },
  missing: { check: 'missing', write: 'written' },
  outdated: { check: 'out of date', write: 'written' },
  foreign: { check: 'not written by codegen', write: 'written' },
} as const satisfies Readonly<Record<FileState, { check: string; write: string }>>;

interface Told {
  readonly file: WrittenFile;
  readonly path: string;
  readonly state: FileState;
}

function tell({ print, directory }: Context, { isCheck }: CodegenRequest, { file, path, state }: Told): void {
  const shown = relative(directory, path);
  const result = TOLD[state][isCheck ? 'check' : 'write'];
  if (print.format === 'json') {
    const { events, leftOut } = file;
    print.json({ schemaVersion: 1, command: 'plan codegen', file: shown, result, events, leftOut });
  } else {
    print.data(`${printable(shown)}: ${result}, ${count(file.events, 'event')}`);
  }
  for (const { id, why } of file.leftOut) {
    // What was not asked for is no news.
    if (why !== 'status' && why !== 'source') print.note(`Left out ${id}: ${OMISSIONS[why]}.`);
  }
}
