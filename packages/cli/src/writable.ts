/** Looks before the work whether its results can be written, so that an hour of it does not end in nothing. */
import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Failure } from './exit.ts';

/** Throws a `Failure` of exit `usage` where a file cannot be made or replaced at one of the paths. */
export function requireWritable(paths: readonly string[]): void {
  for (const path of paths) {
    if (isWritable(path)) continue;
    throw new Failure(
      'usage',
      `${path} cannot be written`,
      'Name a file in a directory that is there, and in which you may write.',
    );
  }
}

function isWritable(path: string): boolean {
  try {
    const there = statSync(path, { throwIfNoEntry: false });
    if (there?.isDirectory() === true) return false;
    accessSync(there === undefined ? dirname(path) : path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
