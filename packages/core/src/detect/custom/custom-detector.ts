/**
 * Detectors that a plan brings: a pattern under a bound of steps, behind a literal without which it does not run. They see
 * what the others see, encoded layers included, and what they find is laid over what those found.
 */
import { FINDING_KINDS, NO_SPANS } from '../detector.ts';
import type { FindingClass, FindingKind, Match, Provenance, Span } from '../detector.ts';
import { mayHoldLayers, openLayers } from '../layers.ts';
import type { Layer } from '../layers.ts';
import { DECODED_CHARACTERS_MAX, LAYER_DEPTH_MAX } from '../scan.ts';
import { settle } from '../settle.ts';
import { readSigns } from '../signs.ts';

/** Steps that a pattern may take from one position of the text. V8 needs 1 to 4 ns for each. */
export const STEPS_MAX = 256;
/** How far from a match a key word may stand, in characters. */
export const CONTEXT_REACH = 64;

/** A detector as a plan describes it, checked. */
export interface CustomDetector {
  readonly id: string;
  readonly version: number;
  readonly kind: FindingKind;
  /** Source of a regular expression that `stepsMaxOf` puts at `STEPS_MAX` at most, and that matches no empty text. */
  readonly pattern: string;
  /** The pattern is tried only on texts with this in them, case included. */
  readonly literal: string;
  /** Words, of which one must be in the field's name or near the match. Empty: a match is enough. */
  readonly context: readonly string[];
}

/** Everything that custom detectors find in one text, laid over what the others found there, in ascending order. */
export type CustomScan = (text: string, found: readonly Match[]) => readonly Match[];

interface Bound {
  readonly detector: CustomDetector;
  readonly provenance: Provenance;
  readonly expression: RegExp;
  /** The key words as `spaced` writes them. */
  readonly context: readonly string[];
  /** Whether the field's name has one of the key words, so that none need stand near a match. */
  readonly isNamed: boolean;
}

interface Found extends Match {
  /** The smaller one is on top where two overlap. */
  readonly rank: number;
}

/**
 * Binds detectors to a field. `name` is the field's name with that of the object around it. A text longer than `lengthMax`,
 * in UTF-16 code units, is not looked through: where it has the literal, all of it is reported as long text.
 */
export function bindDetectors(
  detectors: readonly CustomDetector[],
  name: string,
  lengthMax: number,
): CustomScan {
  const words = spaced(name);
  const bound = detectors.map((detector) => {
    const context = detector.context.map(spaced);
    const isNamed = context.length === 0 || holdsWord(words, context);
    // A pattern with its literal and its key words is as much as a name says.
    const provenance = { version: detector.version, confidence: 'medium' } as const;
    return { detector, provenance, expression: new RegExp(detector.pattern, 'gu'), context, isNamed };
  });
  return (text, found) => {
    const added: Found[] = [];
    look({ bound, lengthMax, added, decoded: 0 }, text, { depth: 0, outer: null, whole: text.length });
    return added.length === 0 ? found : layOver(text.length, found, added);
  };
}

interface Look {
  readonly bound: readonly Bound[];
  readonly lengthMax: number;
  readonly added: Found[];
  decoded: number;
}

interface Place {
  readonly depth: number;
  readonly outer: Layer['outer'] | null;
  /** Length of the text at the surface. */
  readonly whole: number;
}

function look(on: Look, text: string, { depth, outer, whole }: Place): void {
  for (const each of on.bound) {
    const { detector, provenance } = each;
    const { id, kind } = detector;
    if (!text.includes(detector.literal)) continue;
    if (text.length > on.lengthMax) {
      on.added.push(unread(each, whole));
      continue;
    }
    for (const { start, end } of spansOf(each, text)) {
      const at = outer === null ? { start, end } : outer(start, end);
      on.added.push({ kind, detector: id, provenance, ...at, replacement: null, rank: rankOf(kind, 0) });
    }
  }
  const signs = readSigns(text);
  if (depth >= LAYER_DEPTH_MAX || !mayHoldLayers(signs)) return;
  for (const layer of openLayers(text, signs)) {
    on.decoded += layer.text.length;
    if (on.decoded > DECODED_CHARACTERS_MAX) {
      const [first] = on.bound;
      if (first !== undefined) on.added.push(unread(first, whole));
      return;
    }
    const toSurface: Layer['outer'] = (start, end) => {
      const span = layer.outer(start, end);
      return outer === null ? span : outer(span.start, span.end);
    };
    look(on, layer.text, { depth: depth + 1, outer: toSurface, whole });
  }
}

/** What was not read through must not pass as clean, even where long text is expected. */
function unread({ detector, provenance }: Bound, end: number): Found {
  const whole = { start: 0, end, replacement: null, rank: rankOf('long_text', 0) };
  return { kind: 'long_text', detector: detector.id, provenance, ...whole };
}

function spansOf({ detector, expression, context, isNamed }: Bound, text: string): readonly Span[] {
  let spans: Span[] | null = null;
  expression.lastIndex = 0;
  for (let match = expression.exec(text); match !== null; match = expression.exec(text)) {
    const end = expression.lastIndex;
    const start = end - match[0].length;
    // The check of the plan rules this out; if it ever errs, the loop must still end.
    if (start === end) throw new Error(`The pattern of detector ${detector.id} matched an empty text.`);
    if (!isNamed && !holdsWord(around(text, start, end), context)) continue;
    spans ??= [];
    spans.push({ start, end });
  }
  return spans ?? NO_SPANS;
}

function around(text: string, start: number, end: number): string {
  const before = text.slice(Math.max(0, start - CONTEXT_REACH), start);
  return spaced(`${before} ${text.slice(end, end + CONTEXT_REACH)}`);
}

/** In lower case, the words of camel case apart, each between spaces. */
function spaced(text: string): string {
  const words = text
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, ' ');
  return ` ${words} `.replaceAll(/ +/gu, ' ');
}

function holdsWord(words: string, context: readonly string[]): boolean {
  return context.some((word) => words.includes(word));
}

const CLASS_RANKS: Readonly<Record<FindingClass, number>> = { secret: 0, personal: 2, 'long-text': 4 };

/** Secrets stay on top, since more may be done about them; within its class what the plan's author described wins. */
function rankOf(kind: FindingKind, place: 0 | 1): number {
  return CLASS_RANKS[FINDING_KINDS[kind]] + place;
}

/**
 * What others found, ranked. Where they put an encoded text in place of another, they have left in it what they do not know:
 * where anything else was found there, the label stands instead.
 */
function withoutOldText(length: number, found: readonly Match[], added: readonly Found[]): readonly Found[] {
  const isAdded = new Uint8Array(length);
  let painted = 0;
  for (const { start, end } of added.toSorted((left, right) => left.start - right.start)) {
    isAdded.fill(1, Math.max(start, painted), Math.max(end, painted));
    painted = Math.max(end, painted);
  }
  return found.map((match) => {
    const isShared = isAdded.subarray(match.start, match.end).includes(1);
    const replacement = isShared ? null : match.replacement;
    return { ...match, replacement, rank: rankOf(match.kind, 1) };
  });
}

function layOver(length: number, found: readonly Match[], added: readonly Found[]): readonly Match[] {
  const all = [...added, ...withoutOldText(length, found, added)];
  return settle(all, length).map(({ kind, detector, provenance, start, end, replacement }) => ({
    kind,
    detector,
    provenance,
    start,
    end,
    replacement,
  }));
}
