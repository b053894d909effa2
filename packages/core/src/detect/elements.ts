/**
 * The named values in markup inside a text: what stands in an element of XML or HTML (`<password>…</password>`), in an
 * element that an attribute or the element before it names (`<string name="token">…`, `<key>token</key><string>…`), and in
 * an attribute beside one that names it (`<add key="token" value="…"/>`). Markup need not be well-formed.
 */
import { codeAt, isAlphanumericAt, isLetterAt, isSpaceAt } from './characters.ts';
import { meaningOf, nestedMeaning } from './key-meaning.ts';
import type { Pair } from './pairs.ts';

/** How deep elements are followed; what is deeper has no parent, which decides little. */
const DEPTH_MAX = 64;
/** Characters of a name, and of a value. */
const NAME_LENGTH_MAX = 64;
const VALUE_LENGTH_MAX = 8192;

/** Attributes, and elements, that say what a value beside them is called; and what holds that value. */
const LABELS: ReadonlySet<string> = new Set(['name', 'key', 'field', 'property', 'param', 'header', 'type']);
const HOLDERS: ReadonlySet<string> = new Set(['value', 'content', 'text', 'val', 'data']);
/** Elements whose own name says nothing, so that the label beside them does. */
const NAMELESS: ReadonlySet<string> = new Set(
  (
    'string integer real date boolean value text data item entry param parameter property prop setting option arg argument ' +
    'attribute attr field add variable var constant input const metadata custom extra tag header element key'
  ).split(' '),
);

const LESS = 60;
const GREATER = 62;
const SLASH = 47;
const BANG = 33;
const CDATA = '<![CDATA[';
const CDATA_END = ']]>';

const NO_PAIRS: readonly Pair[] = Object.freeze([]);

interface Element {
  readonly name: string;
  /** What its attributes or the element before it call it; empty where they do not. */
  readonly label: string;
  /** Behind its opening tag. */
  readonly contentStart: number;
  /** The name that the element last closed inside it gives to the next one. */
  nextLabel: string;
  isLeaf: boolean;
}

/** What all elements of a text are in. */
function makeRoot(): Element {
  return { name: '', label: '', contentStart: 0, nextLabel: '', isLeaf: false };
}

interface Tag {
  readonly name: string;
  readonly label: string;
  /** Of the attribute that a label beside it names; equal where there is none. */
  readonly valueStart: number;
  readonly valueEnd: number;
  readonly isEmpty: boolean;
  /** Behind its `>`. */
  readonly end: number;
}

/** What has been read of a text. */
interface Reading {
  readonly text: string;
  readonly open: Element[];
  pairs: Pair[] | null;
}

/** The values with a meaning, in ascending order; linear in the text, because a tag ends where another one begins. */
export function findElements(text: string): readonly Pair[] {
  const reading: Reading = { text, open: [makeRoot()], pairs: null };
  let index = text.indexOf('<');
  while (index >= 0) index = text.indexOf('<', readMark(reading, index));
  return reading.pairs ?? NO_PAIRS;
}

/** Reads what begins with this `<`, and gives where to look on. */
function readMark(reading: Reading, index: number): number {
  const { text } = reading;
  const next = codeAt(text, index + 1);
  if (next === BANG) return declarationEnd(text, index);
  if (next === SLASH) closeElement(reading, index);
  if (!isLetterAt(text, index + 1)) return index + 1;
  const tag = readTag(text, index);
  if (tag === null) return index + 1;
  openElement(reading, tag);
  return tag.end;
}

function keep(reading: Reading, start: number, end: number, meaning: number): void {
  if (meaning === 0 || end <= start || end - start > VALUE_LENGTH_MAX) return;
  reading.pairs ??= [];
  reading.pairs.push({ start, end, meaning });
}

/** Behind a comment or a piece of character data; what has no end runs to the end of the text. */
function declarationEnd(text: string, start: number): number {
  const isData = text.startsWith(CDATA, start);
  if (!isData && !text.startsWith('<!--', start)) return start + 2;
  const stop = isData ? CDATA_END : '-->';
  const found = text.indexOf(stop, start);
  return found < 0 ? text.length : found + stop.length;
}

