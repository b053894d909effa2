/** Secrets by reference: `env:NAME` and `file:path`. Nothing here ever repeats what it read. */
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';

const ENV_SHAPE = /^env:([A-Za-z_][A-Za-z0-9_]{0,255})$/;
const FILE_SHAPE = /^file:(.{1,4096})$/s;
/** A secret is a line; whatever is larger is another file. */
const FILE_BYTES_MAX = 65_536;

export type Read =
  | { readonly kind: 'read'; readonly text: string }
  /** What is wrong, as the rest of a sentence that begins with the reference. */
  | { readonly kind: 'failed'; readonly problem: string; readonly mend: string };

export interface ReferenceScope {
  /** The variables of the process. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** `file:` paths are relative to it. */
  readonly directory: string;
}

/** Whether a text has the form of a reference. */
export function isReference(text: string): boolean {
  return text.startsWith('env:') || text.startsWith('file:');
}

/** Reads what a reference points to, without its final newline. */
export function readReference(reference: string, scope: ReferenceScope): Read {
  const variable = ENV_SHAPE.exec(reference)?.[1];
  if (variable !== undefined) {
    const text = scope.variables[variable];
    if (text !== undefined && text !== '') return { kind: 'read', text };
    return {
      kind: 'failed',
      problem: `names the variable ${variable}, which is not set`,
      mend: `Set ${variable}.`,
    };
  }
  const path = FILE_SHAPE.exec(reference)?.[1];
  if (path === undefined) {
    return { kind: 'failed', problem: 'is no reference', mend: 'Write env:NAME or file:path.' };
  }
  return readSecretFile(resolve(scope.directory, path), path);
}

function readSecretFile(path: string, written: string): Read {
  const failed = (problem: string, mend: string): Read => ({
    kind: 'failed',
    problem: `names ${written}, which ${problem}`,
    mend,
  });
  try {
    if (statSync(path).size > FILE_BYTES_MAX)
      return failed('is too large', 'Name a file that holds the secret alone.');
    const text = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
    return text === '' ? failed('is empty', 'Write the secret into it.') : { kind: 'read', text };
  } catch {
    return failed('cannot be read', 'Make the file and let this user read it.');
  }
}
