/**
 * Memory that goes round: blocks of files and chunks for threads are all of one size, and thousands of them pass in a
 * second. Left to the collector, which counts what it cannot see only now and then, they would pile up.
 */

export const BUFFER_BYTES = 1024 * 1024;

export interface SpareBuffers {
  /** `BUFFER_BYTES` of memory, with whatever was in it before. */
  readonly take: () => Uint8Array<ArrayBuffer>;
  /** Takes back what nobody looks at any more. Memory of another size is freed at once where the bytes are all of it. */
  readonly give: (bytes: Uint8Array) => void;
}

/** Keeps at most so many that nobody uses. */
export function createSpareBuffers(max: number): SpareBuffers {
  const spare: ArrayBuffer[] = [];
  return {
    take: () => new Uint8Array(spare.pop() ?? new ArrayBuffer(BUFFER_BYTES)),
    give: ({ buffer, byteLength }) => {
      if (!(buffer instanceof ArrayBuffer)) return;
      if (buffer.byteLength !== BUFFER_BYTES) {
        // A decompressor may still write into memory of which it has given a part.
        if (buffer.byteLength === byteLength) buffer.transfer(0);
        return;
      }
      if (spare.length < max && !spare.includes(buffer)) spare.push(buffer);
    },
  };
}
