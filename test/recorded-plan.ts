/**
 * A plan that lets as much as possible of the recorded requests of all protocols leave: each event that was read in them, with
 * every field it had, texts as they are. What then keeps a personal value in is detection, and nothing else.
 */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json, JsonObject } from '@headgate/core';
import { isJsonArray, isJsonObject } from '@headgate/core';
import { CONTEXT_FIELDS } from '../packages/core/src/automatic/context-fields.ts';
import type { ContextField } from '../packages/core/src/automatic/context-fields.ts';

const ROOT = new URL('../fixtures/decode/', import.meta.url);

/** What this reads of `expected.json`. */
interface Expected {
  readonly key?: string;
  readonly events?: readonly ExpectedEvent[];
}
interface ExpectedEvent {
  readonly call: string;
  readonly operation: string;
  readonly name: string;
  readonly properties: JsonObject;
  readonly context: JsonObject;
}

interface Recorded {
  readonly protocol: string;
  readonly expected: Expected;
}

function recorded(): readonly Recorded[] {
  const entries = readdirSync(ROOT, { withFileTypes: true, recursive: true });
  return entries
    .filter(({ name }) => name === 'expected.json')
    .map(({ parentPath }) => ({
      protocol: parentPath.split('/').at(-2) ?? '',
      expected: JSON.parse(readFileSync(join(parentPath, 'expected.json'), 'utf8')) as Expected,
    }));
}

/** Every write key of the recordings under the name of a source. */
export function recordedSources(): Readonly<Record<string, string>> {
  const keys = new Set(recorded().flatMap(({ expected }) => expected.key ?? []));
  return Object.fromEntries([...keys].map((key, at) => [`recorded-${at}`, key]));
}

/** Operations whose values have the type of the field; only these can be planned. */
const OPERATIONS: ReadonlySet<string> = new Set(['set', 'set_once', 'add', 'unset', 'delete']);

export interface PlanOptions {
  /** Name → kind. */
  readonly vendors: Readonly<Record<string, string>>;
  /** The vendors that get everything; the others get nothing. */
  readonly receivers: readonly string[];
  readonly sources: readonly string[];
}

/** Writes the plan into a directory and gives back the path of `plan.yaml`. JSON is YAML too. */
export function writeRecordedPlan(directory: string, { vendors, receivers, sources }: PlanOptions): string {
  const events = recorded().flatMap(({ expected }) => expected.events ?? []);
  const every = Object.fromEntries(receivers.map((vendor) => [vendor, '*']));
  mkdirSync(join(directory, 'events'), { recursive: true });
  const file = join(directory, 'plan.yaml');
  write(file, {
    apiVersion: 'headgate/v1',
    kind: 'plan',
    id: 'recorded',
    enforcement: { unplanned_event: 'reject', unplanned_field: 'strip', invalid_field: 'strip' },
    purposes: { analytics: { basis: 'Legitimate interests' } },
    identity: { ids: ['user_id', 'anonymous_id'] },
    vendors: Object.fromEntries(
      Object.entries(vendors).map(([vendor, kind]) => [vendor, { kind, max_tier: 3, time: '1m' }]),
    ),
    context: {
      vendors: every,
      profile: 'minimal',
      schema: fieldOf(events.map(({ context }) => beyondProfile(context))),
    },
  });
  plannedEvents(events).forEach(({ call, name, alike }, at) => {
    write(join(directory, 'events', `event-${at}.yaml`), {
      apiVersion: 'headgate/v1',
      kind: 'event',
      id: `event_${at}`,
      version: '1.0.0',
      wire: {
        call,
        ...(name === '' ? {} : { name }),
        ...(call === 'identify' || call === 'group' ? { operations: [...OPERATIONS] } : {}),
      },
      description: 'An event of the recordings.',
      expires: 'never',
      sources,
      subjects: ['customer'],
      purposes: ['analytics'],
      ...(IDENTITY[call] === undefined ? {} : { identity: { ids: IDENTITY[call] } }),
      vendors: every,
      schema: fieldOf(alike.map(({ properties }) => properties)),
    });
  });
  return file;
}

/** From so many recordings on, a name is an event of its own: every event costs two compiled schemas of the whole context. */
const NAMED_MIN = 4;

