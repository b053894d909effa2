/** What could not be read, and why: a closed table, so that no message can carry a piece of the input. */

export const UNREAD_REASONS = {
  'broken-json': 'is not valid JSON',
  'repeated-key': 'has a key twice in one object, of which only the last was looked at',
  'broken-row': 'has another number of columns than the header, or a quote out of place',
  'too-long': 'is longer than the limit for one line or event',
  'too-deep': 'is nested too deeply',
  'not-utf-8': 'is not UTF-8; it was looked at as Latin-1, which may misread it',
  'no-column': 'has not all of the columns that were asked for',
  'not-utf-16': 'is not valid UTF-16 from here on',
  truncated: 'ends in the middle',
  'broken-compression': 'is damaged: it cannot be decompressed',
  'broken-zip': 'is damaged: its directory of entries cannot be read',
  'zip-method': 'is encrypted, or compressed in a way that is not supported',
  'broken-parquet': 'cannot be read as Parquet',
  'needs-a-file':
    'is a zip archive or Parquet inside a stream or archive: save it as a file of its own first',
  'unknown-format': 'is in no format that is known here',
  unreadable: 'cannot be opened or read',
  'not-a-file': 'is neither a file nor a directory',
  'cut-off': 'was cut off: the gateway is gone, or more came than could be taken',
  changed: 'was changed while it was read',
} as const satisfies Readonly<Record<string, string>>;

export type UnreadReason = keyof typeof UNREAD_REASONS;

/** A stretch of input that the answer does not cover. Lines count from 1; 0 stands for the file as a whole. */
export interface Unread {
  readonly file: string;
  readonly fromLine: number;
  readonly toLine: number;
  readonly reason: UnreadReason;
}

/** Ends the reading of one source; all that came before it counts. */
export class UnreadError extends Error {
  override readonly name = 'UnreadError';
  readonly reason: UnreadReason;

  constructor(reason: UnreadReason) {
    super(UNREAD_REASONS[reason]);
    this.reason = reason;
  }
}

/** The reason that an error of reading stands for. Its message is not kept: it may quote a path or the input. */
export function reasonOf(error: unknown): UnreadReason {
  if (error instanceof UnreadError) return error.reason;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'Z_BUF_ERROR' || code === 'ZSTD_error_srcSize_wrong') return 'truncated';
  if (code.startsWith('Z_') || code.startsWith('ZSTD_')) return 'broken-compression';
  return 'unreadable';
}
