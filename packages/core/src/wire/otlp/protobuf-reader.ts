/**
 * Protocol Buffers on the wire (https://protobuf.dev/programming-guides/encoding/) as strangers send them. Positions only
 * move forward, so that time is linear in the length; nothing is allocated for a length before that many bytes are seen
 * to be there. Everything that breaks the encoding throws.
 */
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import type { Json } from '../../event.ts';
import type { Instant } from './message.ts';
import { doubleValue, idOf } from './read-json-value.ts';

/** Number and wire type of a field in one number, as they stand on the wire. */
export function fieldKey(number: number, type: WireType): number {
  return number * 8 + type;
}

/** Reads fields; `end` is where the message that is being read ends. */
export class ProtobufReader extends BinaryReader {
  readonly #bytes: Uint8Array;
  readonly #groupsMax: number;

  /** `groupsMax` is the deepest nesting of groups in unknown fields. */
  constructor(bytes: Uint8Array, groupsMax: number) {
    super(bytes);
    this.#bytes = bytes;
    this.#groupsMax = groupsMax;
  }

  /** The key of the next field. */
  key(): number {
    const first = this.#bytes[this.pos];
    if (first !== undefined && first >= 8 && first < 0x80 && (first & 7) <= WireType.Bit32) {
      this.pos += 1;
      return first;
    }
    const [number, type] = this.tag();
    return fieldKey(number, type);
  }

  /** Leaves out a field that nobody knows. A varint of more than ten bytes is none. */
  leaveOut(key: number): void {
    const type = key & 7;
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

  /** Lower-case hex; empty where it is all zeros. */
  hex(): string {
    let hex = '';
    for (const byte of this.bytes()) hex += HEX_OF_BYTE[byte] ?? '';
    return idOf(hex);
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
