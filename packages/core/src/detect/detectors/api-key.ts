import { isDigitAt, isTokenAt, isWordAt, tokenEnd } from '../characters.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { SIGN } from '../signs.ts';
import { KEY_FORMATS, type KeyFormat } from './key-formats.ts';

/** Shortest token that any format describes, in characters. */
const TOKEN_LENGTH_MIN = 16;
/** A bot's number, `:AA` and 33 characters (https://core.telegram.org/bots/api#authorizing-your-bot, 2026-11). */
const TELEGRAM_MARK = ':AA';
const TELEGRAM_LENGTH = 35;
const TELEGRAM_DIGITS_MIN = 8;
const TELEGRAM_DIGITS_MAX = 10;

const BY_HEAD = indexByHead(KEY_FORMATS);

/**
 * Secret keys of well-known providers, by their published prefixes (`key-formats.ts`). Keys that are meant to be
 * public, such as write keys of analytics products, are none.
 */
export const apiKey: Detector = {
  id: 'api_key',
  version: 1,
  kind: 'api_key',
  trigger: SIGN.token16 | SIGN.beyondHex,
  patterns: KEY_FORMATS.map(({ body }) => body),
  find,
};

function find(text: string): readonly Span[] {
  let spans: Span[] | null = null;
  let index = 0;
  while (index < text.length) {
    if (!isTokenAt(text, index)) {
      index++;
      continue;
    }
    const end = tokenEnd(text, index);
    const keyEnd = end - index < TOKEN_LENGTH_MIN && text.charAt(end) !== '.' ? 0 : keyEndAt(text, index);
    if (keyEnd > 0) {
      spans ??= [];
      spans.push({ start: index, end: keyEnd });
    }
    index = Math.max(end, keyEnd);
  }
  const bots = findTelegram(text);
  if (spans === null || bots.length === 0) return spans ?? bots;
  return [...spans, ...bots].toSorted((left, right) => left.start - right.start);
}

function keyEndAt(text: string, start: number): number {
  const formats = BY_HEAD.get(text.slice(start, start + 2));
  if (formats === undefined) return 0;
  for (const { prefix, body } of formats) {
    if (!text.startsWith(prefix, start)) continue;
    body.lastIndex = start + prefix.length;
    const found = body.exec(text);
    if (found !== null) return body.lastIndex;
  }
  return 0;
}

function findTelegram(text: string): readonly Span[] {
  let spans: Span[] | null = null;
  for (let colon = text.indexOf(TELEGRAM_MARK); colon >= 0; colon = text.indexOf(TELEGRAM_MARK, colon + 1)) {
    let start = colon;
    while (start > colon - TELEGRAM_DIGITS_MAX && isDigitAt(text, start - 1)) start--;
    const end = tokenEnd(text, colon + 1);
    if (colon - start < TELEGRAM_DIGITS_MIN || isDigitAt(text, start - 1)) continue;
    if (end - colon - 1 !== TELEGRAM_LENGTH || isKeyPart(text, start - 1)) continue;
    spans ??= [];
    spans.push({ start, end });
  }
  return spans ?? NO_SPANS;
}

/** A bot's token follows the word `bot` in the URLs of its interface, so letters may stand before it. */
function isKeyPart(text: string, index: number): boolean {
  return isWordAt(text, index) && text.slice(index - 2, index + 1) !== 'bot';
}

function indexByHead(formats: readonly KeyFormat[]): ReadonlyMap<string, readonly KeyFormat[]> {
  const byHead = new Map<string, KeyFormat[]>();
  for (const format of formats) {
    const head = format.prefix.slice(0, 2);
    byHead.set(head, [...(byHead.get(head) ?? []), format]);
  }
  return byHead;
}
