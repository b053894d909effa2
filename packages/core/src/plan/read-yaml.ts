/** YAML text → checked value, with the line and column of every issue. For the plan's files and the configuration. */
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import type { Checked, Issue } from '../issue.ts';
import { NO_PLACES, placesIn } from './yaml-places.ts';
import type { Locate, Places } from './yaml-places.ts';

export interface YamlFile<T> extends Checked<T>, Places {
  readonly file: string;
}

/** YAML of at most this many characters is read. */
const TEXT_MAX = 4_000_000;
const ALIASES_MAX = 100;

/** Reads one document of the shape `schema`. An error leaves `value` null. */
export function readYaml<T>(text: string, file: string, schema: z.ZodType<T>): YamlFile<T> {
  if (text.length > TEXT_MAX) {
    const message = `Expected at most ${TEXT_MAX} characters.`;
    const issues = [issue(file, 'file-too-large', message, 'Split the file.')];
    return { value: null, issues, file, ...NO_PLACES };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const places = placesIn(document, lines);
  if (document.errors.length > 0) {
    const issues = document.errors.map((error) => {
      const { line, col } = lines.linePos(error.pos[0]);
      const message = `Not valid YAML (${error.code.toLowerCase().replaceAll('_', ' ')}).`;
      const mend = 'Mend the syntax at this place.';
      return { ...issue(file, 'bad-yaml', message, mend), line, column: col };
    });
    return { value: null, issues, file, ...places };
  }
  const parsed = schema.safeParse(document.toJS({ maxAliasCount: ALIASES_MAX }));
  if (parsed.success) return { value: parsed.data, issues: [], file, ...places };
  return { value: null, issues: zodIssues(parsed.error.issues, file, places.locate), file, ...places };
}

/** Where things stand in YAML that was read before. Of text that cannot be read, everything stands at 0. */
export function locateIn(text: string): Locate {
  return readYaml(text, '', z.unknown()).locate;
}

/** Turns the issues of a zod check into ours: one for every unknown key, with the nearest known word as the mend. */
export function zodIssues(found: readonly z.core.$ZodIssue[], file: string, locate: Locate): Issue[] {
  return found.flatMap((each): Issue[] => {
    const at = describe(each.path);
    if (each.code === 'unrecognized_keys') {
      return each.keys.map((key) => ({
        ...issue(file, 'unknown-key', `${at} has no key "${key}".`, 'Remove it, or correct its spelling.'),
        ...locate(each.path, key),
      }));
    }
    if (each.code === 'invalid_union') {
      const message = `${at} has none of the forms it may take.`;
      return [
        { ...issue(file, 'bad-value', message, 'See the reference for its forms.'), ...locate(each.path) },
      ];
    }
    const message = `${at}: ${lowerFirst(each.message)}.`;
    const mend = each.code === 'invalid_value' ? 'Write one of the values listed.' : 'Correct it.';
    return [{ ...issue(file, 'bad-value', message, mend), ...locate(each.path) }];
  });
}

/** An issue without a place in the file. */
export function issue(file: string, rule: string, message: string, mend: string): Issue {
  return { rule, level: 'error', message, mend, file, line: 0, column: 0 };
}

/** The candidate nearest to a misspelt word, as a sentence; or the general advice. */
export function suggest(word: string, candidates: Iterable<string>, otherwise: string): string {
  let best: string | null = null;
  let bestDistance = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word, candidate, bestDistance);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best === null ? otherwise : `Did you mean "${best}"?`;
}

function describe(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'The file' : path.map(String).join('.');
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Levenshtein distance, given up once it passes `limit`. */
function editDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) >= limit) return limit;
  let row = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (let at = 1; at <= left.length; at += 1) {
    const next = [at];
    for (let to = 1; to <= right.length; to += 1) {
      const same = left[at - 1] === right[to - 1] ? 0 : 1;
      next.push(Math.min((row[to] ?? 0) + 1, (next[to - 1] ?? 0) + 1, (row[to - 1] ?? 0) + same));
    }
    row = next;
  }
  return row[right.length] ?? limit;
}
