/** The file of generated code on disk: compared, and written whole or not at all. */
import { GENERATED_MARK } from '@headgate/core';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { Failure } from '../exit.ts';
import { temporaryFor, writeWhole } from '../write-whole.ts';

/** `foreign`: a file that codegen did not write. */
export type FileState = 'missing' | 'current' | 'outdated' | 'foreign';

/** What is at a path, against the text that belongs there. Throws a `Failure` where it cannot be read. */
export function stateOf(path: string, text: string): FileState {
  const present = readText(path);
  if (present === null) return 'missing';
  // Git may have changed the line endings (core.autocrlf); that is no difference in the code.
  if (present.replaceAll('\r\n', '\n') === text) return 'current';
  return present.split('\n', 1)[0]?.includes(GENERATED_MARK) === true ? 'outdated' : 'foreign';
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new Failure(
      'incomplete',
      `${path} cannot be read`,
      'Check that it is a file, and who may read it.',
    );
  }
}

/** Writes beside the path and renames, so that no compiler ever reads half a file. */
export function replaceFile(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeWhole(path, text, { flush: true });
  } catch {
    rmSync(temporaryFor(path), { force: true });
    throw new Failure(
      'incomplete',
      `${path} cannot be written`,
      'Check the directory, and who may write there.',
    );
  }
}
