/** The plan's files from disk: `plan.yaml` and every YAML file below `events/` beside it. */
import type { PlanFile } from '@headgate/core';
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';

export interface PlanFiles {
  readonly plan: PlanFile;
  readonly events: readonly PlanFile[];
  /** SHA-256 over the names and texts of all files in the order of their names: 64 hex digits. */
  readonly digest: string;
}

/** Beside the plan: the directory of a candidate, with all that belongs to it. Read only when a canary is started or runs. */
export const CANDIDATE_DIRECTORY = '.candidate';

/** Where the candidate of a plan lies. */
export function candidateFile(planFile: string): string {
  return join(dirname(planFile), CANDIDATE_DIRECTORY, basename(planFile));
}

/** Event files read; a plan with more is refused. */
const FILES_MAX = 20_000;

/** Rejects with `PlanUnreadable` when a file cannot be read. */
export async function readPlanFiles(path: string): Promise<PlanFiles> {
  const directory = dirname(path);
  const plan = await readOne(path);
  const names = await listEvents(join(directory, 'events'));
  if (names.length > FILES_MAX)
    throw new PlanUnreadable(path, `There are more than ${FILES_MAX} event files.`);
  const events: PlanFile[] = [];
  // One after the other: thousands at once would take as many file handles.
  for (const name of names) events.push(await readOne(name));
  return { plan, events, digest: digestOf(directory, [plan, ...events]) };
}

/** The file and what is wrong with it. */
export class PlanUnreadable extends Error {
  override readonly name = 'PlanUnreadable';
  readonly file: string;

  constructor(file: string, message: string) {
    super(message);
    this.file = file;
  }
}

async function readOne(path: string): Promise<PlanFile> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) throw new PlanUnreadable(path, 'The file cannot be read.');
  return { path, text };
}

/** Paths sorted by name. A plan without events is a plan. */
async function listEvents(directory: string): Promise<string[]> {
  const found = await readdir(directory, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw new PlanUnreadable(directory, 'The directory cannot be read.');
  });
  return found
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

/** The digest of files that were read before. */
export function digestOf(directory: string, files: readonly PlanFile[]): string {
  const hash = createHash('sha256');
  for (const { path, text } of files) {
    // Length first, so that no two sets of files can run into the same bytes.
    const name = relative(directory, path).split(sep).join('/');
    hash.update(JSON.stringify([name, text.length])).update(text);
  }
  return hash.digest('hex');
}
