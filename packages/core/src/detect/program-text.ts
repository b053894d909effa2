/** What a program says of itself, in error messages, warnings and lines of a log: sentences, but nobody typed them. */

/** The class of an error, or a level, and what follows it: `TypeError: …`, `[warn] …`, `ERROR …`, `Uncaught …`. */
const BEGINS =
  /^[([]?(?:[A-Za-z][\w.$]{0,60}(?:Error|Exception|Warning|Fault)\b|(?:[Ee]rror|[Ww]arning|[Ff]atal|[Ee]xception|warn|info|debug|trace|notice|critical|panic|severe)[\])]?:|(?:ERROR|WARNING|WARN|INFO|DEBUG|TRACE|FATAL|NOTICE|CRITICAL|SEVERE|PANIC)\b|\[(?:error|warning|warn|info|debug|trace|fatal)\]|Uncaught |Unhandled |Traceback )/u;
/** The time at which a line was written (RFC 3339), as it begins. */
const TIMED = /^\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d/u;
/** A name and the value that it is given, or commands one behind the other: `id=4711`, `a && b`. Whoever writes to people writes none. */
const ASSIGNS = /\w\s{0,3}=\s{0,3}["'`]?[\w/.-]|\s(?:&&|\|\|)\s/u;

/** For the check against catastrophic backtracking. */
export const PROGRAM_PATTERNS: readonly RegExp[] = [BEGINS, TIMED, ASSIGNS];

/** Plain words up to which a text that assigns something is a line of a log; in longer ones somebody may quote one. */
const LINE_WORDS_MAX = 20;

/** Whether a text of so many plain words is a program's by the way it begins, or assigns something. */
export function isProgramText(text: string, plainWords: number): boolean {
  const told = text.trimStart();
  return BEGINS.test(told) || TIMED.test(told) || (plainWords <= LINE_WORDS_MAX && ASSIGNS.test(text));
}
