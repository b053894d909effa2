/** Scripts and pages that a build wrote, which git mostly ignores: below the directories that builds write to. */
import { lstatSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const BUILT: ReadonlySet<string> = new Set(
  'dist build out public static www .next .nuxt .output .svelte-kit'.split(' '),
);
const PASSED_OVER: ReadonlySet<string> = new Set(['node_modules', '.git', 'coverage', 'cache', '.cache']);
/** Directories below each other. */
const DEPTH_MAX = 12;

export interface BuiltLimits {
  readonly filesMax: number;
  readonly fileBytesMax: number;
}

export interface BuiltFiles {
  /** From the root, with `/`, sorted. */
  readonly paths: readonly string[];
  /** What was left out because of a limit, and why. */
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
}

export function listBuilt(root: string, { filesMax, fileBytesMax }: BuiltLimits): BuiltFiles {
  const paths: string[] = [];
  const skipped: { file: string; reason: string }[] = [];
  const waiting = [{ directory: root, isBuilt: false, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { directory, isBuilt, depth } = next;
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      if (entry.isDirectory() && !PASSED_OVER.has(entry.name) && depth < DEPTH_MAX)
        waiting.push({ directory: path, isBuilt: isBuilt || BUILT.has(entry.name), depth: depth + 1 });
      if (!entry.isFile() || !isBuilt || !/\.(?:[cm]?js|html?)$/.test(entry.name)) continue;
      const file = relative(root, path).split(sep).join('/');
      if (lstatSync(path).size > fileBytesMax)
        skipped.push({ file, reason: `larger than ${fileBytesMax} bytes` });
      else paths.push(file);
    }
  }
  const sorted = paths.toSorted();
  for (const file of sorted.slice(filesMax))
    skipped.push({ file, reason: `more than ${filesMax} built files` });
  return { paths: sorted.slice(0, filesMax), skipped };
}
