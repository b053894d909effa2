/** Findings in the text of a file, line by line. Pure: where and what kind, never the value. */
import { FINDING_KINDS, scanText } from '@headgate/core';
import type { FindingClass, FindingKind } from '@headgate/core';

export interface Hit {
  readonly kind: FindingKind;
  readonly detector: string;
  /** Both from 1; columns in UTF-16 code units, as editors and SARIF count. */
  readonly line: number;
  readonly column: number;
  /** Of what stands on that line. */
  readonly length: number;
}

export interface ScannedText {
  readonly hits: readonly Hit[];
  /** How many were left out because a comment on their line says so. */
  readonly ignored: number;
}

const IGNORE = 'headgate-ignore-line:';
/**
 * Longer lines are read in pieces that overlap, because the scanner decodes only so much for one string. A finding
 * longer than the overlap may be told as two.
 */
const PIECE_LENGTH = 32_768;
const OVERLAP = 1024;
/** How what runs over several lines begins: private keys in their armour. */
const BLOCK_BEGINS = /-----BEGIN |---- BEGIN |PuTTY-User-Key-File-/;
/** Source code is text that somebody wrote, from end to end. */
const EXPECTED: ReadonlySet<FindingKind> = new Set(['long_text']);

/** Scans a text. A line's findings of a kind are left out where it holds `headgate-ignore-line: <kind> <reason>`. */
export function scanLines(text: string): ScannedText {
  const hits: Hit[] = [];
  let ignored = 0;
  const lines = text.split(/\r\n|\r|\n/);
  for (const [index, line] of lines.entries()) {
    const found = [...scanLine(line, index + 1), ...(BLOCK_BEGINS.test(line) ? scanBlock(lines, index) : [])];
    if (found.length === 0) continue;
    const kinds = ignoredKinds(line);
    const kept = kinds.size === 0 ? found : found.filter(({ kind }) => !kinds.has(kind));
    ignored += found.length - kept.length;
    for (const hit of kept) hits.push(hit);
  }
  return { hits, ignored };
}

/** What a class of findings weighs, gravest first. */
export function classOf({ kind }: Hit): FindingClass {
  return FINDING_KINDS[kind];
}

function scanLine(line: string, number: number): readonly Hit[] {
  const hits: Hit[] = [];
  let told = 0;
  for (let from = 0; from < Math.max(1, line.length); from += PIECE_LENGTH - OVERLAP) {
    const piece = line.length <= PIECE_LENGTH ? line : line.slice(from, from + PIECE_LENGTH);
    for (const { kind, detector, start, end } of scanText(piece, EXPECTED)) {
      // What lies in the overlap was told with the piece before.
      if (from + end <= told) continue;
      told = from + end;
      hits.push({ kind, detector, line: number, column: from + start + 1, length: end - start });
    }
    if (from + PIECE_LENGTH >= line.length) break;
  }
  return hits;
}

/** The private keys that begin on a line and go on below it. */
function scanBlock(lines: readonly string[], index: number): readonly Hit[] {
  const first = lines[index] ?? '';
  let block = first.slice(-PIECE_LENGTH);
  for (let next = index + 1; next < lines.length && block.length < PIECE_LENGTH; next++) {
    block += `\n${lines[next] ?? ''}`;
  }
  const cut = Math.max(0, first.length - PIECE_LENGTH);
  const firstEnd = first.length - cut;
  return scanText(block.slice(0, 2 * PIECE_LENGTH), EXPECTED)
    .filter(({ kind, start, end }) => kind === 'private_key' && start < firstEnd && end > firstEnd)
    .map(({ kind, detector, start }) => ({
      kind,
      detector,
      line: index + 1,
      column: cut + start + 1,
      length: firstEnd - start,
    }));
}

/** The kinds that comments on the line name together with a reason. Without a reason a comment holds for nothing. */
function ignoredKinds(line: string): ReadonlySet<string> {
  const [, ...comments] = line.split(IGNORE);
  const kinds = comments.flatMap((comment) => {
    const [kind = '', reason = ''] = comment.trim().split(/\s+/, 2);
    return /\p{L}/u.test(reason) ? [kind] : [];
  });
  return new Set(kinds);
}
