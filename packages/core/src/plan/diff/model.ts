/** A plan made ready for comparison: references inlined, annotations handed down, tiers derived, who gets what worked out. */
import { minimalProfile } from '../../automatic/profile.ts';
import { TRANSFORMS } from '../../protect/transforms/index.ts';
import type { TakenType } from '../../protect/transform.ts';
import { settleType } from '../field-rules.ts';
import { isListed } from '../plan-rules.ts';
import { tierOfField } from '../taxonomy/tier.ts';
import type { RaisedTiers, Tier } from '../taxonomy/tier.ts';
import type { WrittenAnnotation, WrittenEvent, WrittenField, WrittenPlan } from '../written.ts';
import type { PlanDocument } from './change.ts';
import { isBelow, own } from './same.ts';

/** Deeper than plans may be; a reference that leads back into itself ends here. */
const DEPTH_MAX = 10;

/** Branches whose values stand for one person or device. */
const IDENTIFYING = [
  'user.unique_id',
  'user.device.cookie_id',
  'user.device.device_id',
  'user.device.ip_address',
  'user.contact.email',
  'user.contact.phone_number',
  'user.account.username',
  'user.government_id',
  'user.financial',
];

export interface FieldNode {
  readonly key: string;
  /** Key names from the root, `items[].sku`. */
  readonly path: string;
  readonly parent: string;
  readonly pointer: string;
  readonly node: WrittenField;
  readonly type: TakenType;
  /** Its own or the nearest above it. */
  readonly annotation: WrittenAnnotation | undefined;
  readonly tier: Tier;
  readonly isRequired: boolean;
  /** The reference by which it is written; null where it is written in place. */
  readonly ref: string | null;
}
export type Fields = ReadonlyMap<string, FieldNode>;
export type Routes = Readonly<Record<string, '*' | readonly string[]>>;

/** What carries fields: an event, or the context of every event. */
export interface Carrier {
  /** Null for the context. */
  readonly event: string | null;
  readonly fields: () => Fields;
  readonly routes: Routes;
  /** Of the whole; a plan that checks has objects only. */
  readonly type: TakenType;
  /** Vendor → paths of the leaves that reach it. */
  readonly reach: () => ReadonlyMap<string, ReadonlySet<string>>;
}

export interface EventModel extends Carrier {
  readonly written: WrittenEvent;
  /** What stands for a person or device in it: its identities, and the paths of its identifying fields. */
  readonly identifiers: () => readonly string[];
}

export interface Model {
  readonly plan: WrittenPlan;
  readonly events: ReadonlyMap<string, EventModel>;
  readonly context: Carrier;
  /** Identifier → ids of the events in production that have it. */
  readonly identified: () => ReadonlyMap<string, ReadonlySet<string>>;
}

export function buildModel({ plan, events }: PlanDocument): Model {
  const raised = plan.taxonomy.tiers ?? {};
  const carrier = (event: string | null, schema: WrittenField, root: string, routes: Routes): Carrier => {
    const fields = once(() => resolveFields(schema, root, raised));
    const type = settleType(inline(schema, schema.$defs ?? {}));
    return { event, routes, type, fields, reach: once(() => reachOf(fields(), routes, plan)) };
  };
  const models = events.map((written): [string, EventModel] => {
    const identities = written.identity?.ids ?? plan.identity.ids;
    const base = carrier(written.id, written.schema, '/schema', written.vendors);
    const identifiers = once(() => identifiersOf(identities, base.fields()));
    return [written.id, { ...base, written, identifiers }];
  });
  const byId = new Map(models);
  const context = carrier(null, contextSchema(plan), '/context/schema', plan.context?.vendors ?? {});
  return { plan, events: byId, context, identified: once(() => eventsByIdentifier(byId)) };
}

function identifiersOf(identities: readonly string[], fields: Fields): string[] {
  const found = leavesOf(fields).filter(
    ({ annotation }) => annotation?.categories.some((each) => isBelow(each, IDENTIFYING)) === true,
  );
  return [...identities.map((id) => `identity ${id}`), ...found.map(({ path }) => path)];
}

/** Whether it runs in production. */
export function isLive({ written: { status } }: EventModel): boolean {
  return status === 'active' || status === 'deprecated';
}

function eventsByIdentifier(events: ReadonlyMap<string, EventModel>): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const [id, event] of events) {
    if (!isLive(event)) continue;
    for (const each of event.identifiers()) found.set(each, (found.get(each) ?? new Set()).add(id));
  }
  return found;
}

function contextSchema({ context }: WrittenPlan): WrittenField {
  const empty: WrittenField = { type: 'object', properties: {} };
  if (context === undefined) return empty;
  const { schema, profile = schema === undefined ? 'minimal' : 'none' } = context;
  return (profile === 'none' ? schema : minimalProfile(schema)) ?? empty;
}

