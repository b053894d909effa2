/** The files that are meant: named ones, those below directories, or standard input. */
import { readdirSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Unread } from './unread.ts';

export interface Source {
  /** As shown: from the current directory where it lies below, `-` for standard input. */
  readonly name: string;
  /** Null for standard input. */
  readonly path: string | null;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
}

export interface Sources {
  readonly sources: readonly Source[];
  readonly unread: readonly Unread[];
}

/** What systems and tools leave beside data. */
const LITTER: ReadonlySet<string> = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini', '_SUCCESS']);

/** Files in the order of their paths. `own` are absolute paths that this run itself writes, which are left out. */
export function listSources(directory: string, named: string, own: ReadonlySet<string>): Sources {
  if (named === '-') return { sources: [{ name: '-', path: null, bytes: 0, changedAt: 0 }], unread: [] };
  const sources: Source[] = [];
  const unread: Unread[] = [];
  const add = (path: string, isLink: boolean): void => {
    if (own.has(path)) return;
    const below = relative(directory, path);
    const name = below === '' || below.startsWith('..') ? path : below;
    const missed = (reason: Unread['reason']): void =>
      void unread.push({ file: name, fromLine: 0, toLine: 0, reason });
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return missed('unreadable');
    if (stats.isFile()) {
      sources.push({ name, path, bytes: stats.size, changedAt: Math.floor(stats.mtimeMs) });
      // A link to a directory may lead back up.
    } else if (!stats.isDirectory() || isLink) missed('not-a-file');
    else {
      for (const entry of readdirSorted(path)) {
        if (entry === null) missed('unreadable');
        else if (!LITTER.has(entry.name)) add(join(path, entry.name), entry.isLink);
      }
    }
  };
  add(resolve(directory, named), false);
  return { sources, unread };
}

interface Entry {
  readonly name: string;
  readonly isLink: boolean;
}

/** One null where the directory cannot be read. */
function readdirSorted(path: string): readonly (Entry | null)[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .map((entry): Entry => ({ name: entry.name, isLink: entry.isSymbolicLink() }))
      .toSorted((left, right) => (left.name < right.name ? -1 : 1));
  } catch {
    return [null];
  }
}
