/** The files that a plan is imported from. */
import type { ImportFile } from '@headgate/core';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { Failure } from '../exit.ts';

export interface ReadImport {
  readonly files: readonly ImportFile[];
  /** Files that are meant and could not be read. */
  readonly unread: readonly { readonly file: string; readonly reason: string }[];
}

export interface ImportLimits {
  readonly files: number;
  /** Of one file. */
  readonly bytes: number;
}

const IMPORT_LIMITS: ImportLimits = { files: 20_000, bytes: 16_000_000 };

/** Reads a file, or of a directory those that are wanted. Links are not followed. Throws a `Failure` where there is nothing. */
export function readImport(
  path: string,
  wants: (path: string) => boolean,
  limits: ImportLimits = IMPORT_LIMITS,
): ReadImport {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw new Failure('usage', 'there is nothing at this path', 'Name a file or a directory.');
  }
  const named = stats.isFile() ? [basename(path)] : listBelow(path).filter(wants);
  if (named.length > limits.files) {
    throw new Failure(
      'usage',
      `there are more than ${limits.files} files`,
      'Import a part of the directory.',
    );
  }
  const root = stats.isFile() ? join(path, '..') : path;
  const files: ImportFile[] = [];
  const unread: { file: string; reason: string }[] = [];
  for (const name of named) {
    const text = readText(join(root, name), limits.bytes);
    if (text === null)
      unread.push({ file: name, reason: `cannot be read, or is larger than ${limits.bytes} bytes` });
    // Iglu says by the path which schema a file is, also where the file itself was named.
    else files.push({ path: stats.isFile() ? path.split(sep).join('/') : name, text });
  }
  return { files, unread };
}

function listBelow(directory: string): readonly string[] {
  try {
    return readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/'))
      .toSorted();
  } catch {
    throw new Failure('usage', 'the directory cannot be read', 'Check who may read it.');
  }
}

function readText(path: string, bytesMax: number): string | null {
  try {
    return statSync(path).size > bytesMax ? null : readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
