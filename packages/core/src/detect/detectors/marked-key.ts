/** Keys that have no prefix of their own, but a mark inside: a separator at a fixed place, or an ending. */
import { decodeBase64Text } from '../base64.ts';
import { isDigitAt, isTokenAt, isWordAt } from '../characters.ts';
import type { Span } from '../detector.ts';
import { type Body, bodyEnd, parseBody } from './key-body.ts';
import { isOpaque } from './opaque.ts';

/** Keys by the character that follows their first token. */
const AFTER_TOKEN: Readonly<Record<string, readonly Body[]>> = {
  // A bot's number, `:AA` and 33 characters (https://core.telegram.org/bots/api#authorizing-your-bot, 2026-11);
  // Firebase server keys (https://firebase.google.com/docs/cloud-messaging/auth-server); administrators of Ghost
  // (https://docs.ghost.org/admin-api); the free plan of DeepL
  ':': ['d{8,10}:AAt{32,33}', 't{11}:APA91bt{134}', 'h{24}:h{64}', 'h{8}-h{4}-h{4}-h{4}-h{12}:fx'].map(
    parseBody,
  ),
  // Discord bots (https://discord.com/developers/docs/reference#authentication); Terraform Cloud; Ably
  // (https://ably.com/docs/auth/basic)
  '.': ['t{23,26}.t{6}.t{27,38}', 'n{14}.atlasv1.t{60,70}', 't{6}.t{6}:t{40,48}'].map(parseBody),
  // An application's number and secret (https://developers.facebook.com/docs/facebook-login/guides/access-tokens)
  '|': ['d{15,16}|t{27}'].map(parseBody),
  // A client secret of Microsoft Entra: `Q~` at the fifth character (https://learn.microsoft.com/entra, 2026-11)
  '~': ['n{3}d{1}Q~r{31,34}'].map(parseBody),
};
/**
 * Keys whose last piece must have capitals, small letters and digits, because other things are alike. By the length of
 * the token before a dot: keys of the Django REST framework, such as Baseten's
 * (https://florimondmanca.github.io/djangorestframework-api-key), and Ollama's and Zhipu's, 32 digits and a secret.
 */
const MIXED_AFTER_DOT: ReadonlyMap<number, readonly Body[]> = bodiesByLength([
  [8, 'n{8}.n{32}'],
  [32, 'h{32}.t{24}'],
  [32, 'h{32}.n{16}'],
]);
/** Laravel's number of the row and the token, with a checksum since 2023 (https://laravel.com/docs/sanctum). */
const MIXED_AFTER_BAR: readonly Body[] = ['d{1,9}|n{40}', 'd{1,9}|n{48}'].map(parseBody);
/** Longest token before such a character, and shortest that is a key by itself. */
const MARKED_LENGTH_MAX = 36;
const MARKED_TOKEN_LENGTH_MIN = 33;
const DISCORD_HEADS = 'MNO';
const DISCORD_HEAD_LENGTH_MIN = 23;
/** Characters of an application's id and of a key's at Ably. */
const ABLY_APP = 6;
/** Tokens that hyphens, low lines or letters at fixed places tell, by their length. */
const BY_LENGTH: ReadonlyMap<number, readonly Body[]> = bodiesByLength([
  // https://pixabay.com/api/docs: the account's number and 25 digits
  [33, 'd{7}-h{25}'],
  [34, 'd{8}-h{25}'],
  // https://docs.bunny.net/reference: a zone's password, and an account's key of two UUIDs without a sign between
  [41, 'h{8}-h{4}-h{4}-h{12}-h{4}-h{4}'],
  [72, 'h{8}-h{4}-h{4}-h{4}-h{20}-h{4}-h{4}-h{4}-h{12}'],
  // https://documentation.mailgun.com/docs/mailgun/user-manual: newer keys, and those that sign
  [50, 'h{32}-h{8}-h{8}'],
  // https://www.dropbox.com/developers: tokens that do not expire
  [64, 'n{11}AAAAAAAAAAt{43}'],
  // https://dev.azure.com, https://learn.microsoft.com/azure/key-vault (2026-11): the mark of the service, or of the form
  [84, 'n{76}AZDOn{4}'],
  [84, 'n{52}JQQJ99n{26}'],
  // https://developer.webex.com/docs/getting-your-personal-access-token: a body, a cluster and the organization
  [106, 'n{64}_U{4}_h{8}-h{4}-h{4}-h{4}-h{12}'],
]);
/** As above, where the whole token must have capitals, small letters and digits. */
const MIXED_BY_LENGTH: ReadonlyMap<number, readonly Body[]> = bodiesByLength([
  // https://ngrok.com/docs/agent: an id that sorts by time, and a secret
  [49, 'd{1}n{26}_n{21}'],
  // https://docs.x.com/fundamentals/authentication: the account's number and 40 characters
  ...[15, 16, 17, 18, 19].map((digits) => [digits + 41, `d{${digits}}-n{40}`] as const),
]);
const MAILCHIMP_DASH = 32;
/** Length of the keys that an ending tells, and of the ending. */
const ENDED_LENGTH = 40;
const ENDING_LENGTH = 4;
const LICENCE_MARK = 'NRAL';
const LICENCE_REGIONS: readonly string[] = ['eu01xx', 'gov01x'];
const LICENCE_REGION_LENGTH = 6;
const MAXMIND_MARK = '_mmk';
/** A hash behind a project and an environment, or `*` for all of them (https://docs.getunleash.io/reference/api-tokens). */
const UNLEASH_LENGTH = 56;
const UNLEASH_SCOPE = /:[\w*-]{1,40}\.$/u;
const UNLEASH_SCOPE_LENGTH_MAX = 42;
/** Hexadecimal digits as the providers write them, with small letters. */
const HEX_RUN = parseBody('h{0,64}');

