import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { SIGN } from '../signs.ts';
import { isPlaceholder } from './placeholder.ts';

/**
 * Names of secret members, with their equals sign, in lower case: of ADO.NET, ODBC and JDBC
 * (https://learn.microsoft.com/dotnet/framework/data/adonet/connection-string-syntax) and of Azure
 * (https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string, 2026-11).
 */
const NAMES =
  /(?:password|passwd|pwd|accountkey|sharedaccesskey|sharedaccesssignature|accesskey|sharedsecret|secret)\s?=/giu;
/** What the other members of such strings are called: one of them must stand in the text. */
const COMPANIONS =
  /(?:server|data source|host|hostname|user id|uid|username|user|database|initial catalog|dbname|endpoint|accountname|defaultendpointsprotocol|driver|sharedaccesskeyname|id)\s?=/iu;
const VALUE_LENGTH_MAX = 512;
/** Shortest value; the name and the other members leave no doubt. */
const VALUE_LENGTH_MIN = 3;

/** Passwords and keys in connection strings: `Server=…;Password=…`, `DefaultEndpointsProtocol=https;AccountKey=…`. */
export const connectionString: Detector = {
  id: 'connection_string',
  version: 2,
  kind: 'credentials',
  trigger: SIGN.equals | SIGN.beyondHex,
  patterns: [NAMES, COMPANIONS],
  find,
};

function find(text: string): readonly Span[] {
  // A password stands between semicolons, as all members do; a lone key of Azure's says what it is.
  if (!text.includes(';') && !text.includes('Key=')) return NO_SPANS;
  let spans: Span[] | null = null;
  for (const { 0: name, index } of text.matchAll(NAMES)) {
    const start = index + name.length;
    const end = valueEnd(text, start);
    if (end - start < VALUE_LENGTH_MIN || isPlaceholder(text, start, end)) continue;
    if (!isMember(text, index, end, name)) continue;
    spans ??= [];
    spans.push({ start, end });
  }
  return spans ?? NO_SPANS;
}

function valueEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + VALUE_LENGTH_MAX);
  let end = start;
  while (end < limit && !';"\'<>\r\n\\ '.includes(text.charAt(end))) end++;
  return end;
}

/** Whether another member is near; the keys of storage accounts have 88 characters and need none. */
function isMember(text: string, index: number, end: number, name: string): boolean {
  if (name.toLowerCase().startsWith('accountkey') && end - index > 80) return true;
  const near = text.slice(Math.max(0, index - 300), index) + text.slice(end, end + 200);
  return near.includes(';') && COMPANIONS.test(near);
}
