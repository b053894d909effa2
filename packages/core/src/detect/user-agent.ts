/** What a user agent looks like (RFC 9110 §10.1.5): a product and its version, with comments in brackets. */

/** `Name/1.0` at the beginning, or one word for a crawler and a bracket. */
const AGENT =
  /^(?:[A-Za-z][\w.-]{0,40}\/v?\d|[\w.-]{0,30}(?:[Bb]ot|[Cc]rawler|[Ss]pider)\s?\(|[\w-]{1,30}\s[\w-]{1,40}\/[\w.-]{0,20}\d\s?\()/u;
const CRAWLER = /bot\b|crawl|spider|nutch|fetcher|slurp|archive|validator|agent\/\d/iu;
/** The engine or the name of a browser, which is run by whoever sits before it. */
const BROWSER = /Gecko|AppleWebKit|Chrome\/|MSIE|Trident|Presto|Opera[ /]/u;
/** A version with a dot, or two comments at the beginning: the text tells of a program, whatever it looks like. */
const PROGRAM = /\bv?\d{1,4}\.\d|^\([^()]{1,40}\)\s?\(/iu;
/** What says that the address behind it is that of the user. */
const USER = /(?:user|login|account|uid|owner|member|customer)[\w-]{0,10}["']?\s?[=:]/iu;

/** For the check against catastrophic backtracking. */
export const AGENT_PATTERNS: readonly RegExp[] = [AGENT, CRAWLER, BROWSER, PROGRAM, USER];

/**
 * Whether the text is a user agent: a browser's begins with `Mozilla`, and all others with a product and its version, or
 * name a crawler at once. Some of them tell in whole sentences what they are for.
 */
export function isUserAgent(text: string): boolean {
  return text.startsWith('Mozilla') || AGENT.test(text);
}

/**
 * Whether an address in a user agent is published by whoever wrote or runs the program, to be written to (RFC 9110 §10.1.2
 * asks robots for one): in that of a crawler, and of any program that is no browser, unless the text says whose user
 * it is.
 */
export function publishesContact(agent: string): boolean {
  if (USER.test(agent)) return false;
  return CRAWLER.test(agent) || (!BROWSER.test(agent) && (isUserAgent(agent) || PROGRAM.test(agent)));
}
