/** Kinds C01–C10, C18, C21, C26 and C27: which fields there are, under which names. */
import type { WrittenField } from '../../written.ts';
import type { Change } from '../change.ts';
import type { KindId } from '../kinds.ts';
import { below, gravestEffect, makeChange, orderRoles, tiersMet } from '../make-change.ts';
import type { Place } from '../make-change.ts';
import { isLeafNode, leavesOf } from '../model.ts';
import type { Carrier, FieldNode, Fields } from '../model.ts';
import { unrecognised } from '../diff-keys.ts';
import type { Pair } from '../diff-keys.ts';
import { isSame, without } from '../same.ts';
import type { CarrierScope, FieldScope } from '../scope.ts';
import { annotationChanges } from './classification.ts';
import { boundChanges } from './field-bounds.ts';
import { isRejected } from './enforcement.ts';

/** A short bound that one role may judge. */
const LENGTH_BOUND = 64;
const VALUES_BOUND = 64;

/** Every change of the fields of an event or of the context. */
export function fieldChanges(scope: CarrierScope): Change[] {
  const { before, after } = scope.carriers;
  const [was, is] = [before.fields(), after.fields()];
  const kept = new Set<string>();
  const found: Change[] = [];
  if (before.type !== after.type) found.push(unrecognised({ event: after.event, pointer: '/schema' }));
  for (const node of was.values()) {
    const path = renamedPath(node.path, scope.renames);
    const now = is.get(path);
    if (now === undefined) {
      if (isLeafNode(node)) found.push(...removed(node, scope));
      continue;
    }
    kept.add(path);
    found.push(...keptChanges({ before: node, after: now }, scope));
  }
  for (const [old, path] of scope.renames) found.push(renamed(old, is.get(path), scope));
  for (const node of is.values()) {
    if (kept.has(node.path)) continue;
    found.push(...(isLeafNode(node) ? added(node, is, scope, kept) : addedObject(node, is, scope, kept)));
  }
  return found;
}

/** The path that a field of before has now. */
export function renamedPath(path: string, renames: ReadonlyMap<string, string>): string {
  for (const [old, now] of renames) {
    if (path === old) return now;
    if (path.startsWith(`${old}.`) || path.startsWith(`${old}[`)) return now + path.slice(old.length);
  }
  return path;
}

/**
 * Fields that only changed their name: the new one says so in `aliases`, or one field left and one came beside it that is the
 * same in everything and reaches the same vendors.
 */
export function findRenames({ before, after }: Pair<Carrier>): Map<string, string> {
  const [was, is] = [before.fields(), after.fields()];
  const gone = [...was.values()].filter((node) => !is.has(node.path));
  const come = [...is.values()].filter((node) => !was.has(node.path));
  const renames = new Map<string, string>();
  if (gone.length === 0 || come.length === 0) return renames;
  for (const node of come) {
    const aliases = node.node['x-headgate']?.aliases ?? [];
    const old = gone.find((each) => each.parent === node.parent && aliases.includes(each.key));
    if (old !== undefined) renames.set(old.path, node.path);
  }
  for (const old of gone.filter((node) => isLeafNode(node) && !renames.has(node.path))) {
    const [only, ...more] = come.filter((node) => isTwin(old, node));
    const twins = gone.filter((node) => only !== undefined && isTwin(node, only));
    if (only === undefined || more.length > 0 || twins.length > 1) continue;
    if (isReachedAlike({ before, after }, old, only)) renames.set(old.path, only.path);
  }
  return renames;
}

/** Without a description nothing says that the two mean the same. */
function isTwin(old: FieldNode, node: FieldNode): boolean {
  return (
    old.parent === node.parent &&
    old.isRequired === node.isRequired &&
    old.node.description !== undefined &&
    isSame(old.node, node.node) &&
    isSame(old.annotation, node.annotation)
  );
}

function isReachedAlike({ before, after }: Pair<Carrier>, old: FieldNode, node: FieldNode): boolean {
  const vendors = new Set([...before.reach().keys(), ...after.reach().keys()]);
  return [...vendors].every(
    (vendor) =>
      (before.reach().get(vendor)?.has(old.path) ?? false) ===
      (after.reach().get(vendor)?.has(node.path) ?? false),
  );
}

