import { codeAt, isAlphanumericAt, isDigitAt, isWordAt } from '../characters.ts';
import { hasWordBefore, makeCues, mayHoldCue } from '../cues.ts';
import type { Cues } from '../cues.ts';
import type { Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import type { NumberFormat } from './number-format.ts';
import { canBeIssued, compactNumber } from './number-format.ts';
import type { FormTree, Reading } from './written-forms.ts';
import { formsAt, growForms } from './written-forms.ts';

/** Formats made ready for `findNumbers`. */
export interface NumberFinder {
  readonly forms: FormTree;
  /** The forms that need no cue: a much smaller tree, for places before which no cue can stand. */
  readonly aloneForms: FormTree;
  readonly cues: ReadonlyMap<NumberFormat, ReadonlySet<string>>;
  /** Whether any form needs no cue. */
  readonly hasAloneForms: boolean;
  /** The cues of all formats, asked once before any single format's. */
  readonly allCues: Cues;
}

/** Characters of the shortest cue and what parts it from the number. */
const CUE_LENGTH_MIN = 3;

/** Makes formats ready; `commonCues` announce all of them. */
export function makeFinder(
  formats: readonly NumberFormat[],
  commonCues: readonly string[] = [],
): NumberFinder {
  const cues = new Map(formats.map((format) => [format, new Set([...commonCues, ...format.cues])]));
  return {
    forms: growForms(formats),
    aloneForms: growForms(formats.map((format) => ({ ...format, cued: [] }))),
    cues,
    hasAloneForms: formats.some(({ alone = [] }) => alone.length > 0),
    allCues: makeCues(formats.flatMap((format) => [...commonCues, ...format.cues])),
  };
}

/** The numbers in a text. `isAnnounced` where its key says what they are, so that no cue is needed. */
export function findNumbers(finder: NumberFinder, text: string, isAnnounced: boolean): readonly Span[] {
  const mayBeCued = isAnnounced || mayHoldCue(text, finder.allCues);
  if (!mayBeCued && !finder.hasAloneForms) return NO_SPANS;
  return findForms({ finder, isAnnounced, mayBeCued }, text);
}

interface Scope {
  readonly finder: NumberFinder;
  readonly isAnnounced: boolean;
  /** Whether a cue is anywhere in the text. */
  readonly mayBeCued: boolean;
}

function findForms(scope: Scope, text: string): readonly Span[] {
  const { lead } = scope.mayBeCued ? scope.finder.forms : scope.finder.aloneForms;
  let spans: Span[] | null = null;
  let digit = -1;
  for (let index = 0; index < text.length;) {
    if (digit < index) digit = nextDigit(text, index);
    if (digit === text.length) break;
    // Words too far from the next digit begin no form.
    if (digit - index > lead) index = nextWordStart(text, digit - lead);
    const end = isBeginning(text, index) ? numberEnd(scope, text, index) : 0;
    if (end > 0) {
      spans ??= [];
      spans.push({ start: index, end });
    }
    index = end > 0 ? end : behindWord(text, index);
  }
  return spans ?? NO_SPANS;
}

/** The position after the word here, or after the one character that is in no word. */
function behindWord(text: string, from: number): number {
  let index = from;
  while (isWordAt(text, index)) index++;
  return Math.max(index, from + 1);
}

/** A piece behind `-`, `.` or `+` goes on with something longer, and so does a second group of digits. */
function isBeginning(text: string, index: number): boolean {
  if (!isAlphanumericAt(text, index)) return false;
  const before = codeAt(text, index - 1);
  if (before === 45 || before === 46 || before === 43) return !isWordAt(text, index - 2);
  if (before === 32 && isDigitAt(text, index)) return !isDigitAt(text, index - 2);
  return before !== 95;
}

/** The position of the first digit from here on; the length of the text where there is none. */
function nextDigit(text: string, from: number): number {
  let index = from;
  while (index < text.length && !isDigitAt(text, index)) index++;
  return index;
}

/** The position itself, or the end of the word that it lies in. */
function nextWordStart(text: string, from: number): number {
  let index = from;
  if (isWordAt(text, index - 1)) while (isWordAt(text, index)) index++;
  return index;
}

/** The position after the number that begins here, or 0. */
function numberEnd({ finder, isAnnounced, mayBeCued }: Scope, text: string, start: number): number {
  const withCues = isAnnounced || (mayBeCued && start >= CUE_LENGTH_MIN);
  const found = formsAt(withCues ? finder.forms : finder.aloneForms, text, start);
  if (found.length === 0) return 0;
  const hasCue = isAnnounced || (withCues && hasWordBefore(text, start, finder.allCues.words));
  const says = (reading: Reading): boolean =>
    isAnnounced || reading.isAlone || (hasCue && isCued(finder, reading, text, start));
  return found.find(({ end, readings }) => isNumber(text.slice(start, end), readings, says))?.end ?? 0;
}

function isNumber(
  written: string,
  readings: readonly Reading[],
  says: (reading: Reading) => boolean,
): boolean {
  if (!isOneCase(written)) return false;
  return readings.some(
    (reading) => says(reading) && canBeIssued(reading.format, compactNumber(reading.format, written)),
  );
}

function isCued({ cues }: NumberFinder, { format }: Reading, text: string, start: number): boolean {
  const words = cues.get(format);
  return words !== undefined && hasWordBefore(text, start, words);
}

/** Mixed case is a token, a hash or a name. */
function isOneCase(written: string): boolean {
  return written === written.toUpperCase() || written === written.toLowerCase();
}
