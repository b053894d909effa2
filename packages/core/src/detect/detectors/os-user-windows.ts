import { isSpaceAt } from '../characters.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { ACCOUNT_PATTERNS, isPersonalAccount } from '../paths/accounts.ts';
import { SIGN } from '../signs.ts';

/** Characters of a directory's name that are read at most. */
const NAME_LENGTH_MAX = 64;
/** Backslashes in a row, where a path is escaped once or more. */
const BACKSLASHES_MAX = 8;

/** The directories of profiles, of today and of Windows XP, and that of homes in WSL (`\\wsl$\Ubuntu\home\`). */
const ROOT = /\\(?:users|documents and settings|(?:wsl\$|wsl\.localhost)\\{1,8}[\w.-]{1,40}\\{1,8}home)\\/giu;

/** The account in a Windows path, `C:\Users\<name>\`, escaped or not. */
export const osUserWindows: Detector = {
  id: 'os_user_windows',
  version: 1,
  kind: 'os_user',
  trigger: SIGN.backslash | SIGN.lower,
  patterns: [ROOT, ...ACCOUNT_PATTERNS],
  find,
};

function find(text: string): readonly Span[] {
  let spans: Span[] | null = null;
  ROOT.lastIndex = 0;
  for (let root = ROOT.exec(text); root !== null; root = ROOT.exec(text)) {
    const start = nameStart(text, ROOT.lastIndex);
    const end = nameEnd(text, start);
    if (!isPersonalAccount(text.slice(start, end))) continue;
    spans ??= [];
    spans.push({ start, end });
  }
  return spans ?? NO_SPANS;
}

function nameStart(text: string, from: number): number {
  let start = from;
  while (start < from + BACKSLASHES_MAX && text.charAt(start) === '\\') start++;
  return start;
}

/** A name may have spaces, if a directory follows. */
function nameEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + NAME_LENGTH_MAX);
  let word = -1;
  let end = start;
  while (end < limit && !ENDS.includes(text.charAt(end))) {
    if (word < 0 && isSpaceAt(text, end)) word = end;
    end++;
  }
  return word < 0 || text.charAt(end) === '\\' || text.charAt(end) === '/' ? end : word;
}

/** What no name has on Windows (https://learn.microsoft.com/windows/win32/fileio/naming-a-file), and ends of lines. */
const ENDS = '\\/:*?"<>|\n\r\t\'),;';
