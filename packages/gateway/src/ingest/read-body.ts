/**
 * From the bytes of a request to its text, limits first.
 *
 * State: the bytes of all bodies that are held at this moment. It counts what is being received, and the whole of
 * `decompressedBytesMax` for a body that is being inflated on another thread. Invariant: it never passes
 * `bodiesBytesMax`, and is zero when no body is being read. A crash leaves nothing: bodies live in memory alone.
 */
import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { NO_BYTES } from '@headgate/core';
import type { EventsEndpoint, Refusal } from '@headgate/core';
import { codingOf, inflateLater, inflateNow } from './inflate.ts';
import type { Coding, Inflated } from './inflate.ts';
import type { IngestLimits } from './limits.ts';
import { EMPTY_BODY } from './wire-request.ts';
import type { WireBody } from './wire-request.ts';

type BodyRefusal = Extract<Refusal, 'too-large' | 'too-slow' | 'bad-encoding' | 'full'>;

export type BodyReading =
  | { readonly kind: 'read'; readonly body: WireBody }
  | { readonly kind: 'refused'; readonly refusal: BodyRefusal }
  /** The client left; nobody waits for an answer. */
  | { readonly kind: 'gone' };

type BodyLimits = Pick<
  IngestLimits,
  'bodyBytesMax' | 'decompressedBytesMax' | 'bodiesBytesMax' | 'bodyTimeoutMs'
>;

export interface BodyReader {
  /** Reads and inflates the body, and decodes it where it is read as text. After a refusal its rest is still in the connection. */
  read(request: IncomingMessage, as: EventsEndpoint['reads']): Promise<BodyReading>;
  /** Bytes of all bodies held at this moment. */
  bytesHeld(): number;
}

export function createBodyReader(limits: BodyLimits): BodyReader {
  const budget = createBudget(limits.bodiesBytesMax);
  return {
    bytesHeld: budget.held,
    read: async (request, as) => {
      if (declaredBytes(request) > limits.bodyBytesMax) return refuse('too-large');
      const received = await receive(request, limits, budget);
      if (received.kind !== 'received') return received;
      try {
        const inflated = await inflate(request.headers['content-encoding'], received.body, limits, budget);
        if (inflated.kind === 'refused') return inflated;
        return as === 'bytes' ? toBytes(inflated.body) : toText(inflated.body);
      } finally {
        budget.give(received.body.length);
      }
    },
  };
}

/** What Content-Length says; 0 where it says nothing. Node's parser has refused anything that is not digits. */
export function declaredBytes(request: IncomingMessage): number {
  const declared = request.headers['content-length'];
  return declared === undefined ? 0 : Number(declared);
}

/** Whether the request announces a body at all (RFC 9112 §6.3). */
export function hasBody(request: IncomingMessage): boolean {
  return request.headers['transfer-encoding'] !== undefined || declaredBytes(request) > 0;
}

type Received = { readonly kind: 'received'; readonly body: Buffer } | Exclude<BodyReading, { kind: 'read' }>;

/** Leaves the bytes of a received body in the budget; whoever takes the body gives them back. */
function receive(request: IncomingMessage, limits: BodyLimits, budget: Budget): Promise<Received> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    let bytes = 0;

    const settle = (received: Received): void => {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('close', onGone).off('error', onGone);
      // An error after this point, such as a reset while the answer is on its way, concerns nobody any more.
      request.on('error', ignore);
      if (received.kind !== 'received') budget.give(bytes);
      resolve(received);
    };
    const onData = (piece: Buffer): void => {
      if (bytes + piece.length > limits.bodyBytesMax) return settle(refuse('too-large'));
      if (!budget.take(piece.length)) return settle(refuse('full'));
      bytes += piece.length;
      pieces.push(piece);
    };
    const onEnd = (): void => {
      const [first] = pieces;
      const body = first !== undefined && pieces.length === 1 ? first : Buffer.concat(pieces, bytes);
      settle({ kind: 'received', body });
    };
    const onGone = (): void => settle({ kind: 'gone' });
    const timer = setTimeout(() => settle(refuse('too-slow')), limits.bodyTimeoutMs);

    request.on('data', onData).on('end', onEnd).on('close', onGone).on('error', onGone);
  });
}

type Inflating = Inflated | { readonly kind: 'refused'; readonly refusal: BodyRefusal };

async function inflate(
  contentEncoding: string | undefined,
  body: Buffer,
  limits: BodyLimits,
  budget: Budget,
): Promise<Inflating> {
  if (body.length === 0) return { kind: 'inflated', body };
  const coding = codingOf(contentEncoding, body);
  if (coding === null) return refuse('bad-encoding');
  return (
    inflateNow(body, coding, limits.decompressedBytesMax) ??
    inflateWithin(budget, body, coding, limits.decompressedBytesMax)
  );
}

async function inflateWithin(
  budget: Budget,
  body: Buffer,
  coding: Coding,
  bytesMax: number,
): Promise<Inflated | { readonly kind: 'refused'; readonly refusal: 'full' }> {
  if (!budget.take(bytesMax)) return { kind: 'refused', refusal: 'full' };
  try {
    return await inflateLater(body, coding, bytesMax);
  } finally {
    budget.give(bytesMax);
  }
}

function toBytes(body: Buffer): BodyReading {
  return { kind: 'read', body: { body: '', bytes: body } };
}

/** Bytes that are not UTF-8 are refused, not patched with U+FFFD: what was sent must be what is scanned. */
function toText(body: Buffer): BodyReading {
  if (body.length === 0) return { kind: 'read', body: EMPTY_BODY };
  if (!isUtf8(body)) return refuse('bad-encoding');
  const hasByteOrderMark = body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf;
  const text = body.toString('utf8', hasByteOrderMark ? 3 : 0);
  return { kind: 'read', body: { body: text, bytes: NO_BYTES } };
}

function refuse(refusal: BodyRefusal): { readonly kind: 'refused'; readonly refusal: BodyRefusal } {
  return { kind: 'refused', refusal };
}

function ignore(): void {
  // Nothing to do: see where it is attached.
}

interface Budget {
  readonly take: (bytes: number) => boolean;
  readonly give: (bytes: number) => void;
  readonly held: () => number;
}

function createBudget(bytesMax: number): Budget {
  let held = 0;
  return {
    take: (bytes) => {
      if (held + bytes > bytesMax) return false;
      held += bytes;
      return true;
    },
    give: (bytes) => {
      held -= bytes;
    },
    held: () => held,
  };
}