/** Puts the element on the stack, and keeps the attribute that another one names. */
function openElement(reading: Reading, tag: Tag): void {
  const { open } = reading;
  const parent = open.at(-1);
  const label = tag.label === '' ? (parent?.nextLabel ?? '') : tag.label;
  if (parent !== undefined) {
    parent.isLeaf = false;
    parent.nextLabel = '';
  }
  if (!tag.isEmpty && open.length < DEPTH_MAX) {
    open.push({ name: tag.name, label, contentStart: tag.end, nextLabel: '', isLeaf: true });
  }
  if (tag.label !== '') keep(reading, tag.valueStart, tag.valueEnd, nestedMeaning(tag.label));
}

/** Takes the element off the stack with all that was not closed inside it, and keeps its text. */
function closeElement(reading: Reading, index: number): void {
  const { text, open } = reading;
  const name = text.slice(index + 2, nameEnd(text, index + 2));
  const at = open.findLastIndex((element) => element.name === name);
  if (at <= 0) return;
  const [element, ...unclosed] = open.splice(at);
  const parent = open.at(-1);
  if (element === undefined || parent === undefined || unclosed.length > 0 || !element.isLeaf) return;
  const [start, end] = contentOf(text, element.contentStart, index);
  const local = localName(name);
  const lowered = local.toLowerCase();
  if (LABELS.has(lowered) && end - start <= NAME_LENGTH_MAX) parent.nextLabel = text.slice(start, end);
  const isLabelled = element.label !== '' && NAMELESS.has(lowered);
  const meaning = isLabelled ? nestedMeaning(element.label) : meaningOf(local, localName(parent.name));
  keep(reading, start, end, meaning);
}

/** The text without the white space around it and the marks of character data. */
function contentOf(text: string, from: number, to: number): readonly [number, number] {
  let start = from;
  let end = to;
  while (start < end && isSpaceAt(text, start)) start++;
  while (end > start && isSpaceAt(text, end - 1)) end--;
  const isData = text.startsWith(CDATA, start) && text.endsWith(CDATA_END, end);
  return isData ? [start + CDATA.length, end - CDATA_END.length] : [start, end];
}

/** The name behind the prefix of its namespace. */
function localName(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1);
}

function nameEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + NAME_LENGTH_MAX);
  let end = start;
  while (end < limit && (isAlphanumericAt(text, end) || '_-.:'.includes(text.charAt(end)))) end++;
  return end;
}

/** The tag that opens here; null where another one begins, or the text ends, before its `>`. */
function readTag(text: string, start: number): Tag | null {
  let index = nameEnd(text, start + 1);
  const name = text.slice(start + 1, index);
  let label = '';
  let valueStart = 0;
  let valueEnd = 0;
  for (;;) {
    while (isSpaceAt(text, index)) index++;
    const code = codeAt(text, index);
    if (index >= text.length || code === LESS) return null;
    if (code === GREATER) {
      const isEmpty = codeAt(text, index - 1) === SLASH;
      return { name, label, valueStart, valueEnd, isEmpty, end: index + 1 };
    }
    const attributeEnd = nameEnd(text, index);
    const attribute = text.slice(index, attributeEnd).toLowerCase();
    if (attribute === '') {
      index += 1;
      continue;
    }
    const [from, to] = attributeValue(text, attributeEnd);
    index = Math.max(attributeEnd, to);
    if (from === to) continue;
    // An input of the type `password` may have a name of its own, which says more.
    if (LABELS.has(attribute) && (label === '' || attribute !== 'type')) label = text.slice(from, to);
    else if (HOLDERS.has(attribute)) [valueStart, valueEnd] = [from, to];
  }
}

/** The span of what an attribute is given, without its quotes; an empty one where it is given nothing. */
function attributeValue(text: string, nameStop: number): readonly [number, number] {
  let index = nameStop;
  while (isSpaceAt(text, index)) index++;
  if (text.charAt(index) !== '=') return [nameStop, nameStop];
  index++;
  while (isSpaceAt(text, index)) index++;
  const quote = text.charAt(index);
  const isQuoted = quote === '"' || quote === "'";
  const start = isQuoted ? index + 1 : index;
  let end = start;
  while (end < text.length && codeAt(text, end) !== LESS) {
    if (isQuoted ? text.charAt(end) === quote : isSpaceAt(text, end) || codeAt(text, end) === GREATER) break;
    end++;
  }
  return [start, end];
}