/** Names that were recorded often, and for each call an event without a name that stands for all others. */
function plannedEvents(events: readonly ExpectedEvent[]) {
  const planned = new Map<string, ExpectedEvent[]>();
  for (const event of events.filter(({ operation }) => OPERATIONS.has(operation))) {
    const key = JSON.stringify([event.call, event.name]);
    planned.set(key, [...(planned.get(key) ?? []), event]);
  }
  const groups = [...planned.values()].map((alike) => ({ ...named(alike), alike }));
  const often = groups.filter(({ name, alike }) => name !== '' && alike.length >= NAMED_MIN);
  const rest = new Map<string, ExpectedEvent[]>();
  for (const { call, alike } of groups.filter((group) => !often.includes(group)))
    rest.set(call, [...(rest.get(call) ?? []), ...alike]);
  return [...often, ...[...rest].map(([call, alike]) => ({ call, name: '', alike }))];
}

function named([first]: readonly ExpectedEvent[]): { readonly call: string; readonly name: string } {
  return { call: first?.call ?? '', name: first?.name ?? '' };
}

const IDENTITY: Readonly<Record<string, readonly string[]>> = {
  group: ['user_id', 'anonymous_id', 'group_id'],
  alias: ['user_id', 'anonymous_id', 'previous_id'],
};

/** What the minimal profile makes something of is left to it; what it drops is planned as it is. */
function beyondProfile(context: JsonObject): JsonObject {
  const without = (value: JsonObject, before: string): JsonObject =>
    Object.fromEntries(
      Object.entries(value).flatMap(([key, child]): readonly [string, Json][] => {
        const path = `${before}${key}`;
        if (isCoarse(path)) return [];
        return [[key, isJsonObject(child) ? without(child, `${path}.`) : child]];
      }),
    );
  return without(context, '');
}

const FIELDS: Readonly<Record<string, ContextField>> = CONTEXT_FIELDS;

/** Long enough for the longest recorded text with a canary in it. */
const LENGTH_MAX = 4096;
const ITEMS_MAX = 1000;
const DEPTH_MAX = 7;
const ANNOTATION = { categories: ['user.behavior'] };

/** An id of 8 or 16 bytes may spell anything in hex; who plans one pseudonymises it. */
const TRACE_ID = /^(?:trace|(?:parent_?)?span)_?id$/i;
const HIDDEN = {
  type: 'string',
  maxLength: LENGTH_MAX,
  'x-headgate': { ...ANNOTATION, transform: { '*': { pseudonymise: { domain: 'trace' } } } },
};

/** The field that holds all of these values; the first that says its type decides. */
function fieldOf(values: readonly Json[], depth = 0): object {
  const first = values.find((value) => value !== null && !(isJsonArray(value) && value.length === 0)) ?? '';
  if (isJsonArray(first)) {
    const items = values.flatMap((value) => (isJsonArray(value) ? value : []));
    return depth < DEPTH_MAX
      ? { type: 'array', maxItems: ITEMS_MAX, items: fieldOf(items, depth + 1) }
      : { type: 'boolean', 'x-headgate': ANNOTATION };
  }
  if (isJsonObject(first) && depth < DEPTH_MAX) {
    const objects = values.filter(isJsonObject);
    const names = new Set(objects.flatMap(Object.keys).filter(isFieldName));
    const properties = [...names].map((name): [string, object] => {
      const held = objects.flatMap((value) => {
        const child = Object.hasOwn(value, name) ? value[name] : undefined;
        return child === undefined ? [] : [child];
      });
      return [name, TRACE_ID.test(name) ? HIDDEN : fieldOf(held, depth + 1)];
    });
    return { type: 'object', properties: Object.fromEntries(properties) };
  }
  if (typeof first === 'number' || typeof first === 'boolean')
    return { type: typeof first, 'x-headgate': ANNOTATION };
  return { type: 'string', maxLength: LENGTH_MAX, 'x-headgate': ANNOTATION };
}

/** Names that the plan language allows. */
function isFieldName(name: string): boolean {
  return name !== '' && !/[.[\]*\p{Cc}]/u.test(name) && !(name in Object.prototype);
}

/** Whether the minimal profile sends the context at this path. */
function isCoarse(path: string): boolean {
  const field = Object.hasOwn(FIELDS, path) ? FIELDS[path] : undefined;
  return field !== undefined && field.minimal !== 'drop';
}

function write(path: string, content: object): void {
  writeFileSync(path, JSON.stringify(content, null, 1));
}