function keptChanges(nodes: Pair<FieldNode>, scope: CarrierScope): Change[] {
  const { before, after } = nodes;
  if (before === after) return [];
  const place = { event: scope.carriers.after.event, pointer: after.pointer };
  const fieldScope: FieldScope = { ...scope, nodes, tier: tierWithin(after, scope.carriers.after.fields()) };
  const found = [
    ...meaningChanges(nodes, place),
    ...boundChanges(place, fieldScope),
    ...(isLeafNode(after) && isLeafNode(before) ? annotationChanges(place, fieldScope) : []),
  ];
  return before.ref === after.ref ? found : [reference(nodes, place, found), ...found];
}

/** A new name with new words about it may stand for something else. */
function meaningChanges({ before, after }: Pair<FieldNode>, place: Place): Change[] {
  if (before.path === after.path || before.node.description === after.node.description) return [];
  // What only stands below a field that was renamed kept its own name.
  if (before.key === after.key) return [];
  return [makeChange('C25', place, `${after.path} is described in other words than ${before.path} was.`)];
}

/** The reference itself means nothing; what stands behind it was compared. */
function reference({ after }: Pair<FieldNode>, place: Place, found: readonly Change[]): Change {
  const message = `The field is written ${after.ref === null ? 'in place' : `as ${after.ref}`}; what that changes is told by itself.`;
  return standsFor('C21', below(place, '$ref'), message, found);
}

/** A change whose direction and roles are those of the changes it stands for. */
export function standsFor(kind: KindId, place: Place, message: string, found: readonly Change[]): Change {
  const directions = new Set(found.map((each) => each.direction));
  const direction = (['widening', 'narrowing'] as const).find((each) => directions.has(each)) ?? 'neutral';
  const roles = orderRoles(found.flatMap((each) => each.roles));
  return makeChange(kind, place, message, {
    direction,
    roles,
    semver: gravestEffect(['patch', ...found.map((each) => each.semver)]),
  });
}

function tierWithin(node: FieldNode, fields: Fields): FieldNode['tier'] {
  if (isLeafNode(node)) return node.tier;
  const inside = leavesOf(fields).filter((leaf) => leaf.path.startsWith(`${node.path}[`));
  return inside.reduce((highest, leaf) => (leaf.tier > highest ? leaf.tier : highest), node.tier);
}

function renamed(old: string, node: FieldNode | undefined, scope: CarrierScope): Change {
  const { carriers } = scope;
  const hasAlias = node?.node['x-headgate']?.aliases !== undefined;
  const place = { event: carriers.after.event, pointer: node?.pointer ?? '' };
  if (node !== undefined && isTombstoned(node, carriers.before, scope)) {
    return makeChange('C10', place, `${node.path} is a name that was used up.`);
  }
  const words = hasAlias ? 'The old name is kept as an alias.' : 'The old name is not kept.';
  const semver = hasAlias ? 'minor' : 'major';
  return makeChange('C09', place, `Field ${old} has another name. ${words}`, { semver });
}

function removed(node: FieldNode, scope: CarrierScope): Change[] {
  const { event } = scope.carriers.after;
  const place = { event, pointer: node.pointer };
  if (event !== null && scope.movedToContext.has(node.path)) return [];
  if (event === null && scope.movedFromContext.has(node.path)) {
    return [makeChange('C27', place, `${node.path} leaves the shared context for single events.`)];
  }
  const isStrict = isRejected('unplanned_field', event, scope.models.after);
  return isStrict
    ? [makeChange('C08', place, `${node.path} is gone, and events that still have it are rejected.`)]
    : [makeChange('C07', place, `${node.path} is gone; where it still comes it is left out.`)];
}

function addedObject(
  node: FieldNode,
  fields: Fields,
  scope: CarrierScope,
  kept: ReadonlySet<string>,
): Change[] {
  // Only the outermost object that is new, and only where it is more than a list of single values.
  if (node.parent !== '' && !kept.has(node.parent)) return [];
  const inside = leavesOf(fields).filter((leaf) => leaf.path.startsWith(node.path));
  if (node.type === 'array' && inside.every((leaf) => leaf.path === `${node.path}[]`)) return [];
  const place = { event: scope.carriers.after.event, pointer: node.pointer };
  const leaves = inside.flatMap((leaf) => added(leaf, fields, scope, kept));
  return [standsFor('C18', place, `${node.path} is added; each of its fields is told by itself.`, leaves)];
}

