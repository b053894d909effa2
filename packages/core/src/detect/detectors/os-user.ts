import { codeAt, isDigitAt, isLetterAt, isWordAt } from '../characters.ts';
import { hasCueBefore, makeCues } from '../cues.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { MEANING } from '../meaning.ts';
import { ACCOUNT_PATTERNS, isPersonalAccount } from '../paths/accounts.ts';
import { SIGN } from '../signs.ts';

/** Characters of an account's name at most (useradd(8) allows 32, directories of mail names are longer). */
const NAME_LENGTH_MAX = 64;
/** Characters of a path that are read to tell whether it is one of a file system. */
const PATH_LENGTH_MAX = 256;
/** Letters of a directory before the root of home directories at most. */
const PARENT_LENGTH_MAX = 12;

const HOME = '/home/';
const USERS = '/Users/';
/** Directories in which `home` or `Users` lies (hier(7); macOS, WSL, Cygwin and NFS mounts). */
const PARENTS: ReadonlySet<string> = new Set([
  'var',
  'usr',
  'export',
  'nfs',
  'mnt',
  'net',
  'host',
  'rootfs',
  'Data',
]);
/** Directories that people have in their homes. */
const HOME_DIRECTORIES = new Set(
  `Desktop Documents Downloads Pictures Music Videos Movies Library Applications AppData work workspace workspaces src
  source projects project Projects Code code dev Dev develop development Development repos repo git GitHub github go
  venv env bin snap public_html www node_modules site-packages tmp logs lib app build dist OneDrive Dropbox sites Sites
  catkin_ws miniconda3 anaconda3 PycharmProjects IdeaProjects WebstormProjects StudioProjects`.split(/\s+/u),
);
/** Pages of sites: such an ending does not tell a file from a route. */
const PAGE_ENDINGS: ReadonlySet<string> = new Set(['html', 'htm', 'php', 'asp', 'aspx', 'jsp', 'do']);
/** Words before a directory that stands alone. */
const CUES = makeCues(
  'home homedir pwd cwd directory dir folder open opendir scandir stat lstat mkdir chdir cd ls enoent eacces eperm'.split(
    ' ',
  ),
);
const METHODS: ReadonlySet<string> = new Set(['GET', 'PUT', 'POST', 'HEAD', 'PATCH', 'DELETE', 'OPTIONS']);

/**
 * The account in a path of a home directory: `/home/<name>/`, `/Users/<name>/`, `C:/Users/<name>/`, alone and in
 * stacks; under a key for such a directory nothing need follow. Routes of sites (`/home/settings`, `/users/12`) and the accounts of machines are none.
 */
export const osUser: Detector = {
  id: 'os_user',
  version: 2,
  kind: 'os_user',
  trigger: SIGN.slash | SIGN.lower,
  meanings: MEANING.homeDirectory,
  patterns: ACCOUNT_PATTERNS,
  find,
};

function find(text: string, meaning: number): readonly Span[] {
  const home = text.indexOf(HOME);
  const users = text.indexOf(USERS);
  if (home < 0 && users < 0) return NO_SPANS;
  if (home === 0 && (meaning & MEANING.homeDirectory) !== 0) {
    const end = nameEnd(text, HOME.length, false);
    if (end === text.length && isPersonalAccount(text.slice(HOME.length))) {
      return [{ start: HOME.length, end }];
    }
  }
  const spans: Span[] = [];
  collect(text, HOME, home, spans);
  collect(text, USERS, users, spans);
  return spans.length < 2 ? spans : spans.toSorted((left, right) => left.start - right.start);
}

function collect(text: string, root: string, first: number, spans: Span[]): void {
  for (let at = first; at >= 0; at = text.indexOf(root, at + root.length - 1)) {
    const start = at + root.length;
    const end = nameEnd(text, start, isDriveAt(text, at));
    if (!isPersonalAccount(text.slice(start, end)) || !isRootAt(text, at)) continue;
    if (isOfFileSystem(text, root, at, end)) spans.push({ start, end });
  }
}

