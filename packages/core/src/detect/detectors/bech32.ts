/** The checksum of Bech32 (BIP-173) and Bech32m (BIP-350), which addresses of Bitcoin and many other chains end in. */
import { codeAt } from '../characters.ts';

const CHARACTERS = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATOR: readonly number[] = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
const BECH32 = 1;
const BECH32M = 0x2bc830a3;
const CHECKSUM_LENGTH = 6;

/** Whether the text, all in small letters, is a readable part, `1`, and data with a right checksum. */
export function isBech32(text: string): boolean {
  const separator = text.lastIndexOf('1');
  if (separator < 1 || text.length - separator - 1 < CHECKSUM_LENGTH) return false;
  let checksum = 1;
  for (let index = 0; index < separator; index++) checksum = step(checksum, codeAt(text, index) >> 5);
  checksum = step(checksum, 0);
  for (let index = 0; index < separator; index++) checksum = step(checksum, codeAt(text, index) & 31);
  for (let index = separator + 1; index < text.length; index++) {
    const value = CHARACTERS.indexOf(text.charAt(index));
    if (value < 0) return false;
    checksum = step(checksum, value);
  }
  return checksum === BECH32 || checksum === BECH32M;
}

function step(checksum: number, value: number): number {
  const top = checksum >>> 25;
  let next = ((checksum & 0x1ffffff) << 5) ^ value;
  for (let bit = 0; bit < 5; bit++) if (((top >> bit) & 1) === 1) next ^= GENERATOR[bit] ?? 0;
  return next;
}
