/** Removes what init wrote and nobody has changed since. */
import { lstatSync, readFileSync, readdirSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readInitManifest, removeInitManifest, sha256, writeInitManifest } from './init-manifest.ts';
import type { InitManifest } from './init-manifest.ts';
import { isInside } from './write-files.ts';
import type { LeftFile } from './write-files.ts';

export interface Undone {
  readonly removed: readonly string[];
  readonly left: readonly LeftFile[];
}

const IGNORE_FILE = '.gitignore';

/** Null where init wrote nothing here, or all of it is undone. What is left stays on record. */
export function undoInit(root: string): Undone | null {
  const manifest = readInitManifest(root);
  if (manifest === null) return null;
  const removed: string[] = [];
  const left: LeftFile[] = [];
  for (const [path, hash] of Object.entries(manifest.files)) {
    const state = stateOf(root, path, hash);
    if (state === 'changed') left.push({ path, reason: 'was changed since' });
    if (state !== 'same') continue;
    rmSync(join(root, path));
    removed.push(path);
  }
  const ignore = undoIgnore(root, manifest.ignore);
  if (ignore === 'removed') removed.push(IGNORE_FILE);
  if (ignore === 'cut') removed.push(`${IGNORE_FILE} (its block)`);
  if (ignore === 'changed') left.push({ path: IGNORE_FILE, reason: 'its block was changed since' });
  // Deepest first, so that a directory is empty once those in it are gone.
  for (const path of manifest.directories.toSorted().toReversed()) removeIfEmpty(root, path);
  if (left.length === 0) removeInitManifest(root);
  else writeInitManifest(root, remaining(manifest, left));
  return { removed, left };
}

function remaining(manifest: InitManifest, left: readonly LeftFile[]): InitManifest {
  const paths = new Set(left.map(({ path }) => path));
  return {
    ...manifest,
    files: Object.fromEntries(Object.entries(manifest.files).filter(([path]) => paths.has(path))),
    ignore: paths.has(IGNORE_FILE) ? manifest.ignore : null,
  };
}

function stateOf(root: string, path: string, hash: string): 'gone' | 'same' | 'changed' {
  const entry = lstatSync(join(root, path), { throwIfNoEntry: false });
  if (entry === undefined) return 'gone';
  if (!entry.isFile() || !isInside(root, path)) return 'changed';
  return sha256(readFileSync(join(root, path))) === hash ? 'same' : 'changed';
}

function undoIgnore(root: string, ignore: InitManifest['ignore']): 'gone' | 'removed' | 'cut' | 'changed' {
  const path = join(root, IGNORE_FILE);
  const entry = lstatSync(path, { throwIfNoEntry: false });
  if (ignore === null || entry === undefined) return 'gone';
  const text = entry.isFile() ? readFileSync(path, 'utf8') : '';
  const at = text.indexOf(ignore.text);
  if (at === -1) return 'changed';
  const rest = text.slice(0, at) + text.slice(at + ignore.text.length);
  if (rest === '' && ignore.madeFile) {
    rmSync(path);
    return 'removed';
  }
  writeFileSync(path, rest);
  return 'cut';
}

function removeIfEmpty(root: string, path: string): void {
  const directory = join(root, path);
  if (lstatSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  if (readdirSync(directory).length === 0) rmdirSync(directory);
}
