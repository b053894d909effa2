/** The files of a plan as a commit has them. Git is run with lists of arguments, never through a shell. */
import type { PlanFile } from '@headgate/core';
import { spawnSync } from 'node:child_process';
import { Failure } from '../exit.ts';
import { EVENT_FILES_MAX, FILE_BYTES_MAX } from '../plan-files.ts';

/** Bytes of all files of one plan together. */
const PLAN_BYTES_MAX = 1_000_000_000;

interface Entry {
  readonly path: string;
  readonly object: string;
}

/**
 * Regular files that `isWanted` names, of the directory as it is at `reference`; paths are relative to it, sorted. Throws a
 * `Failure`: `usage` where there is no such commit, `incomplete` where a file is too large.
 */
export function readGitFiles(
  directory: string,
  reference: string,
  isWanted: (path: string) => boolean,
): readonly PlanFile[] {
  const commit = findCommit(directory, reference);
  const listed = git(directory, ['ls-tree', '-r', '-l', '-z', commit]);
  if (listed === null) throw unreadable(reference);
  const entries = listed
    .toString('utf8')
    .split('\0')
    .filter(Boolean)
    .flatMap((line) => readEntry(line, isWanted));
  if (entries.length > EVENT_FILES_MAX) {
    throw new Failure(
      'incomplete',
      `the plan has more than ${EVENT_FILES_MAX} files`,
      'Split it into several plans.',
    );
  }
  return readObjects(
    directory,
    reference,
    entries.toSorted((left, right) => (left.path < right.path ? -1 : 1)),
  );
}

/** The commit's own name, so that nothing that a person wrote is handed to git a second time. */
function findCommit(directory: string, reference: string): string {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${reference}^{commit}`];
  const name = git(directory, args)?.toString('utf8').trim() ?? '';
  if (/^[0-9a-f]{40,64}$/.test(name)) return name;
  const message = `"${reference}" is neither a file, a directory nor a commit of this repository`;
  throw new Failure('usage', message, 'Name one: a branch such as main, a directory, or plan.lock.json.');
}

/** One line of `ls-tree -l`: mode, kind, name and size, then the path after a tab. */
function readEntry(line: string, isWanted: (path: string) => boolean): Entry[] {
  const tab = line.indexOf('\t');
  const path = line.slice(tab + 1);
  const [mode = '', kind, object = '', size = ''] = line.slice(0, tab).split(/ +/);
  // A symbolic link has a mode of its own and leads nowhere inside a commit.
  if (kind !== 'blob' || !mode.startsWith('100') || !isWanted(path)) return [];
  if (Number(size) > FILE_BYTES_MAX) {
    throw new Failure('incomplete', `${path} is larger than ${FILE_BYTES_MAX} bytes`, 'Split the file.');
  }
  return [{ path, object }];
}

function readObjects(directory: string, reference: string, entries: readonly Entry[]): PlanFile[] {
  if (entries.length === 0) return [];
  const answer = git(directory, ['cat-file', '--batch'], entries.map(({ object }) => `${object}\n`).join(''));
  if (answer === null) throw unreadable(reference);
  let at = 0;
  return entries.map(({ path }) => {
    // `<name> blob <size>`, a line feed, the bytes, a line feed.
    const end = answer.indexOf(0x0a, at);
    const size = Number(answer.toString('utf8', at, end).split(' ')[2]);
    if (end < 0 || !Number.isInteger(size)) throw unreadable(reference);
    at = end + 1 + size + 1;
    return { path: `${reference}:${path}`, text: answer.toString('utf8', end + 1, end + 1 + size) };
  });
}

function git(directory: string, args: readonly string[], input = ''): Buffer | null {
  // A repository of strangers may name a program under core.fsmonitor, which git would run.
  const all = ['-c', 'core.fsmonitor=false', ...args];
  const { status, stdout } = spawnSync('git', all, { cwd: directory, input, maxBuffer: PLAN_BYTES_MAX });
  return status === 0 ? stdout : null;
}

function unreadable(reference: string): Failure {
  return new Failure(
    'incomplete',
    `the plan of "${reference}" cannot be read from git`,
    'Check it with git fsck.',
  );
}