/** Names on Windows may have spaces, if a directory follows. */
function nameEnd(text: string, start: number, mayHaveSpaces: boolean): number {
  const limit = Math.min(text.length, start + NAME_LENGTH_MAX);
  let end = start;
  while (end < limit && isNameAt(text, end)) end++;
  if (!mayHaveSpaces || text.charAt(end) !== ' ') return end;
  let further = end;
  while (further < limit && (isNameAt(text, further) || text.charAt(further) === ' ')) further++;
  return '/\\'.includes(text.charAt(further) || ' ') ? further : end;
}

function isNameAt(text: string, index: number): boolean {
  const code = codeAt(text, index);
  return isWordAt(text, index) || '.-+@%$<{:*[~'.includes(text.charAt(index)) ? code !== 58 : code >= 0xc0;
}

function isDriveAt(text: string, at: number): boolean {
  return text.charAt(at - 1) === ':' && isLetterAt(text, at - 2) && !isWordAt(text, at - 3);
}

/** Whether the directory of homes stands where a file system has it, not in the middle of a URL or a source tree. */
function isRootAt(text: string, at: number): boolean {
  const before = text.charAt(at - 1);
  if (before === '/') return isFileScheme(text, at);
  if (!isWordAt(text, at - 1) && !'.-%~@$'.includes(before || ' ')) return !hasMethodBefore(text, at);
  let start = at;
  while (start > at - PARENT_LENGTH_MAX && isWordAt(text, start - 1)) start--;
  if (!'/\\'.includes(text.charAt(start - 1) || ' ')) return false;
  const parent = text.slice(start, at);
  return PARENTS.has(parent) || (parent.length === 1 && isLetterAt(parent, 0));
}

/** `file:///home/…` and the like, but no host called `home`. */
function isFileScheme(text: string, at: number): boolean {
  return (
    text.startsWith('://', at - 3) && !text.startsWith('http', at - 7) && !text.startsWith('https', at - 8)
  );
}

function hasMethodBefore(text: string, at: number): boolean {
  if (text.charAt(at - 1) !== ' ') return false;
  const from = text.lastIndexOf(' ', at - 2);
  return METHODS.has(text.slice(Math.max(from + 1, at - 8), at - 1).replace('"', ''));
}

/** Whether what stands around the name is of a file system; what begins with `/Users/` with a capital nearly always is. */
function isOfFileSystem(text: string, root: string, at: number, end: number): boolean {
  if (root === USERS || text.charAt(at - 1) === '/' || isWordAt(text, at - 1)) return isNameEnd(text, end);
  if (isDriveAt(text, at)) return true;
  if (text.charAt(end) !== '/') return isNameEnd(text, end) && hasCueBefore(text, at, CUES);
  return isFilePath(text, end) || hasCueBefore(text, at, CUES);
}

function isNameEnd(text: string, end: number): boolean {
  return text.charAt(end) !== '?' && text.charAt(end) !== '&' && text.charAt(end) !== '#';
}

/** Whether a path goes on like one of files: a known or hidden directory, a file with an ending, a line number. */
function isFilePath(text: string, slash: number): boolean {
  const limit = Math.min(text.length, slash + PATH_LENGTH_MAX);
  let start = slash + 1;
  for (let end = start; end <= limit; end++) {
    if (end < limit && isSegmentAt(text, end)) continue;
    const segment = text.slice(start, end);
    if (HOME_DIRECTORIES.has(segment) || segment.startsWith('.')) return true;
    if (text.charAt(end) !== '/') return isFile(text, segment, end);
    start = end + 1;
  }
  return false;
}

function isSegmentAt(text: string, index: number): boolean {
  return isWordAt(text, index) || '.-+@%$~'.includes(text.charAt(index)) || codeAt(text, index) >= 0xc0;
}

function isFile(text: string, segment: string, end: number): boolean {
  if (text.charAt(end) === ':' && isDigitAt(text, end + 1)) return true;
  const dot = segment.lastIndexOf('.');
  return dot > 0 && segment.length - dot <= 7 && !PAGE_ENDINGS.has(segment.slice(dot + 1));
}
