/**
 * All written forms of all identifiers as one tree, walked once from each beginning of a word, so that a hundred kinds
 * cost as much as one.
 */
import { codeAt, isDigitAt, isLetterAt, isWordAt } from '../characters.ts';
import type { NumberFormat } from './number-format.ts';

/** An identifier that is written in the form. `isAlone` where the form says enough without a cue. */
export interface Reading {
  readonly format: NumberFormat;
  readonly isAlone: boolean;
}

export interface FormNode {
  /** By character code; digits under `0`, letters under `A`. */
  readonly next: (FormNode | undefined)[];
  readonly readings: Reading[];
}

/** All forms as one tree. */
export interface FormTree {
  readonly root: FormNode;
  /** How many characters stand before the first digit of a form at most. */
  readonly lead: number;
}

/** What one beginning gives: where the form ends, and who writes so. */
export interface WrittenForm {
  readonly end: number;
  readonly readings: readonly Reading[];
}

const DIGIT = 48;
const LETTER = 65;
const OPENING_BRACKET = 40;
const NO_FORMS: readonly WrittenForm[] = Object.freeze([]);

/** The tree of all forms of these identifiers. */
export function growForms(known: readonly NumberFormat[]): FormTree {
  const root: FormNode = { next: [], readings: [] };
  let lead = 0;
  for (const each of known) {
    for (const form of each.alone ?? [])
      lead = Math.max(lead, plant(root, form, { format: each, isAlone: true }));
    for (const form of each.cued ?? [])
      lead = Math.max(lead, plant(root, form, { format: each, isAlone: false }));
  }
  return { root, lead };
}

/** Gives how many characters stand before the first digit. */
function plant(root: FormNode, form: string, reading: Reading): number {
  const star = form.indexOf('*');
  if (star >= 0) {
    const behind = form.slice(star + 1);
    return Math.max(
      plant(root, `${form.slice(0, star)}9${behind}`, reading),
      plant(root, `${form.slice(0, star)}A${behind}`, reading),
    );
  }
  // A word is no number, though `*` would let it be one.
  const lead = form.indexOf('9');
  if (lead < 0) return 0;
  let node = root;
  for (const character of form) {
    const code = character === '9' ? DIGIT : character === 'A' ? LETTER : character.charCodeAt(0);
    node.next[code] ??= { next: [], readings: [] };
    node = node.next[code] ?? node;
  }
  node.readings.push(reading);
  return lead;
}

/** The forms that begin at the position and end where a word ends, the longest first. */
export function formsAt({ root }: FormTree, text: string, start: number): readonly WrittenForm[] {
  let forms: WrittenForm[] | null = null;
  let node: FormNode | undefined = root;
  for (let index = start; ; index++) {
    node = node.next[classAt(text, index)];
    if (node === undefined) break;
    if (node.readings.length === 0 || !endsAt(text, index + 1)) continue;
    forms ??= [];
    forms.unshift({ end: index + 1, readings: node.readings });
  }
  return forms ?? NO_FORMS;
}

/** Anything but letters, digits and separators leads nowhere. */
const CLASSES = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  return isDigitAt(character, 0) ? DIGIT : isLetterAt(character, 0) ? LETTER : code < DIGIT ? code : 0;
});

function classAt(text: string, index: number): number {
  return CLASSES[codeAt(text, index)] ?? 0;
}

/** Whether no letter, digit or joined further piece follows. */
function endsAt(text: string, end: number): boolean {
  if (isWordAt(text, end)) return false;
  const after = codeAt(text, end);
  const isJoint = (after === 45 || after === 46 || after === 47 || after === 43) && isWordAt(text, end + 1);
  // A group of digits behind a space goes on with the number.
  const goesOn = after === 32 && isDigitAt(text, end - 1) && isDigitAt(text, end + 1);
  return !isJoint && !goesOn && after !== OPENING_BRACKET;
}
