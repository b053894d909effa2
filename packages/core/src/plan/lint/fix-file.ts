/**
 * Mends a file of a plan where there is one right answer, by cutting and pasting within its text: comments, order and
 * layout stay. Every edit is also made on the parsed document; where the text then says anything else, it is not made.
 */
import { isMap, isPair, isScalar, isSeq, parseDocument, visit } from 'yaml';
import type { Document, ParsedNode } from 'yaml';
import type { z } from 'zod';
import type { PlanFinding } from '../../finding.ts';
import type { PlanFile } from '../parse-plan.ts';
import { writtenEvent, writtenPlan } from '../written.ts';
import { fromPointer } from '../json-pointer.ts';

/** Edits of one file; more are left to the next run. */
const EDITS_MAX = 100;
/** YAML of more characters is left alone. */
const TEXT_MAX = 4_000_000;
const SCHEMAS = { plan: writtenPlan, event: writtenEvent } as const;
/** Rules whose findings point at what is to be removed. */
const REMOVABLE: ReadonlySet<string> = new Set(['redundant-tier', 'repeated-entry']);

export interface Fixed {
  readonly text: string;
  /** Number of edits made. */
  readonly edits: number;
}

type Path = readonly (string | number)[];
type Edit = { readonly kind: 'write'; readonly path: Path; readonly value: string } | Removal;
interface Removal {
  readonly kind: 'remove';
  readonly path: Path;
}

/**
 * Mends words in the wrong case, versions and days in another form, and removes what `findings` say does nothing.
 * These come in the order of the file.
 */
export function fixFile(
  { path, text }: PlanFile,
  form: keyof typeof SCHEMAS,
  findings: readonly PlanFinding[],
): Fixed {
  if (text.length > TEXT_MAX) return { text, edits: 0 };
  const edits = [...rewrites(text, SCHEMAS[form]), ...removals(path, findings)].slice(0, EDITS_MAX);
  let fixed = text;
  let made = 0;
  for (const edit of edits) {
    const next = apply(fixed, edit);
    if (next === null) continue;
    fixed = next;
    made += 1;
  }
  return { text: fixed, edits: made };
}

function removals(file: string, findings: readonly PlanFinding[]): Removal[] {
  const pointers = findings
    .filter((finding) => finding.path === file && REMOVABLE.has(finding.ruleId))
    .map(({ jsonPointer }) => fromPointer(jsonPointer));
  // From the end of the file, so that positions in lists stay right.
  return pointers.toReversed().map((path) => ({ kind: 'remove', path }));
}

function rewrites(text: string, schema: z.ZodType): Edit[] {
  const document = parseDocument(text, { prettyErrors: false });
  if (document.errors.length > 0) return [];
  const checked = schema.safeParse(document.toJS({ maxAliasCount: 100 }));
  return (checked.error?.issues ?? []).flatMap((found): Edit[] => {
    const path = found.path.map((step) => (typeof step === 'number' ? step : String(step)));
    const node: unknown = document.getIn(path, true);
    if (!isScalar(node) || node.range === undefined || node.range === null) return [];
    const value = rightForm(
      text.slice(node.range[0], node.range[1]).replaceAll(/^['"]|['"]$/g, ''),
      found,
      path,
    );
    return value === null ? [] : [{ kind: 'write', path, value }];
  });
}

/** What was meant, where only one thing can have been; else null. */
function rightForm(source: string, found: z.core.$ZodIssue, path: Path): string | null {
  const key = path.at(-1);
  if (key === 'version' && path.length === 1) return toVersion(source);
  if (key === 'expires') return toDay(source);
  if (found.code !== 'invalid_value') return null;
  const words = found.values.filter((word) => typeof word === 'string');
  const meant = words.filter((word) => word.toLowerCase() === source.toLowerCase());
  return meant.length === 1 ? (meant[0] ?? null) : null;
}

function toVersion(source: string): string | null {
  const [, major, minor = '0', patch = '0'] = /^[vV]?(\d+)(?:\.(\d+))?(?:\.(\d+))?$/.exec(source) ?? [];
  return major === undefined ? null : `${major}.${minor}.${patch}`;
}

function toDay(source: string): string | null {
  if (/^never$/i.test(source)) return 'never';
  const [, year, month = '', day = ''] =
    /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?$/.exec(source) ?? [];
  return year === undefined ? null : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

function apply(text: string, edit: Edit): string | null {
  const document = parseDocument(text, { prettyErrors: false });
  const next = edit.kind === 'write' ? written(text, document, edit) : removed(text, document, edit.path);
  if (next === null) return null;
  if (edit.kind === 'write') document.setIn(edit.path, edit.value);
  else document.deleteIn(edit.path);
  const reread = parseDocument(next, { prettyErrors: false });
  if (reread.errors.length > 0 || comments(reread) !== comments(parseDocument(text))) return null;
  return JSON.stringify(reread.toJS()) === JSON.stringify(document.toJS()) ? next : null;
}

function written(
  text: string,
  document: Document.Parsed,
  { path, value }: Extract<Edit, { kind: 'write' }>,
): string | null {
  const node: unknown = document.getIn(path, true);
  if (!isScalar(node) || node.range === undefined || node.range === null) return null;
  const [start, end] = node.range;
  const quote = /^['"]/.exec(text.slice(start, end))?.[0] ?? '';
  return `${text.slice(0, start)}${quote}${value}${quote}${text.slice(end)}`;
}

function removed(text: string, document: Document.Parsed, path: Path): string | null {
  const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const span = spanOf(parent, path.at(-1));
  if (span === null || (!isMap(parent) && !isSeq(parent)) || parent.items.length < 2) return null;
  const [start, end] = span;
  return parent.flow === true ? withoutFlowItem(text, start, end) : withoutLines(text, start, end);
}

/** Where a pair or an item begins and ends. */
function spanOf(parent: unknown, step: string | number | undefined): readonly [number, number] | null {
  if (isMap<ParsedNode, ParsedNode | null>(parent)) {
    const pair = parent.items.find((each) => isScalar(each.key) && String(each.key.value) === String(step));
    if (!isPair(pair) || !pair.key.range || !pair.value?.range) return null;
    return [pair.key.range[0], pair.value.range[1]];
  }
  if (!isSeq<ParsedNode>(parent)) return null;
  const range = parent.items[Number(step)]?.range;
  return range === undefined ? null : [range[0], range[1]];
}

/** With the comma after it, else with the one before it. */
function withoutFlowItem(text: string, start: number, end: number): string {
  const after = /^\s*,\s*/.exec(text.slice(end))?.[0];
  if (after !== undefined) return text.slice(0, start) + text.slice(end + after.length);
  return text.slice(0, start).replace(/\s*,\s*$/, '') + text.slice(end);
}

/** Only where nothing else stands on its lines; a dash of the list is its own. */
function withoutLines(text: string, start: number, end: number): string | null {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', end);
  const to = newline === -1 ? text.length : newline + 1;
  const isAlone = /^\s*(?:- *)?$/.test(text.slice(from, start)) && text.slice(end, to).trim() === '';
  return isAlone ? text.slice(0, from) + text.slice(to) : null;
}

/** All comments of a document, in order. */
function comments(document: Document.Parsed): string {
  const found: unknown[] = [document.commentBefore, document.comment];
  visit(document, {
    Node: (_, node) => void found.push(node.commentBefore, node.comment),
  });
  return JSON.stringify(found.filter((comment) => typeof comment === 'string'));
}
