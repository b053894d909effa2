import { isDigitAt, isHexAt, isWordAt } from '../characters.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { MEANING } from '../meaning.ts';
import { SIGN } from '../signs.ts';

/** Characters of the longest form, with an IPv4 address at its end (RFC 4291 §2.2). */
const LENGTH_MAX = 45;
const GROUPS = 8;

/**
 * IPv6 addresses (RFC 4291 §2.2): eight groups, or fewer with one `::`. Times, hardware addresses, `Name::member` and
 * the loopback address are none.
 */
export const ipv6: Detector = {
  id: 'ipv6',
  version: 2,
  kind: 'ip',
  trigger: SIGN.ipv6Colons,
  meanings: MEANING.ip,
  patterns: [],
  find,
};

function find(text: string, meaning: number): readonly Span[] {
  const isAnnounced = (meaning & MEANING.ip) !== 0;
  if (!isAnnounced && (meaning & MEANING.safe) !== 0) return NO_SPANS;
  let spans: Span[] | null = null;
  let free = 0;
  for (let colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', free)) {
    let start = colon;
    while (start > free && isHexAt(text, start - 1)) start--;
    free = runEnd(text, colon);
    const end = text.charAt(free - 1) === '.' || isLoneColon(text, free) ? free - 1 : free;
    if (!isAddress(text, start, end, isAnnounced)) continue;
    spans ??= [];
    spans.push({ start, end });
  }
  return spans ?? NO_SPANS;
}

function runEnd(text: string, colon: number): number {
  let end = colon + 1;
  while (
    isHexAt(text, end) ||
    text.charAt(end) === ':' ||
    (text.charAt(end) === '.' && isDigitAt(text, end - 1))
  ) {
    end++;
  }
  return end;
}

function isLoneColon(text: string, end: number): boolean {
  return text.charAt(end - 1) === ':' && text.charAt(end - 2) !== ':';
}

// oxlint-disable-next-line max-params -- asked at every colon, so it takes no object.
function isAddress(text: string, start: number, end: number, isAnnounced: boolean): boolean {
  if (end - start < (isAnnounced ? 2 : 4) || end - start > LENGTH_MAX) return false;
  if (isWordAt(text, start - 1) || isWordAt(text, end)) return false;
  const address = text.slice(start, end);
  const gap = address.indexOf('::');
  if (gap < 0) return countGroups(address) === GROUPS;
  if (address.includes('::', gap + 1)) return false;
  return isShortened(address, gap, isAnnounced);
}

/** Whether what is left and right of the `::` makes fewer than eight groups, and enough of them to be no program name. */
function isShortened(address: string, gap: number, isAnnounced: boolean): boolean {
  const left = countGroups(address.slice(0, gap));
  const right = countGroups(address.slice(gap + 2));
  if (left < 0 || right < 0 || left + right >= GROUPS) return false;
  // `a::b` is more often a name in a program; an address says more, or begins with a full group.
  return isAnnounced || left + right >= 3 || (left >= 1 && address.indexOf(':') >= 3);
}

/** How many 16-bit groups the list has, an IPv4 address at the end counting as two; -1 where it is malformed. */
function countGroups(list: string): number {
  if (list === '') return 0;
  const groups = list.split(':');
  let count = groups.length;
  for (const [index, group] of groups.entries()) {
    if (group.includes('.')) {
      if (index !== groups.length - 1 || !isDottedQuad(group)) return -1;
      count++;
    } else if (group.length === 0 || group.length > 4) return -1;
  }
  return count;
}

function isDottedQuad(group: string): boolean {
  const octets = group.split('.');
  return octets.length === 4 && octets.every((octet) => octet !== '' && Number(octet) <= 255);
}
