/**
 * The GPP string: a header that lists its sections, and the sections after it, parted by `~`
 * (https://github.com/InteractiveAdvertisingBureau/Global-Privacy-Platform, `Core/Consent String Specification.md`).
 */
import { bitLength, readBits } from './bits.ts';
import { GPP_IDS, GPP_SECTION_NAMES, OPT_OUTS, US_SECTIONS } from './gpp-sections.ts';
import type { GppSectionName, OptOut, UsSection } from './gpp-sections.ts';
import { ABSENT, UNREADABLE } from './reading.ts';
import type { Signal } from './reading.ts';

/** True: the person opted out. False: was told and did not. Absent: does not apply. */
export type OptOuts = Readonly<Partial<Record<OptOut, boolean>>>;

export interface GppStatement {
  readonly sections: ReadonlyMap<GppSectionName, OptOuts>;
  /** Whether a section repeats Global Privacy Control. */
  readonly gpc: boolean;
  /** The TC string of section 2; empty where there is none. */
  readonly tcString: string;
}

/** Characters; a TC string may be inside. */
const GPP_LENGTH_MAX = 16_384;
const SECTIONS_MAX = 64;
const ID_MAX = 1023;
/** Bits of the largest id that is read, in Fibonacci coding. */
const FIBONACCI_BITS_MAX = 16;
const HEADER = { type: 3, version: 1 } as const;
const GPC_SEGMENT = 1;

const SECTION_NAMES: ReadonlyMap<number, GppSectionName> = new Map(
  GPP_SECTION_NAMES.map((name) => [name === 'uspv1' ? GPP_IDS.uspv1 : US_SECTIONS[name].id, name]),
);

/** Reads a GPP string. Total; one section that is known and not of its format makes the whole unreadable. Unknown ones are passed over. */
export function readGppString(text: string): Signal<GppStatement> {
  if (text === '') return ABSENT;
  const [header = '', ...parts] = text.length > GPP_LENGTH_MAX ? [] : text.split('~');
  const ids = readSectionIds(header);
  if (ids === null || ids.length !== parts.length || parts.includes('')) return UNREADABLE;
  const read = readSections(ids, parts);
  if (read === null) return UNREADABLE;
  return { kind: 'read', of: { ...read, tcString: parts[ids.indexOf(GPP_IDS.tcfeuv2)] ?? '' } };
}

/** The known sections; null where one of them is not of its format. */
function readSections(
  ids: readonly number[],
  parts: readonly string[],
): Pick<GppStatement, 'sections' | 'gpc'> | null {
  const sections = new Map<GppSectionName, OptOuts>();
  let gpc = false;
  for (const [at, id] of ids.entries()) {
    const name = SECTION_NAMES.get(id);
    if (name === undefined) continue;
    const read = readSection(name, parts[at] ?? '');
    if (read === null) return null;
    sections.set(name, read.optOuts);
    gpc ||= read.gpc;
  }
  return { sections, gpc };
}

/** The text of the US Privacy framework, `1YNN`: version, notice, opt-out of sale, agreement (USP String v1.0). Null where it is none. */
export function readUsPrivacy(text: string): OptOuts | null {
  const [, , sale] = /^1([YN-])([YN-])[YN-]$/i.exec(text) ?? [];
  if (sale === undefined) return null;
  return sale === '-' ? {} : { sale: sale.toUpperCase() === 'Y' };
}

interface Section {
  readonly optOuts: OptOuts;
  readonly gpc: boolean;
}

function readSection(name: GppSectionName, text: string): Section | null {
  if (name !== 'uspv1') return readUsSection(US_SECTIONS[name], text);
  const optOuts = readUsPrivacy(text);
  return optOuts === null ? null : { optOuts, gpc: false };
}

function readUsSection(section: UsSection, text: string): Section | null {
  const [core = '', ...segments] = text.split('.');
  if (bitLength(core) < section.bits || !section.versions.includes(readBits(core, 0, 6))) return null;
  if (segments.some((segment) => bitLength(segment) < 0)) return null;
  const optOuts: Partial<Record<OptOut, boolean>> = {};
  for (const kind of OPT_OUTS) {
    const offset = section.offsets[kind];
    // 0 does not apply, 1 opted out, 2 did not.
    const value = offset === undefined ? 0 : readBits(core, offset, 2);
    if (value === 3) return null;
    if (value !== 0) optOuts[kind] = value === 1;
  }
  const gpc = segments.some((each) => readBits(each, 0, 2) === GPC_SEGMENT && readBits(each, 2, 1) === 1);
  return { optOuts, gpc };
}

/** The ids in the header, in order: single ones and ranges, each by its distance from the one before. Null where it is no header. */
function readSectionIds(header: string): readonly number[] | null {
  const length = bitLength(header);
  if (length < 24 || readBits(header, 0, 6) !== HEADER.type || readBits(header, 6, 6) !== HEADER.version) {
    return null;
  }
  const count = readBits(header, 12, 12);
  const ids: number[] = [];
  let [at, last] = [24, 0];
  for (let entry = 0; entry < count; entry += 1) {
    const range = readRange(header, at, length);
    if (range === null) return null;
    const from = last + range.first;
    last = from + range.more;
    at = range.end;
    // Bounded before anything is written: twelve characters can name a range of millions.
    if (last > ID_MAX || ids.length + range.more >= SECTIONS_MAX) return null;
    for (let id = from; id <= last; id += 1) ids.push(id);
  }
  return ids;
}

/** One entry of the header: how far its first id is from the last one before, and how many come after it. */
function readRange(
  header: string,
  from: number,
  length: number,
): { readonly first: number; readonly more: number; readonly end: number } | null {
  const first = readFibonacci(header, from + 1, length);
  if (first === null) return null;
  if (readBits(header, from, 1) === 0) return { first: first.value, more: 0, end: first.end };
  const more = readFibonacci(header, first.end, length);
  return more === null ? null : { first: first.value, more: more.value, end: more.end };
}

/** A Fibonacci-coded number: each bit stands for a number of the row 1, 2, 3, 5, …; two ones in a row end it. */
function readFibonacci(
  text: string,
  from: number,
  length: number,
): { readonly value: number; readonly end: number } | null {
  let [weight, next, value, before] = [1, 2, 0, 0];
  for (let at = from; at < Math.min(length, from + FIBONACCI_BITS_MAX); at += 1) {
    const bit = readBits(text, at, 1);
    if (bit === 1 && before === 1) return { value, end: at + 1 };
    value += bit * weight;
    [weight, next] = [next, weight + next];
    before = bit;
  }
  return null;
}
