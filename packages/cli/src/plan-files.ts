/** The files of a plan on disk: `plan.yaml` and every YAML file below `events/`. */
import type { PlanFile } from '@headgate/core';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { Failure } from './exit.ts';

export interface PlanFiles {
  readonly plan: PlanFile;
  readonly events: readonly PlanFile[];
}

/** Event files of one plan. */
export const EVENT_FILES_MAX = 10_000;
/** Bytes of one file; the parser has its own, lower bound on characters. */
export const FILE_BYTES_MAX = 16_000_000;
const USUAL_PLACES = ['telemetry', '.'] as const;

/** Absolute path of the plan that is meant: named by file or directory, or in the usual places. Null where none is there. */
export function findPlan(directory: string, named: string | undefined): string | null {
  const places = named === undefined ? USUAL_PLACES : [named];
  const paths = places.flatMap((place) => [
    resolve(directory, place),
    resolve(directory, place, 'plan.yaml'),
  ]);
  return paths.find(isFile) ?? null;
}

/** Reads the plan and the events beside it; paths below `directory` are given from there. Throws a `Failure` when one cannot be read. */
export function readPlanFiles(planFile: string, directory: string): PlanFiles {
  const plan = readText(planFile, shownPath(planFile, directory));
  return { plan, events: readYamlBelow(join(dirname(planFile), 'events'), directory) };
}

/** Every YAML file below `place`, in the order of their paths; none where it is no directory. */
export function readYamlBelow(place: string, directory: string): readonly PlanFile[] {
  return yamlFiles(place).map((path) => readText(path, shownPath(path, directory)));
}

function shownPath(path: string, directory: string): string {
  const below = relative(directory, path);
  return below.startsWith('..') ? path : below;
}

function yamlFiles(directory: string): string[] {
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  if (paths.length <= EVENT_FILES_MAX) return paths;
  const message = `the plan has more than ${EVENT_FILES_MAX} event files`;
  throw new Failure('incomplete', message, 'Split it into several plans.');
}

function readText(path: string, shown: string): PlanFile {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw new Failure('usage', `there is no ${shown}`, 'Name it, or run this where the configuration is.');
  }
  if (stats.size > FILE_BYTES_MAX) {
    throw new Failure('incomplete', `${shown} is larger than ${FILE_BYTES_MAX} bytes`, 'Split the file.');
  }
  try {
    return { path: shown, text: readFileSync(path, 'utf8') };
  } catch {
    throw new Failure('incomplete', `${shown} cannot be read`, 'Check who may read it.');
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
