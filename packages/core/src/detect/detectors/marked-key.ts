/** Keys that have no prefix of their own, but a mark inside: a separator at a fixed place, or an ending. */
import { decodeBase64Text } from '../base64.ts';
import { isAlphanumericAt, isDigitAt, isTokenAt, isWordAt, tokenEnd } from '../characters.ts';
import type { Span } from '../detector.ts';
import { type Body, bodyEnd, parseBody } from './key-body.ts';

/** Keys by the character that follows their first token. */
const AFTER_TOKEN: Readonly<Record<string, readonly Body[]>> = {
  // A bot's number, `:AA` and 33 characters (https://core.telegram.org/bots/api#authorizing-your-bot, 2026-11);
  // Firebase server keys (https://firebase.google.com/docs/cloud-messaging/auth-server)
  ':': ['d{8,10}:AAt{32,33}', 't{11}:APA91bt{134}'].map(parseBody),
  // Discord bots (https://discord.com/developers/docs/reference#authentication); Terraform Cloud; Ably
  // (https://ably.com/docs/auth/basic); Kagi has five parts
  '.': ['t{23,26}.t{6}.t{27,38}', 'n{14}.atlasv1.t{60,70}', 't{6}.t{6}:t{40,48}'].map(parseBody),
  // An application's number and secret (https://developers.facebook.com/docs/facebook-login/guides/access-tokens)
  '|': ['d{15,16}|t{27}'].map(parseBody),
  // A client secret of Microsoft Entra: `Q~` at the fifth character (https://learn.microsoft.com/entra, 2026-11)
  '~': ['n{3}d{1}Q~e{31,34}'].map(parseBody),
};
/** Longest token before such a character, and shortest that is a key by itself. */
const MARKED_LENGTH_MAX = 28;
const MARKED_TOKEN_LENGTH_MIN = 36;
const DISCORD_HEADS = 'MNO';
const DISCORD_HEAD_LENGTH_MIN = 23;
/** Characters of an application's id and of a key's at Ably. */
const ABLY_APP = 6;
const MAILCHIMP_DASH = 32;
const AZURE_DEVOPS_LENGTH = 84;
const AZURE_DEVOPS_MARK = 'AZDO';
const AZURE_DEVOPS_AT = 76;
/** Azure's newer keys carry it after 52 characters (https://learn.microsoft.com/azure/key-vault, 2026-11). */
const AZURE_MARK = 'JQQJ99';
const WEBEX = parseBody('n{64}_U{4}_h{8}-h{4}-h{4}-h{4}-h{12}');
const WEBEX_LENGTH = 106;
const LICENCE_MARK = 'NRAL';
const LICENCE_REGIONS: readonly string[] = ['eu01xx', 'gov01x'];
const LICENCE_REGION_LENGTH = 6;
const MAXMIND_MARK = '_mmk';
/** Hexadecimal digits as the providers write them, with small letters. */
const HEX_RUN = parseBody('h{0,64}');

/** The key whose first token is from `start` to `end`; null where it is none. */
export function markedKeyAt(text: string, start: number, end: number): Span | null {
  const length = end - start;
  if (length <= MARKED_LENGTH_MAX) {
    const bodies = end === text.length ? undefined : AFTER_TOKEN[text.charAt(end)];
    return bodies === undefined ? null : markedBy(text, start, end, bodies);
  }
  return length < MARKED_TOKEN_LENGTH_MIN ? null : isMarkedToken(text, start, end) ? { start, end } : null;
}

function markedBy(text: string, tokenStart: number, separator: number, bodies: readonly Body[]): Span | null {
  const start = afterBot(text, tokenStart, separator);
  if (text.charAt(separator) === '.' && !looksLikeBot(text, start, separator)) return null;
  for (const body of bodies) {
    const end = bodyEnd(text, start, body);
    if (end > separator && !isTokenAt(text, end)) return { start, end };
  }
  return null;
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
  // https://mailchimp.com/developer/marketing/docs/fundamentals/: 32 digits and the data centre
  if (text.startsWith('-us', start + MAILCHIMP_DASH)) {
    return (
      isHexRun(text, start, start + MAILCHIMP_DASH) &&
      length <= MAILCHIMP_DASH + 5 &&
      isDigitAt(text, end - 1)
    );
  }
  // https://developer.webex.com/docs/getting-your-personal-access-token: a body, a cluster and the organization
  if (length === WEBEX_LENGTH && text.charAt(start + 64) === '_') return bodyEnd(text, start, WEBEX) === end;
  if (length === AZURE_DEVOPS_LENGTH && hasAzureMark(text, start)) return isAlphanumericRun(text, start, end);
  // https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/#license-key
  if (length === 40 && text.startsWith(LICENCE_MARK, end - 4)) {
    return isHexRun(text, start + licenceRegionLength(text, start), end - 4);
  }
  // https://dev.maxmind.com/license-key: two runs and an ending
  return length === 40 && text.startsWith(MAXMIND_MARK, end - 4) && isWordAt(text, start);
}

function hasAzureMark(text: string, start: number): boolean {
  return (
    text.startsWith(AZURE_DEVOPS_MARK, start + AZURE_DEVOPS_AT) || text.startsWith(AZURE_MARK, start + 52)
  );
}

/** Keys of regions outside of the United States begin with them: `eu01xx`, `gov01x`. */
function licenceRegionLength(text: string, start: number): number {
  return LICENCE_REGIONS.some((region) => text.startsWith(region, start)) ? LICENCE_REGION_LENGTH : 0;
}

function isHexRun(text: string, start: number, end: number): boolean {
  return bodyEnd(text, start, HEX_RUN) >= end;
}

function isAlphanumericRun(text: string, start: number, end: number): boolean {
  let index = start;
  while (index < end && isAlphanumericAt(text, index)) index++;
  return index === end && tokenEnd(text, start) === end;
}
