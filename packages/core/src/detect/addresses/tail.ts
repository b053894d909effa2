/** What follows street and number: a unit, a post code and a town. */

/** Post codes by form: UPU member countries' addressing (https://www.upu.int, "Addressing systems"). */
const CODE =
  '(?:[A-Z]{1,2}-)?(?:\\d{5}-\\d{3,4}|\\d{4}-\\d{3}|\\d{3}-\\d{4}|\\d{2}-\\d{3}|\\d{3} \\d{2}|\\d{4} ?[A-Z]{2}|\\d{3,7})|[A-Z]\\d[A-Z] ?\\d[A-Z]\\d|[A-Z]{1,2}\\d[A-Z\\d]? ?\\d[A-Z]{2}';
const WORD = "\\p{Lu}[\\p{L}'’.-]{1,30}";
const TOWN = `${WORD}(?: (?:\\p{Ll}{1,4} ){0,2}\\p{Lu}[\\p{L}'’.-]{0,30}){0,4}`;

/** `, 10115 Berlin`. */
const CODE_FIRST = new RegExp(`,?[ \\n]{1,2}(?:${CODE}) ${TOWN}`, 'uy');
/** `, Springfield, IL 62704`, `, London NW1 6XE`. */
const TOWN_FIRST = new RegExp(`,?[ \\n]{1,2}${TOWN},? (?:[A-Z]{2,3},? )?(?:${CODE})(?![\\p{L}\\d])`, 'uy');
/** `, Denpasar, Bali`: towns without a code, where nothing follows. */
const LAST_TOWNS = new RegExp(`(?:, ${TOWN}){1,3}(?=$|[.;)\\n"])`, 'uy');
/** `, Apt 4B`, ` Suite 100`, ` #5`, `, 3rd Floor`, `, кв. 19`, ` D:5`. */
const UNIT =
  /,? (?:(?:apt|apartment|apto|dpto|depto|dto|departamento|suite|ste|unit|flat|floor|room|rm|bus|bte|etage|piso|puerta|oficina|torre|bloque|lgh|bl|sc|ap|кв|оф|ет|ап|эт|под|daire|kat)(?:\. ?| )#?[A-Z\d]{1,5}|[dk]: ?\d{1,4}|# ?[A-Z\d]{1,5}|\d{1,2}(?:st|nd|rd|th) floor)(?![\p{L}\d])/iuy;
/** Units that one address has at most: `piso 4 dto. B`, `bl. J3, sc. 1, ap. 12`. */
const UNITS_MAX = 4;
/** The rest of a number: `12a`, `12 B`, `12/4`, `12-14`, `44 A 10`. */
const NUMBER_REST =
  /(?: ?[A-Za-z](?![\p{L}\d])(?: \d{1,3}(?=,))?)?(?: ?[-/] ?\d{1,5}[A-Za-z]?(?![\p{L}\d]))?/uy;
/** `1052 Budapest, ` before a street. */
const TOWN_BEFORE = new RegExp(`(?:^|[\\s(:"])(\\d{4,6} ${TOWN}, ?)$`, 'u');
const TOWN_BEFORE_LENGTH_MAX = 60;
/** `No: `, `nr. `, `č. `, `№ ` before the number of a house. */
const NUMBER_SIGN = /(?:(?:^|[\s,])(?:no|nr|nro|num|núm|br|č|čp|n)[.:°º]|№) ?$/iu;
const NUMBER_SIGN_LENGTH_MAX = 8;

export const TAIL_PATTERNS: readonly RegExp[] = [
  CODE_FIRST,
  TOWN_FIRST,
  LAST_TOWNS,
  UNIT,
  NUMBER_REST,
  TOWN_BEFORE,
  NUMBER_SIGN,
];

/** The end of the number that goes on at the position. */
export function numberRestEnd(text: string, from: number): number {
  return matchEnd(NUMBER_REST, text, from);
}

export function unitEnd(text: string, from: number): number {
  let end = from;
  for (let units = 0; units < UNITS_MAX; units++) {
    const next = matchEnd(UNIT, text, end);
    if (next === end) break;
    end = next;
  }
  return end;
}

/** The end of towns without a code that are the last of the text or a sentence; `from` itself where there are none. */
export function lastTownsEnd(text: string, from: number): number {
  return matchEnd(LAST_TOWNS, text, from);
}

/** Where the post code and the town before a street begin; `from` itself where there are none. */
export function townStart(text: string, from: number): number {
  const before = text.slice(Math.max(0, from - TOWN_BEFORE_LENGTH_MAX), from);
  return from - (TOWN_BEFORE.exec(before)?.[1]?.length ?? 0);
}

/** Where the sign for a number begins that stands before one; `from` itself where there is none. */
export function numberSignStart(text: string, from: number): number {
  const before = text.slice(Math.max(0, from - NUMBER_SIGN_LENGTH_MAX), from);
  return from - (NUMBER_SIGN.exec(before)?.[0].trimStart().length ?? 0);
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
