/** Which partition of a lane the events of one subject go to. */

const DIGITS_USED = 6;

/**
 * The partition of a subject: its low 24 bits modulo `partitions`. The subject is 16 hex digits of a keyed digest, so
 * the low bits are spread evenly. Any other text still gets a stable partition.
 */
export function partitionOf(subject: string, partitions: number): number {
  let low = 0;
  for (let at = Math.max(0, subject.length - DIGITS_USED); at < subject.length; at++) {
    low = low * 16 + nibbleOf(subject.charCodeAt(at));
  }
  return low % partitions;
}

function nibbleOf(code: number): number {
  // '0' to '9' are 48 to 57; 'A' and 'a' have the low bits 1, so nine more makes ten.
  return code < 58 ? code & 15 : ((code & 15) + 9) & 15;
}
