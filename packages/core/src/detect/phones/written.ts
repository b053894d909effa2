/** Phone numbers by what stands around them: a key, a cue, an extension. Plans of numbering are not asked. */
import { codeAt, isDigitAt, isSpaceAt, isWordAt } from '../characters.ts';
import type { Span } from '../detector.ts';

/** Subscriber numbers of the smallest plans (Ascension, Cook Islands) have five digits; E.164 §6.2.1 allows fifteen. */
const DIGITS_MIN = 5;
const DIGITS_MAX = 15;
/** Longer values are lists or texts, which are searched as text. */
const VALUE_LENGTH_MAX = 48;
/** Run-together digits behind a cue are a number from this length on. */
const RUN_DIGITS_MIN = 9;

/** Before the number, in international format without its plus, in links to chats (WhatsApp's help, "How to use click to chat"). */
const CHAT_LINK = 'wa.me/';

/** How far back a cue is looked for, in characters, and how many words. */
const CUE_REACH = 40;
const CUE_WORDS_MAX = 4;

/** A whole value: `tel:` and `+` as may be, digits of any script with the usual separators, and an extension. */
const WHOLE =
  /^(?:tel:|callto:|sms:|whatsapp:)?\s{0,4}\(?\+?[\s(]{0,2}\p{Nd}(?:[\s\p{Pd}.()/]{0,3}\p{Nd}){4,20}(?:[;,]?\s{0,2}(?:ext?n?\.?|extension|poste|#)[=:.]?\s{0,2}\p{Nd}{1,7})?(?:;[\w=.+-]{0,24})?$/iu;
/** `1-800-FLOWERS`: letters of the keypad (ITU-T E.161) in the last seven places. */
const VANITY = /^(?:\+?1[ .-]?)?\(?8\d\d\)?[ .-]?[A-Z\d]{3}-?[A-Z\d]{4}$/iu;
/** What is written alike: dates, decimals and IPv4 addresses. */
const NO_NUMBER =
  /^(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4}|\d+\.\d{1,2}|0?\.\d+|\d{1,3}(?:\.\d{1,3}){3})$/u;
const DIGIT = /\p{Nd}/gu;
/** `ext. 12`, `x12`, `;ext=12` (RFC 3966 §3), `Durchwahl 12` behind a number. */
const EXTENSION =
  /(?:;ext=|,?\s{0,2}(?:ext(?:ension|n|\.)?|x|poste|durchwahl|dw|anexo|int\.)[:.]?\s{0,2})\d{1,7}(?![\p{L}\d])/iuy;

export const WRITTEN_PATTERNS: readonly RegExp[] = [WHOLE, VANITY, NO_NUMBER, DIGIT, EXTENSION];

/** Words before a number in many languages, in lower case. */
const CUES: ReadonlySet<string> = new Set(
  `tel telefon telefoon telefono teléfono telefone telefonnummer telephone téléphone tél tlf tfn fon fone phone phones
  phonenumber mobile mobil mobiel mobilnummer móvil movil celular celulare cellulare cell cellphone portable gsm handy
  handynummer rufnummer whatsapp sms msisdn fax telefax landline hotline viber signal puhelin puh telefonszám numer
  komórka kom komórkowy telefón mobitel тел телефон моб номер τηλ τηλέφωνο κινητό هاتف جوال טלפון 电话 手机 電話 携帯 전화
  휴대폰 appelez appeler appelle rappelez rappeler joindre joignable llámame llámeme llame llamar llamada chiamami chiamare
  ligue ligar telefonar anrufen anruf erreichbar zurückrufen bellen gebeld ringen soita zadzwoń dzwonić zavolejte arayın call calling called callback dial dialed ring text texted`.split(
    /\s+/u,
  ),
);
/** Where the scripts of East Asia begin, and cues that are found inside of what stands there between two spaces. */
const HAN_MIN = 0x3040;
const HAN_CUES: readonly string[] = ['电话', '手机', '電話', '手機', '携帯', '전화', '휴대폰'];
/** Words that mean a number to call where they are somebody's: `my number is`. */
const NUMBER_WORDS: ReadonlySet<string> = new Set('number nummer número numéro numero nr no'.split(' '));
const POSSESSIVES: ReadonlySet<string> = new Set(
  'my our mein meine unsere mon notre mi nuestro mio nostro meu nosso mijn onze min mitt'.split(' '),
);
/** Words that make a number before which they stand an id or a measure. */
const ID_WORDS: ReadonlySet<string> = new Set(
  `id ids uid order orders ticket invoice ref reference case account model version build serial sku code request trace
  job task took ms at timestamp time since size bytes count total amount error status port pid line row isbn ean`.split(
    /\s+/u,
  ),
);

/** The whole value, but for white space around it, if it is written like a phone number. Null where it is not. */
export function wholeNumber(text: string): Span | null {
  if (text.length > VALUE_LENGTH_MAX) return null;
  const value = text.trim();
  const digits = value.match(DIGIT)?.length ?? 0;
  const isNumber = digits >= DIGITS_MIN && WHOLE.test(value) && !NO_NUMBER.test(value) && !isOneDigit(value);
  if (!isNumber && (digits < 3 || !VANITY.test(value))) return null;
  const start = text.indexOf(value);
  return { start, end: start + value.length };
}

/** `00000` and `99999 99999` fill fields. */
function isOneDigit(value: string): boolean {
  const digits = value.match(DIGIT) ?? [];
  return digits.every((digit) => digit === digits[0]);
}

/** Whether a word before the digits says that they are a phone number. `groups` is how many runs of digits it has. */
export function isCued(text: string, start: number, digits: string, groups: number): boolean {
  if (digits.length > DIGITS_MAX) return false;
  if (digits.length >= RUN_DIGITS_MIN && text.startsWith(CHAT_LINK, start - CHAT_LINK.length)) return true;
  if (groups === 1 && (digits.length < RUN_DIGITS_MIN || isTimestamp(digits))) return false;
  return isNearestCue(text, start);
}

/** Whether, of the few words before, one that announces a phone number is nearer than one that announces an id. */
function isNearestCue(text: string, start: number): boolean {
  const first = Math.max(0, start - CUE_REACH);
  let end = start;
  let next = '';
  for (let words = 0; words < CUE_WORDS_MAX; words++) {
    while (end > first && !isCueLetterAt(text, end - 1)) end--;
    let from = end;
    while (from > first && isCueLetterAt(text, from - 1)) from--;
    const word = text.slice(from, end).toLowerCase();
    if (word === '' || ID_WORDS.has(word)) return false;
    if (CUES.has(word) || holdsHanCue(word) || (POSSESSIVES.has(word) && NUMBER_WORDS.has(next))) return true;
    next = word;
    end = from;
  }
  return false;
}

/** Chinese and Japanese put no spaces around a cue: `我的手机号是138…`. */
function holdsHanCue(word: string): boolean {
  return codeAt(word, 0) >= HAN_MIN && HAN_CUES.some((cue) => word.includes(cue));
}

function isCueLetterAt(text: string, index: number): boolean {
  return isWordAt(text, index) || codeAt(text, index) >= 0xc0;
}

/** Seconds and milliseconds of the years 2001 to 2033. */
function isTimestamp(digits: string): boolean {
  return (digits.length === 10 || digits.length === 13) && digits.startsWith('1');
}

/** The position after the extension that follows a number; `end` where none does. */
export function extensionEnd(text: string, end: number): number {
  if (!isSpaceAt(text, end) && !';,xX'.includes(text.charAt(end) || ' ')) return end;
  EXTENSION.lastIndex = end;
  const found = EXTENSION.exec(text);
  return found === null || !isDigitAt(text, end - 1) ? end : EXTENSION.lastIndex;
}
