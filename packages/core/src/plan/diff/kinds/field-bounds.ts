/** Kinds D, and what of C concerns one field that both plans have: its type, its values and their bounds. */
import type { WrittenField } from '../../written.ts';
import type { Change } from '../change.ts';
import { isQuasiIdentifier } from '../capacity.ts';
import { diffKeys } from '../diff-keys.ts';
import type { Handler, Handlers } from '../diff-keys.ts';
import type { KindId } from '../kinds.ts';
import { below, makeChange, tiersMet } from '../make-change.ts';
import type { Particulars, Place } from '../make-change.ts';
import type { FieldNode } from '../model.ts';
import { isProvablyWithin } from '../pattern.ts';
import { isBelow, without } from '../same.ts';
import type { FieldScope } from '../scope.ts';

type On<K extends keyof WrittenField> = Handler<WrittenField[K], FieldScope>;
type Scalar = NonNullable<WrittenField['const']> | null;

/** Longer text is looked at by privacy as well. */
const LENGTH_BOUND = 64;
const VALUES_BOUND = 64;
const RISKY_FORMATS: ReadonlySet<string> = new Set(['uri', 'email', 'ipv4', 'ipv6']);
/** Branches whose values name a person, an account or a place. */
const NAMING_BRANCHES = ['user.name', 'user.contact', 'user.account', 'user.unique_id', 'user.location'];

/** Everything but the annotation. */
export function boundChanges(place: Place, scope: FieldScope): Change[] {
  const { before, after } = scope.nodes;
  const pair = { before: before.node, after: after.node };
  return [
    ...typeChanges(place, scope),
    ...valueChanges(place, scope),
    ...rangeChanges(place, scope),
    ...requiredChanges(place, scope),
    ...diffKeys(pair, HANDLERS, place, scope),
  ];
}

function typeChanges(place: Place, { nodes }: FieldScope): Change[] {
  const { before, after } = nodes;
  if (before.type === after.type) return [];
  const words = `The type becomes ${after.type}; it was ${before.type}.`;
  const at = below(place, 'type');
  if (after.type === 'number' && before.type === 'integer') return [makeChange('C14', at, words)];
  if (after.type === 'integer' && before.type === 'number') return [makeChange('C15', at, words)];
  const isList = after.type === 'array' || (before.type === 'array' && after.type === 'object');
  return [makeChange(isList ? 'C17' : 'C16', at, words)];
}

/** The values that `enum` or `const` lists; null where the field is free. */
function valuesOf({ node }: FieldNode): readonly Scalar[] | null {
  if (node.const !== undefined) return [node.const];
  return node.enum ?? null;
}

function valueChanges(place: Place, { nodes }: FieldScope): Change[] {
  const before = valuesOf(nodes.before);
  const after = valuesOf(nodes.after);
  if (before === null && after === null) return [];
  const at = below(place, nodes.after.node.enum === undefined ? 'const' : 'enum');
  if (after === null) return [makeChange('D04', at, 'The list of values is gone: the field becomes free.')];
  if (before === null) {
    const outside = after.filter((value) => value !== null && !fits(value, nodes.before.node));
    const found = [makeChange('D05', at, 'The field is held to a list of values.')];
    return outside.length === 0 ? found : [...found, added(outside.length, at, nodes)];
  }
  const more = without(after, before).filter((value) => value !== null);
  const fewer = without(before, after).filter((value) => value !== null);
  const found: Change[] = [];
  if (more.length > 0) found.push(added(more.length, at, nodes));
  if (fewer.length > 0) found.push(makeChange('D03', at, `${fewer.length} of the values are gone.`));
  if (after.includes(null) !== before.includes(null)) found.push(nullable(after.includes(null), at));
  return found;
}

function nullable(isAdded: boolean, at: Place): Change {
  const message = isAdded ? 'null becomes possible.' : 'null is no longer possible.';
  return makeChange('C13', at, message, { semver: isAdded ? 'minor' : 'major' });
}

