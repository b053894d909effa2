/**
 * A quarantined event as it is sealed: a random key, a newline, the JSON of the event. It is cut into pieces that a sealed field can hold;
 * the path of a piece says which of how many it is, so that none can be left out, added or swapped.
 */

/** What the steward gets to see. */
export interface OpenedPayload {
  /** The random key, base64url: by it the gateway, which cannot open the event, knows it again. */
  readonly proof: string;
  /** JSON of the event as it was received. */
  readonly json: string;
}

/** In UTF-16 code units, which take at most three bytes of UTF-8 each: sealed values have at most 65,535 bytes. */
const PIECE_LENGTH_MAX = 21_000;

/** The pieces of a payload, at least one. */
export function toPieces({ proof, json }: OpenedPayload): readonly string[] {
  const text = `${proof}\n${json}`;
  const pieces: string[] = [];
  let from = 0;
  while (from < text.length) {
    const to = endOfPiece(text, from);
    pieces.push(text.slice(from, to));
    from = to;
  }
  return pieces;
}

/** The path under which a piece is sealed; `index` from 0. */
export function piecePath(index: number, count: number): string {
  return `event/${String(index + 1)}/${String(count)}`;
}

/** Null when the pieces are not those of a payload. */
export function fromPieces(pieces: readonly string[]): OpenedPayload | null {
  const text = pieces.join('');
  const end = text.indexOf('\n');
  return end === -1 ? null : { proof: text.slice(0, end), json: text.slice(end + 1) };
}

/** Not between the halves of a surrogate pair: a lone one has no UTF-8. */
function endOfPiece(text: string, from: number): number {
  const to = Math.min(text.length, from + PIECE_LENGTH_MAX);
  const last = text.charCodeAt(to - 1);
  return to < text.length && last >= 0xd800 && last <= 0xdbff ? to - 1 : to;
}
