import { parsePlan } from '@headgate/core';
import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { isGiven } from '../command.ts';
import type { Context, Run } from '../command.ts';
import type { Exit } from '../exit.ts';
import { askYes, mayAsk } from '../init/ask.ts';
import { WORKFLOW_FILE, draftConfig, draftSchemas, draftWorkflow } from '../init/draft-files.ts';
import { draftPlanFiles } from '../init/draft-plan-files.ts';
import type { DraftFile } from '../init/draft-plan-files.ts';
import { initDocument, showFound, showNext, showUndone, showWritten } from '../init/init-report.ts';
import { INIT_LIMITS } from '../init/limits.ts';
import { mergeEvents } from '../init/merge-events.ts';
import type { MergedEvents } from '../init/merge-events.ts';
import { surveyRepository } from '../init/survey.ts';
import type { Survey } from '../init/survey.ts';
import { undoInit } from '../init/undo.ts';
import { sortDrafts, writeDrafts } from '../init/write-files.ts';
import type { WrittenFiles } from '../init/write-files.ts';
import { findPlan, readPlanFiles } from '../plan-files.ts';
import { count } from '../print-issues.ts';
import type { Print } from '../print.ts';
import { readVersion } from '../version.ts';

const NOTHING: WrittenFiles = { written: [], left: [] };
/** GitHub reads workflows at the root alone (https://docs.github.com/actions/concepts/workflows-and-actions/workflows). */
const NO_WORKFLOW = { path: WORKFLOW_FILE, reason: 'belongs at the root of the repository' };

/** Reads the repository in the current directory and writes what Headgate needs there; with --undo takes it back. */
export const run: Run = async (context, given) => {
  if (isGiven(given, 'undo')) return undo(context);
  const { directory, print, signal } = context;
  const survey = await surveyRepository(directory, INIT_LIMITS);
  const merged = mergeEvents(survey.events, INIT_LIMITS);
  if (print.format === 'human') showFound(print, survey, merged);
  if (signal.aborted) return 'interrupted';
  const drafts = survey.sdks.length === 0 ? [] : draftsFor(directory, survey, merged);
  const mayWrite = isGiven(given, 'yes') || (await agrees(context, drafts));
  if (mayWrite) tell(print, { survey, merged, files: writeAll(directory, drafts) });
  else print.note('Nothing was written.');
  return survey.skipped.length > 0 || merged.beyond > 0 ? 'incomplete' : 'clean';
};

/** Yes where nobody is there to ask, or there is nothing to ask of. */
async function agrees(context: Context, drafts: readonly DraftFile[]): Promise<boolean> {
  const { directory, print, signal } = context;
  const fresh = sortDrafts(directory, drafts).written.length;
  if (fresh === 0 || print.format !== 'human' || !mayAsk(context)) return true;
  const terminal = { input: process.stdin, output: process.stderr, signal };
  return askYes(`Write ${count(fresh, 'file')}?`, terminal);
}

interface Done {
  readonly survey: Survey;
  readonly merged: MergedEvents;
  readonly files: WrittenFiles;
}

function tell(print: Print, { survey, merged, files }: Done): void {
  if (print.format === 'json') print.json(initDocument(survey, merged, files));
  else if (survey.sdks.length > 0) {
    showWritten(print, files);
    showNext(print, survey.sdks);
  }
  print.note(summary(survey, files));
}

function writeAll(directory: string, drafts: readonly DraftFile[]): WrittenFiles {
  if (drafts.length === 0) return NOTHING;
  const files = writeDrafts(directory, drafts);
  return isBelowRepository(directory) ? { ...files, left: [...files.left, NO_WORKFLOW] } : files;
}

/** Whether a directory above is the root of the repository, and this one is not. */
function isBelowRepository(directory: string): boolean {
  let above = directory;
  while (!existsSync(join(above, '.git'))) {
    if (dirname(above) === above) return false;
    above = dirname(above);
  }
  return above !== directory;
}

function undo({ directory, print }: Context): Exit {
  const undone = undoInit(directory) ?? { removed: [], left: [] };
  showUndone(print, undone);
  const isNothing = undone.removed.length + undone.left.length === 0;
  print.note(
    isNothing
      ? 'There is nothing that init wrote.'
      : `${count(undone.removed.length, 'file')} removed, ${undone.left.length} left`,
  );
  return 'clean';
}

/** Beside a plan that is there no other is drafted; the configuration then connects the vendors that it knows. */
function draftsFor(directory: string, { sdks }: Survey, merged: MergedEvents): readonly DraftFile[] {
  const plan = findPlan(directory, undefined);
  const workflow = isBelowRepository(directory) ? [] : [draftWorkflow(readVersion())];
  const shared = [...draftSchemas(), ...workflow];
  const known = sdks.map(({ sdk }) => sdk);
  const drafted = draftPlanFiles(known, merged.events);
  if (plan === null) {
    const config = draftConfig({ sdks, planFile: 'telemetry/plan.yaml', isPlanned: () => true });
    return [config, ...drafted, ...shared];
  }
  const { plan: file, events } = readPlanFiles(plan, directory);
  const vendors = parsePlan(file, events).value?.vendors;
  const planFile = relative(directory, plan).split(sep).join('/');
  const config = draftConfig({ sdks, planFile, isPlanned: (vendor) => vendors?.has(vendor) === true });
  // The plan itself stays among the drafts, so that it is told as left alone.
  return [config, { path: planFile, content: '' }, ...shared];
}

function summary({ sdks, filesRead }: Survey, { written, left }: WrittenFiles): string {
  const read = `${count(filesRead, 'file')} read, ${count(sdks.length, 'SDK')}`;
  if (sdks.length === 0)
    return `${read}: nothing to set up, and nothing was written. Known: headgate doctor --sdk all`;
  return `${read}, ${count(written.length, 'file')} written, ${left.length} left alone. No source was changed.`;
}