function added(count: number, at: Place, nodes: FieldScope['nodes']): Change {
  const { after, before } = nodes;
  const total = valuesOf(after)?.length ?? 0;
  const isNaming = (after.annotation?.categories ?? []).some((each) => isBelow(each, NAMING_BRANCHES));
  const isTelling = tierOf(nodes) >= 3 || total > VALUES_BOUND || isNaming;
  const words = `${count} more ${count === 1 ? 'value' : 'values'}, ${total} in all.`;
  if (before.node.const !== undefined && after.node.enum !== undefined) {
    return makeChange('D06', at, `The fixed value becomes a list: ${words}`, {
      met: isTelling ? ['as-D02'] : [],
    });
  }
  return makeChange(isTelling ? 'D02' : 'D01', at, words);
}

/** Whether a field as it was would have taken the value. */
function fits(value: Scalar, node: WrittenField): boolean {
  if (typeof value === 'number') {
    return value >= (node.minimum ?? -Infinity) && value <= (node.maximum ?? Infinity);
  }
  if (typeof value !== 'string') return true;
  if (value.length > (node.maxLength ?? Infinity)) return false;
  // The format of a value is not judged here; what has one is taken not to fit.
  if (node.format !== undefined) return false;
  return node.pattern === undefined || isProvablyWithin(`^${escape(value)}$`, node.pattern);
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}

function tierOf({ before, after }: FieldScope['nodes']): FieldNode['tier'] {
  return before.tier > after.tier ? before.tier : after.tier;
}

/** Bounds say nothing more where the type or the freedom of the field changed as a whole. */
function isSubsumed({ nodes: { before, after } }: FieldScope): boolean {
  return before.type !== after.type || (valuesOf(before) === null) !== (valuesOf(after) === null);
}

interface Bound {
  readonly at: number;
  /** 0 where the bound itself is allowed, 1 where it is not. */
  readonly open: 0 | 1;
}

function rangeChanges(place: Place, scope: FieldScope): Change[] {
  if (isSubsumed(scope)) return [];
  const { before, after } = scope.nodes;
  // The lower end is mirrored, so that both ends widen upwards.
  const ends = [upperEnd, lowerEnd].map((end) => compare(end(after.node), end(before.node)));
  const isTelling = tierOf(scope.nodes) >= 3 || isQuasiIdentifier(after) || isQuasiIdentifier(before);
  const found: Change[] = [];
  const add = (kind: KindId, words: string): void => void found.push(makeChange(kind, place, words));
  if (ends.some((each) => each > 0)) add(isTelling ? 'D17' : 'D16', 'The range of numbers widens.');
  if (ends.some((each) => each < 0)) add('D18', 'The range of numbers narrows.');
  return found;
}

function upperEnd({ maximum = Infinity, exclusiveMaximum = Infinity }: WrittenField): Bound {
  return exclusiveMaximum <= maximum && exclusiveMaximum !== Infinity
    ? { at: exclusiveMaximum, open: 1 }
    : { at: maximum, open: 0 };
}

function lowerEnd({ minimum = -Infinity, exclusiveMinimum = -Infinity }: WrittenField): Bound {
  return exclusiveMinimum >= minimum && exclusiveMinimum !== -Infinity
    ? { at: -exclusiveMinimum, open: 1 }
    : { at: -minimum, open: 0 };
}

function compare(left: Bound, right: Bound): number {
  return left.at === right.at ? right.open - left.open : left.at > right.at ? 1 : -1;
}

function requiredChanges(place: Place, { nodes }: FieldScope): Change[] {
  const { before, after } = nodes;
  if (before.isRequired === after.isRequired) return [];
  if (!after.isRequired) return [makeChange('C12', place, 'The field may be left out.')];
  const met = tiersMet(tierOf(nodes), after.annotation?.special_category === true);
  return [makeChange('C11', place, 'The field must be sent.', { met })];
}

/** A bound whose absence means the widest. */
function onMaximum(
  raised: (to: number, scope: FieldScope) => readonly [KindId, Particulars],
  lowered: KindId,
): Handler<number | undefined, FieldScope> {
  return ({ before = Infinity, after = Infinity }, at, scope) => {
    if (isSubsumed(scope)) return null;
    const words = `The maximum becomes ${shown(after)}; it was ${shown(before)}.`;
    if (after < before) return [makeChange(lowered, at, words)];
    const [kind, more] = raised(after, scope);
    return [makeChange(kind, at, words, more)];
  };
}

