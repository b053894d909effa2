/**
 * Detection in one value. A string is read once for its signs; detectors and decoded layers run only where their
 * signs occur. Where findings overlap, the earlier detector of the list keeps its span and the later one what is left
 * over, so that nothing that was found stays uncovered.
 */
import type { Detector, FindingKind, Match, Span } from './detector.ts';
import { findCardNumber } from './detectors/card.ts';
import { DETECTORS } from './detectors/index.ts';
import { mayHoldLayers, openLayers } from './layers.ts';
import { readSigns } from './signs.ts';

/** Shorter strings hold nothing that a detector knows; in characters. */
export const SCANNED_LENGTH_MIN = 6;
/** How many encodings are undone inside each other. */
export const LAYER_DEPTH_MAX = 3;
/** How many decoded characters are scanned for one string. A string that needs more is reported as long text. */
export const DECODED_CHARACTERS_MAX = 524_288;

const NO_MATCHES: readonly Match[] = Object.freeze([]);
const NO_KINDS: ReadonlySet<FindingKind> = new Set();
/** Numbers below this have too few digits for a card. */
const CARD_NUMBER_MIN = 1e12;

interface Scan {
  readonly expected: ReadonlySet<FindingKind>;
  found: Found[] | null;
  decodedCharacters: number;
}

interface Found extends Span {
  readonly detector: Detector;
  readonly rank: number;
}

/**
 * Everything found in the text: in ascending order, not overlapping. A finding inside an encoded piece has the span
 * of what encodes it. Kinds in `expected` are left out, and hide nothing that they overlap.
 * Always the same empty array when nothing is found.
 */
export function scanText(text: string, expected: ReadonlySet<FindingKind> = NO_KINDS): readonly Match[] {
  if (text.length < SCANNED_LENGTH_MIN) return NO_MATCHES;
  const signs = readSigns(text);
  if (!mayHoldLayers(signs) && !DETECTORS.some((detector) => isTriggered(detector, signs))) return NO_MATCHES;
  const scan: Scan = { expected, found: null, decodedCharacters: 0 };
  scanLayer(text, signs, { scan, depth: 0, outer: null });
  if (scan.decodedCharacters > DECODED_CHARACTERS_MAX) return overBudget(text, expected);
  return scan.found === null ? NO_MATCHES : settle(text.length, scan.found);
}
