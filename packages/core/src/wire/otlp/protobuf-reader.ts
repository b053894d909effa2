/**
 * Protocol Buffers on the wire (https://protobuf.dev/programming-guides/encoding/) as strangers send them. Positions only
 * move forward, so that time is linear in the length; nothing is allocated for a length before that many bytes are seen
 * to be there. Everything that breaks the encoding throws.
 */
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import type { Json } from '../../event.ts';
import type { Instant } from './message.ts';
import { doubleValue, idOf } from './read-json-value.ts';

/** By their numbers, from 0 on. */
const TYPES: readonly WireType[] = [
  WireType.Varint,
  WireType.Bit64,
  WireType.LengthDelimited,
  WireType.StartGroup,
  WireType.EndGroup,
  WireType.Bit32,
];

/** Number and wire type of a field in one number, as they stand on the wire. */
export function fieldKey(number: number, type: WireType): number {
  return number * 8 + type;
}

/** Reads fields; `end` is where the message that is being read ends. */
export class ProtobufReader extends BinaryReader {
  readonly #bytes: Uint8Array;
  readonly #groupsMax: number;
  /** Texts that `name` gave, each in the one slot that it may have: a collision costs a decoding and no more. */
  readonly #names: (Name | undefined)[] = Array.from({ length: NAMES_MAX });

  /** `groupsMax` is the deepest nesting of groups in unknown fields. */
  constructor(bytes: Uint8Array, groupsMax: number) {
    super(bytes);
    this.#bytes = bytes;
    this.#groupsMax = groupsMax;
  }

  /** The key of the next field. */
  key(): number {
    const first = this.#bytes[this.pos];
    if (first !== undefined && first >= 8 && first < 0x80 && (first & 7) < TYPES.length) {
      this.pos += 1;
      return first;
    }
    const [number, type] = this.tag();
    return fieldKey(number, type);
  }

  /** Leaves out a field that nobody knows. A varint of more than ten bytes is none. */
  leaveOut(key: number): void {
    const type = TYPES[key & 7];
    if (type === undefined) throw new RangeError('no wire type');
    if (type === WireType.Varint) this.uint32();
    else this.skip(type, Math.floor(key / 8), this.#groupsMax);
  }

  /** Where the embedded message ends whose length comes next; it lies within the one around it. */
  embedded(end: number): number {
    const length = this.uint32();
    if (length > end - this.pos) throw new RangeError('premature end');
    return this.pos + length;
  }

  /** Strict: bytes that are no UTF-8 throw. */
  text(): string {
    return this.string(true);
  }

  /** The same as `text`, for texts that come again and again: those are decoded once. */
  name(): string {
    const before = this.pos;
    const length = this.uint32();
    const start = this.pos;
    const end = start + length;
    const slot = slotOf(this.#bytes, start, length);
    const known = this.#names[slot];
    if (known !== undefined && known.length === length && isSame(this.#bytes, known.start, start, length)) {
      this.pos = end;
      return known.text;
    }
    this.pos = before;
    const text = this.text();
    this.#names[slot] = { text, start, length };
    return text;
  }

  /** A number where it is exact, else its digits. */
  integer(): Json {
    const first = this.#bytes[this.pos];
    if (first !== undefined && first < 0x80) {
      this.pos += 1;
      return first;
    }
    const wide = this.int64();
    const near = Number(wide);
    return Number.isSafeInteger(near) ? near : String(wide);
  }

  /** A number, or `NaN`, `Infinity` and `-Infinity` as text. */
  number(): Json {
    return doubleValue(this.double());
  }

  /** Base64. */
  base64(): Json {
    return btoa(latin1(this.bytes()));
  }

  /** An id of so many bytes in lower-case hex; empty where it stands for none. */
  hex(length: number): string {
    const bytes = this.bytes();
    if (bytes.length !== length) return '';
    let hex = '';
    for (const byte of bytes) hex += HEX_OF_BYTE[byte] ?? '';
    return idOf(hex, length);
  }

  /** Nanoseconds as fixed64. 2^32 is 4,294 million and 967,296, so that both products stay exact. */
  instant(): Instant {
    const low = this.fixed32();
    const high = this.fixed32();
    const rest = high * 967_296 + low;
    const ms = Math.floor(rest / 1e6);
    return { ms: high * 4294 + ms, nanos: rest - ms * 1e6 };
  }
}

interface Name {
  readonly text: string;
  readonly start: number;
  readonly length: number;
}

const NAMES_MAX = 256;

/** Any number will do that tells most names of one sender apart; beyond the end there are zeros. */
function slotOf(bytes: Uint8Array, start: number, length: number): number {
  const middle = bytes[start + (length >>> 1)] ?? 0;
  return (length * 31 + (bytes[start] ?? 0) * 7 + middle * 5 + (bytes[start + length - 1] ?? 0)) % NAMES_MAX;
}

function isSame(bytes: Uint8Array, left: number, right: number, length: number): boolean {
  for (let at = 0; at < length; at += 1) {
    if (bytes[left + at] !== bytes[right + at]) return false;
  }
  return true;
}

const HEX_OF_BYTE: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, '0'),
);

/** Pieces short enough to be arguments of one call. */
const PIECE_BYTES = 8192;

function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    text += String.fromCharCode(...bytes.subarray(at, at + PIECE_BYTES));
  }
  return text;
}