function shown(bound: number): string {
  return bound === Infinity ? 'none' : String(bound);
}

const onMinimum: On<'minLength'> = ({ before = 0, after = 0 }, at, scope) => {
  if (isSubsumed(scope) || before === after) return null;
  const semver = after > before ? 'major' : 'minor';
  return [makeChange('D10', at, `The minimum becomes ${after}; it was ${before}.`, { semver })];
};

const onPattern: On<'pattern'> = ({ before, after }, at, scope) => {
  if (isSubsumed(scope)) return null;
  if (before === undefined) return [makeChange('D12', at, 'A pattern is asked for.')];
  if (after === undefined) return [makeChange('D11', at, 'The pattern is gone.')];
  if (isProvablyWithin(after, before)) return [makeChange('D12', at, 'The pattern matches less.')];
  return [makeChange('D11', at, 'The pattern is another, and cannot be shown to match less.')];
};

const onFormat: On<'format'> = ({ before, after }, at, scope) => {
  if (isSubsumed(scope)) return null;
  if (after !== undefined && RISKY_FORMATS.has(after)) {
    return [makeChange('D14', at, `The format becomes ${after}, which tends to hold personal data.`)];
  }
  if (after === undefined) return [makeChange('D13', at, `The format ${before ?? ''} is gone.`)];
  if (before === undefined) return [makeChange('D15', at, `The format ${after} is asked for.`)];
  if (before === 'date' && after === 'date-time') return [makeChange('D19', at, 'The time is added.')];
  if (before === 'date-time' && after === 'date') return [makeChange('D20', at, 'Only the day is left.')];
  return [makeChange('D13', at, `The format becomes ${after}; it was ${before}.`)];
};

const onStep: On<'multipleOf'> = ({ before, after }, at, scope) => {
  if (isSubsumed(scope)) return null;
  const isCoarser = after !== undefined && (before === undefined || Number.isInteger(after / before));
  return isCoarser
    ? [makeChange('D20', at, `The step becomes ${after}.`)]
    : [makeChange('D19', at, `The step becomes ${after ?? 'none'}; it was ${before ?? 'none'}.`)];
};

const onUnique: On<'uniqueItems'> = ({ before = false, after = false }, at, { tier }) => {
  if (before === after) return null;
  if (after) return [makeChange('D22', at, 'Items must differ from each other.')];
  return [makeChange('D21', at, 'Items may repeat.', { met: tiersMet(tier) })];
};

const onWords: Handler<unknown, FieldScope> = (_, at) => [
  makeChange('E15', at, 'Only what is said about the field changed.'),
];
/** Told elsewhere: by the comparison of types, values, ranges, annotations, or of the fields below. */
const elsewhere: Handler<unknown, FieldScope> = () => null;

const HANDLERS: Handlers<WrittenField, FieldScope> = {
  type: elsewhere,
  title: onWords,
  description: onWords,
  deprecated: onWords,
  examples: onWords,
  default: (_, at) => [makeChange('C28', at, 'The default is another.')],
  enum: elsewhere,
  const: elsewhere,
  minLength: onMinimum,
  minItems: onMinimum,
  maxLength: onMaximum((to) => [to <= LENGTH_BOUND ? 'D07' : 'D08', {}], 'D09'),
  maxItems: onMaximum((_, scope) => ['D21', { met: tiersMet(scope.tier) }], 'D22'),
  uniqueItems: onUnique,
  pattern: onPattern,
  format: onFormat,
  minimum: elsewhere,
  maximum: elsewhere,
  exclusiveMinimum: elsewhere,
  exclusiveMaximum: elsewhere,
  multipleOf: onStep,
  items: elsewhere,
  properties: elsewhere,
  required: elsewhere,
  $ref: elsewhere,
  $defs: elsewhere,
  'x-headgate': elsewhere,
};
