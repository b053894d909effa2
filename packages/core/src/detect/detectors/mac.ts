import { isDigitAt, isHexAt, isWordAt } from '../characters.ts';
import { hasCueBefore, makeCues } from '../cues.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { MEANING } from '../meaning.ts';
import { SIGN } from '../signs.ts';

/** Six pairs with one separator between them, three fours with dots, and twelve digits alone. */
const PAIRS_LENGTH = 17;
const FOURS_LENGTH = 14;
const BARE_LENGTH = 12;
const CUES = makeCues(['mac', 'macaddress', 'hwaddr', 'ether', 'bssid', 'lladdr', 'hardware']);

/**
 * Hardware addresses (IEEE 802, EUI-48) written with `:`, `-` or, as on Cisco devices, dots. Addresses of nobody (all
 * zeros, broadcast) and what goes on as an IPv6 address, a UUID or a list of numbers are none.
 */
export const mac: Detector = {
  id: 'mac',
  version: 2,
  kind: 'mac',
  // Fifteen or more characters of pairs and separators have no sign of their own; colons are rarer than dashes and dots.
  trigger: SIGN.colon,
  meanings: MEANING.mac,
  patterns: [],
  find,
};

/** Hardware addresses with dashes or dots in running text, which has no colon to tell of them. */
export const macInText: Detector = {
  id: 'mac_in_text',
  version: 1,
  kind: 'mac',
  trigger: SIGN.digit | SIGN.space | SIGN.beyondHex,
  patterns: [],
  find: (text) => (text.includes(':') || !mayHoldAddress(text) ? NO_SPANS : findAddresses(text, false)),
};

function find(text: string, meaning: number): readonly Span[] {
  const isAnnounced = (meaning & MEANING.mac) !== 0;
  if (isAnnounced && isBare(text)) return [{ start: 0, end: BARE_LENGTH }];
  return isAnnounced || mayHoldAddress(text) ? findAddresses(text, isAnnounced) : NO_SPANS;
}

function findAddresses(text: string, isAnnounced: boolean): readonly Span[] {
  let spans: Span[] | null = null;
  let index = 0;
  while (index <= text.length - FOURS_LENGTH) {
    const end = isHexAt(text, index) && !isWordAt(text, index - 1) ? addressEnd(text, index, isAnnounced) : 0;
    if (end > 0) {
      spans ??= [];
      spans.push({ start: index, end });
    }
    index = end > 0 ? end : index + 1;
  }
  return spans ?? NO_SPANS;
}

function isBare(text: string): boolean {
  return text.length === BARE_LENGTH && hexEnd(text, 0) === BARE_LENGTH;
}

/** Whether some separator has another one the width of a group behind it: most texts with colons have not. */
function mayHoldAddress(text: string): boolean {
  return hasNeighbours(text, ':', 3) || hasNeighbours(text, '-', 3) || hasDottedFours(text);
}

function hasNeighbours(text: string, separator: string, distance: number): boolean {
  for (let at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + 1)) {
    if (text.charAt(at + distance) === separator && text.charAt(at + 2 * distance) === separator) return true;
  }
  return false;
}

/** Whether two dots have four characters between them, hexadecimal digits before the first and behind the second. */
function hasDottedFours(text: string): boolean {
  for (let at = text.indexOf('.'); at >= 0; at = text.indexOf('.', at + 1)) {
    if (text.charAt(at + 5) === '.' && isHexAt(text, at - 1) && isHexAt(text, at + 6)) return true;
  }
  return false;
}

function hexEnd(text: string, start: number): number {
  let end = start;
  while (isHexAt(text, end)) end++;
  return end;
}

/** The position after the address that begins with the hexadecimal digits here, or 0. */
function addressEnd(text: string, start: number, isAnnounced: boolean): number {
  const size = isHexAt(text, start + 2) ? 4 : 2;
  const separator = text.charAt(start + size);
  if (!(size === 2 ? ':-' : '.').includes(separator || ' ')) return 0;
  const end = start + (size === 2 ? PAIRS_LENGTH : FOURS_LENGTH);
  if (isJoined(text, start - 1, separator, -1) || isJoined(text, end, separator, 1)) return 0;
  if (!hasGroups(text, start, end, size)) return 0;
  return tellsOfDevice(text, start, end, isAnnounced) ? end : 0;
}

/** Whether hexadecimal groups of this size follow each other, one separator between two. */
function hasGroups(text: string, start: number, end: number, size: number): boolean {
  for (let index = start; index < end; index++) {
    const isBetween = (index - start) % (size + 1) === size;
    const isRight = isBetween ? text.charAt(index) === text.charAt(start + size) : isHexAt(text, index);
    if (!isRight) return false;
  }
  return true;
}

/** Whether form or announcement say that it is no time, no list of numbers and not the address of nobody. */
function tellsOfDevice(text: string, start: number, end: number, isAnnounced: boolean): boolean {
  if (isNobody(text.slice(start, end))) return false;
  if (isAnnounced || hasCueBefore(text, start, CUES)) return true;
  if (text.charAt(start + 2) === '-') return hasLetter(text, start, end);
  if (text.charAt(start + 4) === '.') return hasLetter(text, start, end) && hasDigit(text, start, end);
  return text.charAt(start + 2) === ':' && hasLetterOrLongLead(text, start, end);
}

function isJoined(text: string, index: number, separator: string, step: -1 | 1): boolean {
  if (isWordAt(text, index)) return true;
  return text.charAt(index) === separator && isWordAt(text, index + step);
}

function isNobody(address: string): boolean {
  return !/[^0.:-]/.test(address) || !/[^f.:-]/i.test(address);
}

function hasLetter(text: string, start: number, end: number): boolean {
  for (let index = start; index < end; index++)
    if (isHexAt(text, index) && !isDigitAt(text, index)) return true;
  return false;
}

function hasDigit(text: string, start: number, end: number): boolean {
  for (let index = start; index < end; index++) if (isDigitAt(text, index)) return true;
  return false;
}

/** Digits only could be a time or a list of numbers, unless some pair is above 59. */
function hasLetterOrLongLead(text: string, start: number, end: number): boolean {
  if (hasLetter(text, start, end)) return true;
  for (let index = start; index < end; index += 3) if (text.charAt(index) >= '6') return true;
  return false;
}