/** Whether a field holds a value itself. */
export function isLeafNode({ type }: FieldNode): boolean {
  return type !== 'object' && type !== 'array';
}

export function leavesOf(fields: Fields): FieldNode[] {
  return [...fields.values()].filter(isLeafNode);
}

/** The transform by which a vendor would get the field, as written; undefined where it goes as it is. */
function transformFor(
  annotation: WrittenAnnotation | undefined,
  vendor: string,
): string | Record<string, unknown> | undefined {
  return own(annotation?.transform, vendor) ?? own(annotation?.transform, '*');
}

/** Name of a transform, however it is written. */
function transformName(written: string | Record<string, unknown>): string {
  return typeof written === 'string' ? written : (Object.keys(written)[0] ?? '');
}

function reachOf(fields: Fields, routes: Routes, plan: WrittenPlan): Map<string, Set<string>> {
  // What is not declared never leaves production.
  const leaves = leavesOf(fields).filter(({ annotation }) => annotation !== undefined);
  const reach = new Map<string, Set<string>>();
  for (const [vendor, listed] of Object.entries(routes)) {
    const ceiling = own(plan.vendors, vendor)?.max_tier ?? 4;
    const given = leaves.filter(
      (leaf) => (listed === '*' || isListed(listed, leaf.path)) && tierAt(leaf, vendor) <= ceiling,
    );
    reach.set(vendor, new Set(given.map((leaf) => leaf.path)));
  }
  return reach;
}

/** 5 where nothing is sent at all. */
function tierAt(leaf: FieldNode, vendor: string): number {
  const written = transformFor(leaf.annotation, vendor);
  if (written === undefined) return leaf.tier;
  const transform = TRANSFORMS.get(transformName(written));
  if (transform === undefined) return leaf.tier;
  const params = typeof written === 'string' ? {} : written[transform.name];
  // A document that is only compared may have parameters that are none.
  const { form, tierAfter } = transform.params.safeParse(params).success
    ? transform.effect(params)
    : transform;
  return form === null ? 5 : tierAfter(leaf.tier);
}

interface Above {
  readonly path: string;
  readonly pointer: string;
  readonly depth: number;
  readonly inherited: WrittenAnnotation | undefined;
}

function resolveFields(schema: WrittenField, root: string, raised: RaisedTiers): Fields {
  const fields = new Map<string, FieldNode>();
  const definitions = schema.$defs ?? {};
  const visit = (written: WrittenField, key: string, isRequired: boolean, above: Above): void => {
    const node = inline(written, definitions);
    const annotation = node['x-headgate'] ?? above.inherited;
    const type = settleType(node);
    const path = key === '[]' ? `${above.path}[]` : above.path === '' ? key : `${above.path}.${key}`;
    if (above.depth > 0) {
      const tier = tierOf(annotation, type, raised);
      const { pointer } = above;
      const ref = written.$ref ?? null;
      fields.set(path, {
        key,
        path,
        parent: above.path,
        pointer,
        node,
        type,
        annotation,
        tier,
        isRequired,
        ref,
      });
    }
    // A reference back into itself adds nothing to what it already said.
    if (above.depth > DEPTH_MAX) return;
    const next = { path, depth: above.depth + 1, inherited: annotation };
    for (const [name, child] of Object.entries(node.properties ?? {})) {
      const pointer = `${above.pointer}/properties/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      visit(child, name, node.required?.includes(name) === true, { ...next, pointer });
    }
    if (node.items !== undefined)
      visit(node.items, '[]', true, { ...next, pointer: `${above.pointer}/items` });
  };
  visit(schema, '', true, { path: '', pointer: root, depth: 0, inherited: undefined });
  return fields;
}

/** An undeclared leaf counts as the most sensitive, as it does when it is checked. */
function tierOf(annotation: WrittenAnnotation | undefined, type: TakenType, raised: RaisedTiers): Tier {
  if (annotation === undefined) return type === 'object' || type === 'array' ? 1 : 4;
  return tierOfField(
    annotation.categories,
    (annotation.free_text ?? false) !== false,
    annotation.tier,
    raised,
  );
}

function inline(written: WrittenField, definitions: Readonly<Record<string, WrittenField>>): WrittenField {
  let node = written;
  for (let hops = 0; node.$ref !== undefined && hops <= DEPTH_MAX; hops += 1) {
    const target = own(definitions, node.$ref.slice('#/$defs/'.length));
    if (target === undefined) return node;
    const annotation = node['x-headgate'];
    node = annotation === undefined ? target : { ...target, 'x-headgate': annotation };
  }
  return node;
}

/** Computes at the first call, and remembers. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
