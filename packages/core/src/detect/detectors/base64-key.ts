/** Keys in base64 that have a mark at a fixed place. Tokens end at `+` and `/`, so that they are read from their first. */
import { decodeBase64Text } from '../base64.ts';
import { codeAt, isTokenAt } from '../characters.ts';
import type { Span } from '../detector.ts';
import { type Body, bodyEnd, parseBody } from './key-body.ts';

interface MarkedBody {
  readonly at: number;
  readonly mark: string;
  readonly body: Body;
}

/** Shortest key of these, in characters. */
const LENGTH_MIN = 44;
/** Azure's say which service they are for (https://github.com/microsoft/security-utilities, 2026-11). */
const MARKED: readonly MarkedBody[] = [
  // Event Hubs, Service Bus, Relay, IoT Hub, and the cache
  ...marked(33, '+AEh +ASb +ARm AIoT AzCa', 'b{43}='),
  // Search, and the registry of containers
  ...marked(42, 'AzSe', 'n{52}'),
  ...marked(42, '+ACR', 'b{52}'),
  ...marked(44, 'AzFu', 't{54}=='),
  // Storage, Batch, Machine Learning, Cosmos DB, and API Management
  ...marked(76, '+ASt +ABa +AMC ACDb APIM', 'b{86}=='),
  // A token of Tableau and its secret (https://help.tableau.com/current/server/en-us/security_personal_access_tokens.htm)
  ...marked(22, '==:', 'b{24}:n{32}'),
];

/** Atlassian's tokens of data centres are base64 of twelve digits, a colon and twenty bytes. */
const DATA_CENTRE_LENGTH = 44;
const DATA_CENTRE_HEADS = 'MNO';
const DATA_CENTRE_DIGITS = 16;
const DATA_CENTRE_BODY = parseBody('b{44}');

const PLUS = 43;
const SLASH = 47;
const EQUALS = 61;

/** The key whose first token is from `start` to `tokenEnd`; null where it is none, or other base64 stands before it. */
export function base64KeyAt(text: string, start: number, tokenEnd: number): Span | null {
  if (tokenEnd - start < LENGTH_MIN && isEndAt(text, tokenEnd)) return null;
  if (text.length - start < LENGTH_MIN || isBase64Sign(codeAt(text, start - 1))) return null;
  for (const { at, mark, body } of MARKED) {
    if (!text.startsWith(mark, start + at)) continue;
    const end = bodyEnd(text, start, body);
    if (end > 0 && isEndAt(text, end)) return { start, end };
  }
  return isDataCentreKey(text, start) ? { start, end: start + DATA_CENTRE_LENGTH } : null;
}

function isDataCentreKey(text: string, start: number): boolean {
  const digitsEnd = start + DATA_CENTRE_DIGITS;
  // A colon behind them makes the next character an O.
  if (!DATA_CENTRE_HEADS.includes(text.charAt(start)) || text.charAt(digitsEnd) !== 'O') return false;
  const end = bodyEnd(text, start, DATA_CENTRE_BODY);
  return end > 0 && isEndAt(text, end) && /^\d{12}$/u.test(decodeBase64Text(text, start, digitsEnd) ?? '');
}

function isEndAt(text: string, index: number): boolean {
  const code = codeAt(text, index);
  return !isTokenAt(text, index) && !isBase64Sign(code) && code !== EQUALS;
}

function isBase64Sign(code: number): boolean {
  return code === PLUS || code === SLASH;
}

function marked(at: number, marks: string, body: string): readonly MarkedBody[] {
  return marks.split(' ').map((mark) => ({ at, mark, body: parseBody(body) }));
}
