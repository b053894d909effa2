/** What a user agent looks like (RFC 9110 §10.1.5): a product and its version, with comments in brackets. */

/** `Name/1.0` at the beginning, or one word for a crawler and a bracket. */
const AGENT =
  /^(?:[A-Za-z][\w.-]{0,40}\/v?\d|[\w.-]{0,30}(?:[Bb]ot|[Cc]rawler|[Ss]pider)\s?\(|[\w-]{1,30}\s[\w-]{1,40}\/[\w.-]{0,20}\d\s?\()/u;
const CRAWLER = /bot\b|crawl|spider|nutch|fetcher|slurp|archive|validator|agent\/\d/iu;

/** For the check against catastrophic backtracking. */
export const AGENT_PATTERNS: readonly RegExp[] = [AGENT, CRAWLER];

/**
 * Whether the text is a user agent: a browser's begins with `Mozilla`, and all others with a product and its version, or
 * name a crawler at once. Some of them tell in whole sentences what they are for.
 */
export function isUserAgent(text: string): boolean {
  return text.startsWith('Mozilla') || AGENT.test(text);
}

/** Whether a user agent is that of a crawler: the addresses in it are published by whoever runs it, to be written to. */
export function isCrawler(text: string): boolean {
  return CRAWLER.test(text);
}
