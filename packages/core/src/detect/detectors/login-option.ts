import { isSpaceAt } from '../characters.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { nestedMeaning } from '../key-meaning.ts';
import { MEANING } from '../meaning.ts';
import { SIGN } from '../signs.ts';
import { isOpaque } from './opaque.ts';
import { isPlaceholder } from './placeholder.ts';

/** Options that take `user:password` (curl(1), `-u, --user`; also wget, http, mongo). */
const OPTIONS: readonly string[] = [' -u ', ' --user ', ' -u', ' --user=', ' --proxy-user '];
/** The option of a password whose user another one gives (psexec). */
const PASSWORD_OPTION = ' -p ';
/** Programs and their options for a password: mysql(1), sshpass(1), redis-cli, sqlcmd, ldapsearch(1), docker-login(1). */
const PROGRAM_OPTIONS: readonly (readonly [program: string, option: string])[] = [
  ['mysql', ' -p'],
  ['mariadb', ' -p'],
  ['sshpass', ' -p'],
  ['sshpass', ' -p '],
  ['redis-cli', ' -a '],
  ['sqlcmd', ' -P '],
  ['ldap', ' -w '],
  ['docker login', ' -p '],
];
const LONG_OPTION = ' --';
const NAME_LENGTH_MAX = 40;
const SECRET_LENGTH_MIN = 16;
const VALUE_LENGTH_MAX = 200;
const PASSWORD_LENGTH_MIN = 3;
/** Pairs that documents use to show how it is done. */
const SHOWN: ReadonlySet<string> = new Set([
  'user:pass',
  'user:password',
  'username:password',
  'username:token',
  'test:test',
]);

/** User and password, or a secret, on a command line: `curl -u user:password`, `psexec -u user -p password`, `--token …`. */
export const loginOption: Detector = {
  id: 'login_option',
  version: 3,
  kind: 'credentials',
  trigger: SIGN.dash | SIGN.space | SIGN.beyondHex,
  patterns: [],
  find,
};

function find(text: string): readonly Span[] {
  let spans: Span[] | null = null;
  let free = 0;
  for (let dash = text.indexOf(' -'); dash >= 0; dash = text.indexOf(' -', dash + 1)) {
    if (dash < free) continue;
    const span = loginAt(text, dash) ?? passwordAt(text, dash) ?? secretAt(text, dash);
    if (span === null) continue;
    spans ??= [];
    spans.push(span);
    free = span.end;
  }
  return spans ?? NO_SPANS;
}

function loginAt(text: string, dash: number): Span | null {
  const option = OPTIONS.find((each) => text.startsWith(each, dash));
  if (option === undefined) return null;
  let start = dash + option.length;
  while (isSpaceAt(text, start)) start++;
  const end = argumentEnd(text, start);
  if (isQuote(text.charAt(start))) start++;
  const closed = isQuote(text.charAt(end - 1)) ? end - 1 : end;
  const argument = text.slice(start, closed);
  const colon = argument.indexOf(':');
  if (colon < 0 || argument.length < PASSWORD_LENGTH_MIN + 1 || argument.includes('://')) return null;
  return isShown(argument, colon) ? null : { start, end: closed };
}

function isShown(argument: string, colon: number): boolean {
  if (SHOWN.has(argument.toLowerCase()) || argument.startsWith('<')) return true;
  const unquoted = argument.replaceAll(/["'`]/gu, '');
  const secret = unquoted.slice(unquoted.indexOf(':') + 1) || argument.slice(0, colon);
  return (
    secret.length < PASSWORD_LENGTH_MIN + 1 ||
    /[$[<]/u.test(secret.charAt(0)) ||
    isPlaceholder(secret, 0, secret.length)
  );
}

/** The argument of an option for a password. */
function passwordAt(text: string, dash: number): Span | null {
  const option = passwordOption(text, dash);
  if (option === null) return null;
  let start = dash + option.length;
  while (text.charAt(start) === ' ') start++;
  let end = argumentEnd(text, start);
  if (isQuote(text.charAt(start)) && text.charAt(end - 1) === text.charAt(start)) {
    start++;
    end--;
  }
  if (end - start < PASSWORD_LENGTH_MIN || isPlaceholder(text, start, end)) return null;
  return text.charAt(start) === '-' ? null : { start, end };
}

/** `--hf-token …`, `--client-secret …`: an option named after a secret, and behind the space what looks like one. */
function secretAt(text: string, dash: number): Span | null {
  if (!text.startsWith(LONG_OPTION, dash)) return null;
  const nameStart = dash + LONG_OPTION.length;
  const nameEnd = text.indexOf(' ', nameStart);
  if (nameEnd < 0 || nameEnd - nameStart > NAME_LENGTH_MAX) return null;
  const start = nameEnd + 1;
  const end = argumentEnd(text, start);
  if (end - start < SECRET_LENGTH_MIN || !isOpaque(text.slice(start, end))) return null;
  return (nestedMeaning(text.slice(nameStart, nameEnd)) & MEANING.secret) === 0 ? null : { start, end };
}

/** `-p` only where `-u` or a program that takes a password so stands before it: elsewhere it is for ports and folders. */
function passwordOption(text: string, dash: number): string | null {
  const before = text.slice(Math.max(0, dash - VALUE_LENGTH_MAX), dash);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  for (const [program, option] of PROGRAM_OPTIONS) {
    // `mysql -p shop` asks for the password, and uses the database `shop`.
    const isGiven = option.endsWith(' ') || text.charAt(dash + option.length) !== ' ';
    if (isGiven && text.startsWith(option, dash) && line.includes(program)) return option;
  }
  return text.startsWith(PASSWORD_OPTION, dash) && line.includes(' -u ') ? PASSWORD_OPTION : null;
}

/** Where the argument ends: at white space outside of quotes. */
function argumentEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + VALUE_LENGTH_MAX);
  let quote = '';
  let end = start;
  for (; end < limit; end++) {
    const character = text.charAt(end);
    if (quote === '' && isSpaceAt(text, end)) break;
    if (character === quote) quote = '';
    else if (quote === '' && isQuote(character)) quote = character;
  }
  return end;
}

function isQuote(character: string): boolean {
  return character === '"' || character === "'";
}
