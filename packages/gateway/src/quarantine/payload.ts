/**
 * A quarantined event as it is sealed: a random key, a newline, the JSON of the event. It is cut into pieces that a sealed field can hold;
 * the path of a piece says which of how many it is, so that none can be left out, added or swapped.
 *
 * The gateway keeps HMAC-SHA256 of the JSON under that key. It tells nothing of the event without the key, which is sealed too, and lets
 * the gateway, which cannot open the event, know the very same event again when somebody who can brings it back.
 */
import type { ReceivedEvent } from '@headgate/core';
import { createHmac, timingSafeEqual } from 'node:crypto';

/** What the steward gets to see. */
export interface OpenedPayload {
  /** The random key, base64url. */
  readonly proof: string;
  /** JSON of the `ReceivedEvent`. */
  readonly json: string;
}

/** In UTF-16 code units, which take at most three bytes of UTF-8 each: sealed values have at most 65,535 bytes. */
const PIECE_LENGTH_MAX = 21_000;

export const PROOF_BYTES = 32;

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

/** What the gateway keeps to know the event again; base64url. */
export function macOf({ proof, json }: OpenedPayload): string {
  return createHmac('sha256', Buffer.from(proof, 'base64url')).update(json).digest('base64url');
}

/** Whether it is the payload of that MAC. */
export function isSame(payload: OpenedPayload, mac: string): boolean {
  const [given, kept] = [Buffer.from(macOf(payload)), Buffer.from(mac)];
  return given.length === kept.length && timingSafeEqual(given, kept);
}

/** The event of a payload that `isSame` has known again. */
export function readEvent({ json }: OpenedPayload): ReceivedEvent {
  // The MAC says that this is the JSON that this gateway made of a ReceivedEvent, so its form need not be checked again.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(json) as ReceivedEvent;
}

/** Not between the halves of a surrogate pair: a lone one has no UTF-8. */
function endOfPiece(text: string, from: number): number {
  const to = Math.min(text.length, from + PIECE_LENGTH_MAX);
  const last = text.charCodeAt(to - 1);
  return to < text.length && last >= 0xd800 && last <= 0xdbff ? to - 1 : to;
}
