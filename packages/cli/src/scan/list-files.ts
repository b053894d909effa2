/** Which files of a tree are scanned: those that git does not ignore, or all but what tools put there. */
import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** Directories that hold what was installed or built, where no git says what is ignored. */
const PASSED_OVER: ReadonlySet<string> = new Set([
  '.git',
  '.hg',
  '.svn',
  'node_modules',
  'bower_components',
  'vendor',
  'dist',
  'build',
  'target',
  'coverage',
  '.venv',
  'venv',
  '__pycache__',
  '.next',
  '.cache',
]);

/** Paths of regular files and links below the directory, relative to it, with `/`, sorted. */
export async function listFiles(directory: string): Promise<readonly string[]> {
  return ((await listByGit(directory)) ?? (await walk(directory))).toSorted();
}

/** Tracked files and new ones that are not ignored; null where git is missing or the directory is no part of a repository. */
async function listByGit(directory: string): Promise<readonly string[] | null> {
  // A repository of strangers may name a program under core.fsmonitor, which git would run.
  const args = ['-c', 'core.fsmonitor=false', 'ls-files', '-co', '--exclude-standard', '-z'];
  const child = spawn('git', args, { cwd: directory, stdio: ['ignore', 'pipe', 'ignore'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  if (code !== 0) return null;
  // A path in conflict is listed once for each of its versions.
  return [...new Set(Buffer.concat(chunks).toString('utf8').split('\0').filter(Boolean))];
}

async function walk(root: string): Promise<readonly string[]> {
  const files: string[] = [];
  const waiting = [root];
  for (let directory = waiting.pop(); directory !== undefined; directory = waiting.pop()) {
    for (const entry of await readdir(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      if (entry.isFile()) files.push(relative(root, path).split(sep).join('/'));
      else if (entry.isDirectory() && !PASSED_OVER.has(entry.name)) waiting.push(path);
    }
  }
  return files;
}
