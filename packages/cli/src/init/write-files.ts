/** Writes what init drafted. A file that is there is left as it is, and nothing is written through a link out of the repository. */
import { appendFileSync, lstatSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { IGNORE_BLOCK } from './draft-files.ts';
import type { DraftFile } from './draft-plan-files.ts';
import { readInitManifest, sha256, writeInitManifest } from './init-manifest.ts';
import type { InitManifest } from './init-manifest.ts';

export interface LeftFile {
  readonly path: string;
  readonly reason: string;
}

export interface WrittenFiles {
  readonly written: readonly string[];
  readonly left: readonly LeftFile[];
}

const THERE = 'is there already';
const IGNORE_FILE = '.gitignore';

/** Which of the drafts would be written, and which left alone. */
export function sortDrafts(root: string, drafts: readonly DraftFile[]): WrittenFiles {
  const left = drafts.flatMap(({ path }): LeftFile[] => {
    if (lstatSync(join(root, path), { throwIfNoEntry: false }) !== undefined)
      return [{ path, reason: THERE }];
    return isInside(root, path) ? [] : [{ path, reason: 'would lie outside, through a link' }];
  });
  const isLeft = new Set(left.map(({ path }) => path));
  return { written: drafts.map(({ path }) => path).filter((path) => !isLeft.has(path)), left };
}

/** Writes them, and the block of `.gitignore`. Throws what the file system says where one cannot be written. */
export function writeDrafts(root: string, drafts: readonly DraftFile[]): WrittenFiles {
  const { written, left } = sortDrafts(root, drafts);
  const fresh = drafts.filter(({ path }) => written.includes(path));
  const ignore = planIgnore(root);
  const manifest = extend(readInitManifest(root) ?? NOTHING_YET, {
    files: Object.fromEntries(fresh.map(({ path, content }) => [path, sha256(content)])),
    directories: missingDirectories(root, fresh),
    ignore: ignore.kind === 'append' ? ignore.entry : null,
  });
  if (fresh.length > 0 || ignore.kind === 'append') writeInitManifest(root, manifest);
  for (const { path, content } of fresh) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content, { flag: 'wx' });
  }
  if (ignore.kind === 'left')
    return { written, left: [...left, { path: IGNORE_FILE, reason: ignore.reason }] };
  appendFileSync(join(root, IGNORE_FILE), ignore.entry.text);
  return { written: [...written, IGNORE_FILE], left };
}

const NOTHING_YET: InitManifest = { schemaVersion: 1, files: {}, directories: [], ignore: null };

function extend(before: InitManifest, more: Omit<InitManifest, 'schemaVersion'>): InitManifest {
  return {
    schemaVersion: 1,
    files: { ...before.files, ...more.files },
    directories: [...new Set([...before.directories, ...more.directories])].toSorted(),
    ignore: more.ignore ?? before.ignore,
  };
}

/** Directories of the files that are not there yet, parents first. */
function missingDirectories(root: string, files: readonly DraftFile[]): readonly string[] {
  const directories = files.flatMap(({ path }) => parentsOf(path));
  return [...new Set(directories)].filter(
    (path) => lstatSync(join(root, path), { throwIfNoEntry: false }) === undefined,
  );
}

function parentsOf(path: string): readonly string[] {
  const steps = path.split('/').slice(0, -1);
  return steps.map((_, at) => steps.slice(0, at + 1).join('/'));
}

/** Whether the nearest directory above that is there lies below the root, links followed. */
export function isInside(root: string, path: string): boolean {
  const real = realpathSync(root);
  const nearest = parentsOf(path).findLast(
    (each) => lstatSync(join(root, each), { throwIfNoEntry: false }) !== undefined,
  );
  if (nearest === undefined) return true;
  try {
    return realpathSync(join(root, nearest)).startsWith(`${real}${sep}`);
  } catch {
    return false;
  }
}

type IgnorePlan =
  | { readonly kind: 'append'; readonly entry: NonNullable<InitManifest['ignore']> }
  | { readonly kind: 'left'; readonly reason: string };

function planIgnore(root: string): IgnorePlan {
  const path = join(root, IGNORE_FILE);
  const entry = lstatSync(path, { throwIfNoEntry: false });
  if (entry === undefined) return { kind: 'append', entry: { text: IGNORE_BLOCK, madeFile: true } };
  if (!entry.isFile()) return { kind: 'left', reason: 'is no regular file' };
  const text = readFileSync(path, 'utf8');
  if (text.includes(IGNORE_BLOCK)) return { kind: 'left', reason: 'has the block already' };
  const gap = text === '' || text.endsWith('\n') ? '' : '\n';
  return { kind: 'append', entry: { text: `${gap}${IGNORE_BLOCK}`, madeFile: false } };
}
