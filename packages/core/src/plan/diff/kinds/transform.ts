/** Kinds F01–F05, F07 and F08 of a field: what is done to it on the way to each vendor. */
import type { WrittenAnnotation } from '../../written.ts';
import type { Change } from '../change.ts';
import type { Pair } from '../diff-keys.ts';
import { namesOf } from '../diff-keys.ts';
import { below, makeChange } from '../make-change.ts';
import type { Place } from '../make-change.ts';
import { leavesOf } from '../model.ts';
import type { Model } from '../model.ts';
import { isSame, own } from '../same.ts';
import type { FieldScope } from '../scope.ts';
import { openingChanges, seenByVendor } from './seal.ts';
import type { Applied } from './seal.ts';

type Written = NonNullable<WrittenAnnotation['transform']>;
type WrittenTransform = Written[string];

/** These leave what is stored in the shape it had. */
const KEEPS_SHAPE: ReadonlySet<string> = new Set(['truncate', 'round-time', 'ip-prefix']);
const TIME_STEPS = ['second', 'minute', 'hour', 'day'];
const DATE_STEPS = ['day', 'week', 'month', 'quarter', 'year'];

export function transformChanges(pair: Pair<Written | undefined>, place: Place, scope: FieldScope): Change[] {
  return namesOf(pair).flatMap((vendor) => {
    // Without a word for this vendor, the word for all holds.
    const was = own(pair.before, vendor) ?? own(pair.before, '*');
    const is = own(pair.after, vendor) ?? own(pair.after, '*');
    if (isSame(was, is)) return [];
    const [before, after] = [was, is].map((each) => (each === undefined ? undefined : applied(each)));
    const at = below(place, vendor);
    return [...oneVendor({ before, after }, at, scope), ...openingChanges({ before, after }, at)];
  });
}

/** What the vendor sees of the change. */
function oneVendor(
  { before, after }: Pair<Applied | undefined>,
  at: Place,
  { models }: FieldScope,
): Change[] {
  if (after === undefined) return [makeChange('F01', at, 'The field goes on as it is.')];
  const kept = KEEPS_SHAPE.has(after.name);
  if (before === undefined) {
    return [makeChange(kept ? 'F03' : 'F04', at, `${after.name} is added.`)];
  }
  const [was, is] = [seenByVendor(before), seenByVendor(after)];
  if (isSame(was.params, is.params) && was.name === is.name) return [];
  if (isStronger(was, is)) {
    const isSameShape = was.name === is.name || kept;
    return [makeChange(isSameShape ? 'F03' : 'F04', at, `${after.name} takes away more than before.`)];
  }
  const domain = is.params['domain'];
  if (was.name === is.name && was.params['domain'] !== domain && isDomainUsed(domain, models.before)) {
    return [makeChange('F05', at, 'The pseudonym is now the same as that of another field.')];
  }
  return [
    makeChange(
      'F02',
      at,
      `${after.name} stands where ${before.name} stood, and cannot be shown to be stronger.`,
    ),
  ];
}

function applied(written: WrittenTransform): Applied {
  if (typeof written === 'string') return { name: written, params: {} };
  const [name = ''] = Object.keys(written);
  const params = written[name];
  const isTable = typeof params === 'object' && params !== null;
  return { name, params: isTable ? { ...params } : {} };
}

function isDomainUsed(domain: unknown, { events, context }: Model): boolean {
  return [...events.values(), context].some((carrier) =>
    leavesOf(carrier.fields()).some(({ annotation }) =>
      Object.values(annotation?.transform ?? {}).some(
        (each) => seenByVendor(applied(each)).params['domain'] === domain,
      ),
    ),
  );
}

/** Whether what is sent provably says no more than before. */
function isStronger(was: Applied, is: Applied): boolean {
  if (is.name === 'drop') return true;
  if (was.name === 'drop') return false;
  if (is.name === 'constant') return true;
  return was.name === is.name && (STRONGER[is.name]?.(was.params, is.params) ?? false);
}

type Params = Applied['params'];

const STRONGER: Readonly<Record<string, (was: Params, is: Params) => boolean>> = {
  truncate: (was, is) => atMost(is['length'], was['length']),
  'ip-prefix': (was, is) =>
    atMost(is['v4'] ?? 24, was['v4'] ?? 24) && atMost(is['v6'] ?? 48, was['v6'] ?? 48),
  'round-time': (was, is) => isLater(TIME_STEPS, was['to'], is['to']),
  mask: (was, is) =>
    atMost(is['keep_first'] ?? 0, was['keep_first'] ?? 0) &&
    atMost(is['keep_last'] ?? 0, was['keep_last'] ?? 0),
  bucket: (was, is) => isLater(DATE_STEPS, was['date'], is['date']) || isPart(is['bounds'], was['bounds']),
  generalise: (was, is) =>
    isSame({ ...was, steps: null }, { ...is, steps: null }) && atMost(was['steps'] ?? 1, is['steps'] ?? 1),
};

function atMost(left: unknown, right: unknown): boolean {
  return typeof left === 'number' && typeof right === 'number' && left <= right;
}

/** A week is no union of months, but its dates are told no more finely by them. */
function isLater(order: readonly string[], was: unknown, is: unknown): boolean {
  if (typeof was !== 'string' || typeof is !== 'string') return false;
  const from = order.indexOf(was);
  return from >= 0 && order.indexOf(is) > from;
}

function isPart(part: unknown, whole: unknown): boolean {
  return Array.isArray(part) && Array.isArray(whole) && part.every((each) => whole.includes(each));
}
