/** Sets of ASCII characters as tables, for loops that ask about every character of a text. */
import { codeAt } from '../characters.ts';

/** The table of the characters: 1 at the code of each of them. */
export function characterSet(characters: string): Uint8Array {
  const set = new Uint8Array(128);
  for (const character of characters) set[character.charCodeAt(0)] = 1;
  return set;
}

/** Whether the character at the position is in the set; a position outside the text is in none. */
export function isInSet(text: string, index: number, set: Uint8Array): boolean {
  const code = codeAt(text, index);
  return code < 128 && set[code] === 1;
}
