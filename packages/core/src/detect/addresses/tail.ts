/** What follows street and number: a unit, a post code and a town. */

/** Post codes by form: UPU member countries' addressing (https://www.upu.int, "Addressing systems"). */
const CODE =
  '(?:[A-Z]{1,2}-)?(?:\\d{5}-\\d{3,4}|\\d{4}-\\d{3}|\\d{3}-\\d{4}|\\d{2}-\\d{3}|\\d{3} \\d{2}|\\d{4} ?[A-Z]{2}|\\d{3,6})|[A-Z]\\d[A-Z] ?\\d[A-Z]\\d|[A-Z]{1,2}\\d[A-Z\\d]? ?\\d[A-Z]{2}';
const WORD = "\\p{Lu}[\\p{L}'’.-]{1,30}";
const TOWN = `${WORD}(?: (?:\\p{Ll}{1,4} ){0,2}\\p{Lu}[\\p{L}'’.-]{0,30}){0,4}`;

/** `, 10115 Berlin`. */
const CODE_FIRST = new RegExp(`,?[ \\n]{1,2}(?:${CODE}) ${TOWN}`, 'uy');
/** `, Springfield, IL 62704`, `, London NW1 6XE`. */
const TOWN_FIRST = new RegExp(`,?[ \\n]{1,2}${TOWN},? (?:[A-Z]{2,3},? )?(?:${CODE})(?![\\p{L}\\d])`, 'uy');
/** `, Apt 4B`, ` Suite 100`, ` #5`, `, 3rd Floor`. */
const UNIT =
  /,? (?:(?:apt|apartment|suite|ste|unit|flat|floor|room|rm|bus|bte|etage|piso|puerta|lgh)(?:\. ?| )#?[A-Z\d]{1,5}|# ?[A-Z\d]{1,5}|\d{1,2}(?:st|nd|rd|th) floor)(?![\p{L}\d])/iuy;
/** The rest of a number: `12a`, `12 B`, `12/4`, `12-14`. */
const NUMBER_REST = /(?: ?[A-Za-z](?![\p{L}\d]))?(?: ?[-/] ?\d{1,4}[A-Za-z]?(?![\p{L}\d]))?/uy;

export const TAIL_PATTERNS: readonly RegExp[] = [CODE_FIRST, TOWN_FIRST, UNIT, NUMBER_REST];

/** The end of the number that goes on at the position. */
export function numberRestEnd(text: string, from: number): number {
  return matchEnd(NUMBER_REST, text, from);
}

export function unitEnd(text: string, from: number): number {
  return matchEnd(UNIT, text, from);
}

/** The end of post code and town in either order; `from` itself where there are none. */
export function townEnd(text: string, from: number): number {
  const end = matchEnd(CODE_FIRST, text, from);
  return end > from ? end : matchEnd(TOWN_FIRST, text, from);
}

function matchEnd(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : from;
}
