/**
 * Capacity: how many bits a field leaves room for, and how many an event gives away over its quasi-identifiers. 33 bits are
 * enough to tell apart everyone alive (log2 of 8.2 thousand million, UN World Population Prospects 2024).
 */
import type { Carrier, FieldNode } from './model.ts';
import { leavesOf } from './model.ts';
import { patternBits } from './pattern.ts';
import { isBelow } from './same.ts';
import type { WrittenField } from '../written.ts';

/** Bits that single out one person. */
export const CAPACITY_BUDGET_BITS = 33;
/** Growth in one change that is worth a look by itself. */
export const CAPACITY_GROWTH_BITS = 8;

/** A double holds no more whole numbers than this. */
const NUMBER_BITS = 53;
/** Text without any bound. */
const TEXT_LENGTH_MAX = 1024;
const CHARACTER_BITS = 8;
const LIST_LENGTH_MAX = 1024;

/** Formats whose texts are fewer than their length says. A day within 120 years; a millisecond of them. */
const FORMAT_BITS: Readonly<Record<string, number>> = {
  'date-time': Math.log2(120 * 365.25 * 86_400_000),
  date: Math.log2(120 * 365.25),
  time: Math.log2(86_400_000),
  uuid: 122,
  ipv4: 32,
  ipv6: 128,
};

/** Branches of the taxonomy by which people are told apart, whatever the tier. */
const TELLING_BRANCHES = [
  'user.demographic',
  'user.location',
  'user.device',
  'user.contact',
  'user.unique_id',
];

/** Whether a field helps to tell people apart: one of those branches, or tier 3 and above. */
export function isQuasiIdentifier({ tier, annotation }: FieldNode): boolean {
  const categories = annotation?.categories ?? [];
  return tier >= 3 || categories.some((each) => isBelow(each, TELLING_BRANCHES));
}

/** Bits of one value; without items, which count by themselves. */
function fieldBits({ node, type }: FieldNode): number {
  if (node.const !== undefined) return 0;
  if (node.enum !== undefined) return Math.log2(node.enum.length);
  if (type === 'boolean') return 1;
  if (type === 'string') return textBits(node);
  return type === 'number' || type === 'integer' ? numberBits(node, type) : 0;
}

/** Bits of an event or of the context over its quasi-identifiers; a list counts each of its items. */
export function capacityBits({ fields }: Pick<Carrier, 'fields'>): number {
  const all = fields();
  let bits = 0;
  for (const leaf of leavesOf(all)) {
    if (isQuasiIdentifier(leaf)) bits += fieldBits(leaf) * itemsMax(leaf, all);
  }
  return bits;
}

function itemsMax(leaf: FieldNode, all: ReadonlyMap<string, FieldNode>): number {
  let items = 1;
  for (let at = leaf.path; at !== ''; at = all.get(at)?.parent ?? '') {
    const node = all.get(at);
    if (node?.type === 'array') items *= node.node.maxItems ?? LIST_LENGTH_MAX;
  }
  return items;
}

function textBits(node: WrittenField): number {
  const byLength = CHARACTER_BITS * (node.maxLength ?? TEXT_LENGTH_MAX);
  const byPattern = node.pattern === undefined ? null : patternBits(node.pattern);
  const byFormat = FORMAT_BITS[node.format ?? ''];
  return Math.min(byLength, byPattern ?? Infinity, byFormat ?? Infinity);
}

function numberBits(node: WrittenField, type: 'number' | 'integer'): number {
  const low = node.minimum ?? node.exclusiveMinimum;
  const high = node.maximum ?? node.exclusiveMaximum;
  const step = node.multipleOf ?? (type === 'integer' ? 1 : undefined);
  if (low === undefined || high === undefined || step === undefined) return NUMBER_BITS;
  return Math.min(NUMBER_BITS, Math.log2(Math.max(1, Math.floor((high - low) / step) + 1)));
}
