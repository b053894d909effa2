import { isAlphanumericAt, isDigitAt, isLetterAt, isSpaceAt, isWordAt } from '../characters.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { SIGN } from '../signs.ts';

/** Characters of an IBAN by country (SWIFT IBAN Registry, release 100; experimental entries left out). */
const LENGTHS: ReadonlyMap<string, number> = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 ' +
    'EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 ' +
    'KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 ' +
    'PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 ' +
    'UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** Bank account numbers: a country of the registry, its length, and the check of ISO 7064 mod 97-10 (ISO 13616-1). */
export const iban: Detector = {
  id: 'iban',
  version: 1,
  kind: 'iban',
  trigger: SIGN.digits9,
  patterns: [],
  find,
};

function find(text: string): readonly Span[] {
  let spans: Span[] | null = null;
  for (let index = 0; index < text.length - 14; index++) {
    if (!isDigitAt(text, index + 2) || !isDigitAt(text, index + 3)) continue;
    if (!isLetterAt(text, index) || !isLetterAt(text, index + 1) || isWordAt(text, index - 1)) continue;
    const end = ibanEnd(text, index);
    if (end === 0) continue;
    spans ??= [];
    spans.push({ start: index, end });
    index = end - 1;
  }
  return spans ?? NO_SPANS;
}

/** The position after the IBAN that begins here, or 0. */
function ibanEnd(text: string, start: number): number {
  const length = LENGTHS.get(text.slice(start, start + 2).toUpperCase());
  if (length === undefined) return 0;
  let compact = '';
  let index = start;
  while (compact.length < length) {
    if (isAlphanumericAt(text, index)) compact += text.charAt(index);
    else if (!isGap(text, index, compact.length)) return 0;
    index++;
  }
  return !isWordAt(text, index) && hasRemainderOne(compact) ? index : 0;
}

/** One space or dash between two groups of the printed form. */
function isGap(text: string, index: number, read: number): boolean {
  const isBetween = isAlphanumericAt(text, index - 1) && isAlphanumericAt(text, index + 1) && read >= 2;
  return isBetween && (isSpaceAt(text, index) || text.charAt(index) === '-');
}

function hasRemainderOne(compact: string): boolean {
  let remainder = 0;
  for (let index = 0; index < compact.length; index++) {
    const value = Number.parseInt(compact.charAt((index + 4) % compact.length), 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}