/** The key whose first token is from `start` to `end`; null where it is none. */
export function markedKeyAt(text: string, start: number, end: number): Span | null {
  const length = end - start;
  const key = length <= MARKED_LENGTH_MAX && end < text.length ? markedBy(text, start, end) : null;
  if (key !== null) return key;
  return length >= MARKED_TOKEN_LENGTH_MIN && isMarkedToken(text, start, end) ? { start, end } : null;
}

function markedBy(text: string, tokenStart: number, separator: number): Span | null {
  const sign = text.charAt(separator);
  const bodies = AFTER_TOKEN[sign];
  if (bodies === undefined) return null;
  const start = afterBot(text, tokenStart, separator);
  if (sign !== '.' || looksLikeBot(text, start, separator)) {
    const end = keyEnd(text, start, bodies);
    if (end > separator) return { start, end };
  }
  const mixed = mixedBodies(sign, separator - tokenStart);
  const end = mixed === undefined ? 0 : keyEnd(text, tokenStart, mixed);
  return end > separator && isMixed(text, separator + 1, end) ? { start: tokenStart, end } : null;
}

function mixedBodies(sign: string, length: number): readonly Body[] | undefined {
  if (sign === '.') return MIXED_AFTER_DOT.get(length);
  return sign === '|' ? MIXED_AFTER_BAR : undefined;
}

/** The end of the first of these bodies that begins at the position; 0 where none does. */
function keyEnd(text: string, start: number, bodies: readonly Body[] = []): number {
  for (const body of bodies) {
    const end = bodyEnd(text, start, body);
    if (end > 0 && !isTokenAt(text, end)) return end;
  }
  return 0;
}

function isMixed(text: string, start: number, end: number): boolean {
  const piece = text.slice(start, end);
  return /[A-Z]/u.test(piece) && /[a-z]/u.test(piece) && /\d/u.test(piece) && isOpaque(piece);
}

/** A bot's token follows the word `bot` in the URLs of its interface, so letters may stand before it. */
function afterBot(text: string, start: number, separator: number): number {
  if (text.charAt(separator) !== ':' || !text.startsWith('bot', start)) return start;
  return isDigitAt(text, start + 3) ? start + 3 : start;
}

/** Discord's begin with the base64 of the digits of an id; Terraform's have their mark. */
function looksLikeBot(text: string, start: number, separator: number): boolean {
  if (text.startsWith('.atlasv1.', start + 14)) return true;
  if (separator - start === ABLY_APP) return text.charAt(separator + ABLY_APP + 1) === ':';
  if (!DISCORD_HEADS.includes(text.charAt(start))) return false;
  // So short are only the oldest ids, and a name of as many characters before a dot is not rare.
  if (separator - start > DISCORD_HEAD_LENGTH_MIN) return true;
  return /^\d+$/u.test(decodeBase64Text(text, start, separator) ?? '');
}

function isMarkedToken(text: string, start: number, end: number): boolean {
  const length = end - start;
  if (keyEnd(text, start, BY_LENGTH.get(length)) === end) return true;
  if (keyEnd(text, start, MIXED_BY_LENGTH.get(length)) === end) return isMixed(text, start, end);
  if (length === UNLEASH_LENGTH) return isUnleashHash(text, start, end);
  return length === ENDED_LENGTH ? hasEnding(text, start, end) : isMailchimpKey(text, start, end);
}

/** https://mailchimp.com/developer/marketing/docs/fundamentals/: 32 digits and the data centre. */
function isMailchimpKey(text: string, start: number, end: number): boolean {
  const dash = start + MAILCHIMP_DASH;
  if (!text.startsWith('-us', dash) || end > dash + 5) return false;
  return isHexRun(text, start, dash) && isDigitAt(text, end - 1);
}

function isUnleashHash(text: string, start: number, end: number): boolean {
  const scope = text.slice(Math.max(0, start - UNLEASH_SCOPE_LENGTH_MAX), start);
  return isHexRun(text, start, end) && UNLEASH_SCOPE.test(scope);
}

function hasEnding(text: string, start: number, end: number): boolean {
  const ending = end - ENDING_LENGTH;
  // https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/#license-key
  if (text.startsWith(LICENCE_MARK, ending)) {
    return isHexRun(text, start + licenceRegionLength(text, start), ending);
  }
  // https://dev.maxmind.com/license-key: two runs and an ending
  return text.startsWith(MAXMIND_MARK, ending) && isWordAt(text, start);
}

/** Keys of regions outside of the United States begin with them: `eu01xx`, `gov01x`. */
function licenceRegionLength(text: string, start: number): number {
  return LICENCE_REGIONS.some((region) => text.startsWith(region, start)) ? LICENCE_REGION_LENGTH : 0;
}

function isHexRun(text: string, start: number, end: number): boolean {
  return bodyEnd(text, start, HEX_RUN) >= end;
}

function bodiesByLength(
  written: readonly (readonly [length: number, body: string])[],
): ReadonlyMap<number, readonly Body[]> {
  const bodies = new Map<number, readonly Body[]>();
  for (const [length, body] of written) bodies.set(length, [...(bodies.get(length) ?? []), parseBody(body)]);
  return bodies;
}