function added(node: FieldNode, fields: Fields, scope: CarrierScope, kept: ReadonlySet<string>): Change[] {
  const { before, after } = scope.carriers;
  const place = { event: after.event, pointer: node.pointer };
  const met = tiersMet(node.tier, node.annotation?.special_category === true);
  if (after.event === null && scope.movedToContext.has(node.path)) {
    const moved = makeChange('C26', place, `${node.path} is now on every event.`);
    return wasOnEvent(node, scope)
      ? [moved]
      : [moved, makeChange(leafKind(node), place, describe(node), { met })];
  }
  if (isTombstoned(node, before, scope)) {
    return [makeChange('C10', place, `${node.path} is a name that was used up.`)];
  }
  if (after.event !== null && isFromContext(node, scope)) return [];
  if (!isDemanded(node, fields, kept)) return [makeChange(leafKind(node), place, describe(node), { met })];
  const { node: written } = node;
  if (written.const !== undefined && isSame(written.const, written.default)) {
    return [makeChange('C06', place, `${node.path} is required and always the same.`)];
  }
  return [makeChange('C05', place, `${describe(node)} It is required.`, { met })];
}

/** Whether an event had it in the same form. */
function wasOnEvent(node: FieldNode, { models }: CarrierScope): boolean {
  return [...models.before.events.values()].some((event) => {
    const old = event.fields().get(node.path);
    return isSame(old?.node, node.node) && isSame(old?.annotation, node.annotation);
  });
}

function describe({ path, tier }: FieldNode): string {
  return `${path} is added, of tier ${tier}.`;
}

/** C01–C04 by tier; what has no bound counts as one tier more than the first. */
function leafKind(node: FieldNode): 'C01' | 'C02' | 'C03' | 'C04' {
  if (node.tier === 4 || node.annotation?.special_category === true) return 'C04';
  if (node.tier === 3) return 'C03';
  return node.tier === 2 || !isBounded(node.node, node.type) ? 'C02' : 'C01';
}

function isBounded(node: WrittenField, type: FieldNode['type']): boolean {
  if (type === 'boolean' || node.const !== undefined) return true;
  if (node.enum !== undefined) return node.enum.length <= VALUES_BOUND;
  if (type === 'string') return node.pattern !== undefined || (node.maxLength ?? Infinity) <= LENGTH_BOUND;
  const low = node.minimum ?? node.exclusiveMinimum;
  const high = node.maximum ?? node.exclusiveMaximum;
  return low !== undefined && high !== undefined;
}

/** Whether a producer that knew nothing of the field would now fail: required, in whatever new object it stands. */
function isDemanded(node: FieldNode, fields: Fields, kept: ReadonlySet<string>): boolean {
  for (let at: FieldNode | undefined = node; at !== undefined; at = fields.get(at.parent)) {
    // An item of a new list is not missing where the list is.
    if (!at.isRequired || at.key === '[]') return false;
    if (kept.has(at.parent)) return true;
  }
  return true;
}

function isTombstoned(node: FieldNode, before: Carrier, { models }: CarrierScope): boolean {
  if (before.event === null) return false;
  const tombstones = models.before.events.get(before.event)?.written.tombstones ?? [];
  return tombstones.includes(node.path);
}

/** Whether the context carried it before, in the same form and to all vendors that now get it. */
function isFromContext(node: FieldNode, { models, carriers, movedFromContext }: CarrierScope): boolean {
  const old = models.before.context.fields().get(node.path);
  if (!movedFromContext.has(node.path) || old === undefined || !isSame(old.node, node.node)) return false;
  const reached = [...carriers.after.reach()].filter(([, paths]) => paths.has(node.path));
  const known = [...models.before.context.reach()].filter(([, paths]) => paths.has(node.path));
  return (
    without(
      reached.map(([vendor]) => vendor),
      known.map(([vendor]) => vendor),
    ).length === 0
  );
}
