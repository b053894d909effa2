/** Imported events → the files of a plan. What a person must look at stands as a comment at its place. */
import type { Json, JsonObject } from '../../event.ts';
import { isJsonObject } from '../../event.ts';
import type { Comments } from '../to-yaml.ts';
import { pointerStep, toYaml } from '../to-yaml.ts';
import type { DraftEvent, ReviewNote } from './imported.ts';
import { REVIEW_RULES } from './imported.ts';
import { suggestCategory } from './suggest-category.ts';

/** A file of a plan. */
export interface DraftFile {
  /** From the directory of the plan. */
  readonly name: string;
  readonly content: string;
}

export interface DraftOptions {
  /** Of the plan. */
  readonly id: string;
  /** Where it comes from, for the first line of each file: `headgate plan import iglu`. */
  readonly origin: string;
}

/** What is not said elsewhere and must be decided by a person. */
const GUESSED_USE = 'analytics.reporting';
const GUESSED_SUBJECT = 'customer';
const GUESSED_SOURCE = 'app';
const ID_LENGTH_MAX = 60;

/** `plan.yaml` and a file for each event, in the order of their names. No vendor gets anything of them. */
export function draftFiles(events: readonly DraftEvent[], options: DraftOptions): readonly DraftFile[] {
  const head = `Written by \`${options.origin}\`. Read every line before it is used: "needs review" marks what could not be taken over as it was.`;
  const files = settleEvents(events).map(({ id, draft, document, notes }) => ({
    name: `events/${id}.yaml`,
    content: toYaml(document, commentsOf(document, draft, notes, head)),
  }));
  const plan = { name: 'plan.yaml', content: toYaml(draftPlan(options.id), planComments(head)) };
  return [plan, ...files.toSorted((left, right) => (left.name < right.name ? -1 : 1))];
}

/** `plan.yaml` as data. */
export function draftPlan(id: string): JsonObject {
  return {
    apiVersion: 'headgate/v1',
    kind: 'plan',
    id: planId(id),
    description: 'Imported. It names no vendors, so nothing leaves by it.',
    enforcement: { unplanned_field: 'strip', invalid_field: 'strip' },
    purposes: { [GUESSED_USE]: { basis: 'Consent', category: 'analytics' } },
    vendors: {},
  };
}

function planComments(head: string): Comments {
  return new Map([
    ['', [head]],
    ['/purposes', ['needs review: the purpose, its legal basis and its consent category are guesses']],
    ['/vendors', ['needs review: name the vendors, and in each event what they may have']],
  ]);
}

function planId(name: string): string {
  const id = wordId(name).slice(0, ID_LENGTH_MAX);
  return id === '' ? 'imported' : id;
}

/** Lower case with `_` between, beginning with a letter; empty where there is none. */
function wordId(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[_0-9]+|_+$/g, '');
}

export interface SettledEvent {
  readonly id: string;
  readonly draft: DraftEvent;
  /** The event file as data. */
  readonly document: JsonObject;
  /** Those of the draft, and those of settling it. */
  readonly notes: readonly ReviewNote[];
}

/** Gives every event an id of its own, and a source of its own where two would claim the same messages. */
export function settleEvents(events: readonly DraftEvent[]): readonly SettledEvent[] {
  const ids = new Set<string>();
  const claims = new Map<string, number>();
  return events
    .toSorted((left, right) => (left.key < right.key ? -1 : left.key > right.key ? 1 : 0))
    .map((draft) => {
      const names = draft.name === null ? ['*'] : [draft.name, ...draft.aliases];
      const nth = Math.max(0, ...names.map((name) => claims.get(`${draft.call} ${name}`) ?? 0));
      for (const name of names) claims.set(`${draft.call} ${name}`, nth + 1);
      const source = nth === 0 ? GUESSED_SOURCE : `${GUESSED_SOURCE}-${nth + 1}`;
      const id = freeId(draft.name ?? draft.key, ids);
      const note: ReviewNote = { rule: 'same-name', pointer: '/sources', detail: '' };
      return {
        id,
        draft,
        document: draftDocument(draft, id, source),
        notes: nth === 0 ? draft.notes : [...draft.notes, note],
      };
    });
}

function freeId(name: string, ids: Set<string>): string {
  const words = wordId(name).slice(0, ID_LENGTH_MAX).replace(/_+$/, '');
  const base = words === '' ? 'event' : words;
  let id = base;
  for (let nth = 2; ids.has(id); nth += 1) id = `${base.slice(0, ID_LENGTH_MAX - 5)}_${nth}`;
  ids.add(id);
  return id;
}

function draftDocument(draft: DraftEvent, id: string, source: string): JsonObject {
  const { call, name, aliases, team, notify } = draft;
  return {
    apiVersion: 'headgate/v1',
    kind: 'event',
    id,
    version: draft.version,
    wire: {
      call,
      ...(name === null ? {} : { name }),
      ...(aliases.length > 0 ? { aliases } : {}),
    },
    description: draft.description === '' ? 'Say here when it is sent and why.' : draft.description,
    ...(team === null ? {} : { owners: { team, ...(notify.length > 0 ? { notify } : {}) } }),
    status: draft.deprecated ? 'deprecated' : 'draft',
    expires: draft.expires ?? 'never',
    sources: [source],
    subjects: [GUESSED_SUBJECT],
    purposes: [GUESSED_USE],
    vendors: {},
    schema: draft.schema,
  };
}

function commentsOf(
  document: JsonObject,
  draft: DraftEvent,
  notes: readonly ReviewNote[],
  head: string,
): Comments {
  const comments = new Map<string, string[]>([['', [head]]]);
  const add = (pointer: string, line: string): void =>
    void comments.set(pointer, [...(comments.get(pointer) ?? []), line]);
  if (draft.description === '') add('/description', 'needs review: there was no description');
  if (draft.expires === null) add('/expires', 'needs review: nothing was said of its end');
  add('/subjects', 'needs review: sources, subjects, purposes and vendors are for a person to say');
  for (const { rule, pointer, detail } of notes) {
    const at = has(document, pointer) ? pointer : '';
    add(at, `needs review: ${REVIEW_RULES[rule]}${detail === '' ? '' : ` (${detail})`}`);
  }
  suggest(draft.schema, { pointer: '/schema', name: '' }, add);
  return comments;
}

function has(document: JsonObject, pointer: string): boolean {
  let at: Json | undefined = document;
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (!isJsonObject(at) || !Object.hasOwn(at, key)) return false;
    at = at[key];
  }
  return true;
}

/** A comment for each field whose name says what it may be. */
function suggest(
  node: JsonObject,
  at: { readonly pointer: string; readonly name: string },
  add: (pointer: string, line: string) => void,
): void {
  const { properties, items } = node;
  if (isJsonObject(items)) suggest(items, { pointer: `${at.pointer}/items`, name: at.name }, add);
  if (!isJsonObject(properties)) return;
  for (const [key, field] of Object.entries(properties)) {
    if (!isJsonObject(field)) continue;
    const pointer = `${at.pointer}/properties/${pointerStep(key)}`;
    const isLeaf = field['properties'] === undefined && field['items'] === undefined;
    const category = isLeaf ? suggestCategory(key, at.name) : null;
    if (category !== null) add(pointer, `by its name perhaps: x-headgate: { categories: [${category}] }`);
    suggest(field, { pointer, name: key }, add);
  }
}
