/** A published package as a set of texts: from a directory, or from a tarball without unpacking it to the disk. */
import { lstatSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Bytes of one file that is read; the largest of the five SDKs' files has 4 MB. */
export const FILE_BYTES_MAX = 32_000_000;

export interface PackageFiles {
  readonly name: string;
  readonly version: string | null;
  /** The text of a file, by its path from the root of the package; null where it is not there, or too large. */
  readonly read: (path: string) => string | null;
  /** Another package as Node would find it from here; null where it is not there, as beside a tarball. */
  readonly sibling: (name: string) => PackageFiles | null;
}

/** Null where there is no package.json with a name. */
export function packageAt(directory: string): PackageFiles | null {
  const root = realOf(directory);
  const read = (path: string): string | null => readText(join(root, path));
  const facts = factsOf(read('package.json'));
  if (facts === null) return null;
  return { ...facts, read, sibling: (name) => installedAbove(dirname(root), name) };
}

/** A package in the nearest `node_modules` at or above a directory, as Node looks for it. */
export function installedAbove(directory: string, name: string): PackageFiles | null {
  for (let at = directory; ; at = dirname(at)) {
    const found = packageAt(join(at, 'node_modules', name));
    if (found !== null || at === dirname(at)) return found;
  }
}

/** Name and version of a manifest; null where it is none. */
export function factsOf(manifest: string | null): Pick<PackageFiles, 'name' | 'version'> | null {
  const parsed = parseJson(manifest ?? '');
  if (typeof parsed !== 'object' || parsed === null) return null;
  const name = 'name' in parsed ? parsed.name : undefined;
  const version = 'version' in parsed ? parsed.version : undefined;
  if (typeof name !== 'string') return null;
  const isVersion = typeof version === 'string' && /^\d[\w.+-]{0,60}$/.test(version);
  return { name, version: isVersion ? version : null };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function realOf(directory: string): string {
  try {
    return realpathSync(directory);
  } catch {
    return directory;
  }
}

function readText(path: string): string | null {
  try {
    const entry = lstatSync(path);
    return entry.isFile() && entry.size <= FILE_BYTES_MAX ? readFileSync(path, 'utf8') : null;
  } catch {
    return null;
  }
}
