/**
 * The k-gate of one planned event on its way to one vendor. What the vendor would learn of the quasi-identifiers, as its
 * transforms leave them, is one tuple; it passes only when enough distinct subjects had it lately. Else the tuple is made
 * broader step by step, the last named field first, and where even the broadest was had by too few, every field of it says
 * `(other)`. What is written does not depend on which of the fields were there, so that their absence tells nothing either.
 *
 * A subject is counted in the tuples that its event came to, not in the broader ones of tuples that passed: so those who
 * are seen with a broad tuple are at least k of those whose finer ones were too rare.
 */
import { isJsonObject } from '../event.ts';
import type { Environment, Json, JsonObject, Operation, SentField } from '../event.ts';
import type { EventSpec, FieldSpec, KGate, Plan } from '../plan/plan.ts';
import type { Presence } from '../protect/project.ts';
import { NO_SUBJECT } from '../protect/pseudonymiser.ts';
import type { Cohorts } from './cohorts.ts';
import { ANY, OTHER, climb, heightOf } from './ladder.ts';
import type { Ladder } from './ladder.ts';
import { isSame, rememberTuples } from './tuple-digests.ts';
import type { Tuple } from './tuple-digests.ts';

export interface GateScope {
  readonly plan: Plan;
  readonly environment: Environment;
  readonly vendor: { readonly name: string; readonly kGate: KGate | null };
  readonly cohorts: Cohorts;
  /** Keyed digest, of a domain that no vendor gets. */
  readonly digest: (text: string) => string;
  /** The fields that may be sent, by bit. Those of the gate become coarse. */
  readonly sent: SentField[];
}

export interface Gated {
  readonly properties: JsonObject;
  readonly context: JsonObject;
}

export interface GateEvent extends Gated {
  readonly operation: Operation;
  readonly subject: string;
  /** Milliseconds since 1970, by the clock of the gateway. */
  readonly receivedAt: number;
}

type Gate = (event: GateEvent, presence: Presence) => Gated;

/** A field of the tuple as one event carries it. */
interface Part {
  readonly root: 'properties' | 'context';
  readonly keys: readonly string[];
  readonly bit: number;
  readonly ladder: Ladder | undefined;
  readonly height: number;
}

/** Tuples whose digests are remembered, for each event and vendor. */
const TUPLES_MAX = 4096;

/** Null where the vendor has no gate, or the event carries none of its fields. */
export function compileGate(spec: EventSpec, scope: GateScope): Gate | null {
  const { kGate: rule } = scope.vendor;
  if (rule === null) return null;
  const parts = rule.quasiIdentifiers.map((path) => partAt(path, spec, { ...scope, rule }));
  if (parts.every((part) => part === null)) return null;
  for (const part of parts) if (part !== null) coarsen(scope.sent, part.bit);

  const { cohorts, digest } = scope;
  const ascent = ascentOf(parts.map((part) => part?.height ?? 0));
  const owner = JSON.stringify([scope.environment, scope.vendor.name, rule.quasiIdentifiers]);
  const cohortOf = rememberTuples((text) => digest(`k-gate ${owner} ${text}`), TUPLES_MAX);
  const sensitiveOf = compileSensitive(spec, { ...scope, rule }, owner);

  const admits = (tuple: Tuple, event: GateEvent, presence: Presence): boolean => {
    const sighting = {
      cohort: cohortOf(tuple),
      subject: event.subject === NO_SUBJECT ? null : event.subject,
      sensitive: sensitiveOf === null ? null : sensitiveOf(event, presence),
      now: event.receivedAt,
    };
    return cohorts.admits(sighting, rule);
  };
  const read = compileTuple(parts);
  return (event, presence) => {
    const own = read(event, presence);
    if (admits(own, event, presence)) return event;
    const tuple = [...own];
    const steps = parts.map(() => 0);
    for (const { at, step } of ascent) {
      const value = climbed(own[at], step, parts[at]);
      steps[at] = step;
      // A step that changes nothing makes no other tuple.
      if (isSame(value, tuple[at])) continue;
      tuple[at] = value;
      if (admits(tuple, event, presence)) return rewrite(event, { parts, tuple, steps }, presence);
    }
    return rewrite(event, { parts, tuple: parts.map(() => OTHER), steps: parts.map(() => 1) }, presence);
  };
}

interface RuleScope extends GateScope {
  readonly rule: KGate;
}

/** Digest of the sensitive value of an event, null where it has none; null altogether where no field is named. */
function compileSensitive(
  spec: EventSpec,
  scope: RuleScope,
  owner: string,
): ((event: GateEvent, presence: Presence) => string | null) | null {
  const { rule, digest } = scope;
  if (rule.sensitive === null) return null;
  const digestOf = rememberTuples((text) => digest(`k-gate sensitive ${owner} ${text}`), TUPLES_MAX);
  const read = compileTuple([partAt(rule.sensitive, spec, scope)]);
  return (event, presence) => {
    const [value] = read(event, presence);
    return value === undefined ? null : digestOf([value]);
  };
}

/** Null where this event sends no such field to the vendor. */
function partAt(path: string, spec: EventSpec, scope: RuleScope): Part | null {
  const bit = scope.sent.findIndex((field) => field.path === path);
  const root = path.startsWith('context.') ? 'context' : 'properties';
  const fields = root === 'context' ? scope.plan.context?.fields : spec.fields;
  const keys = bit === -1 || fields === undefined ? null : keysTo(fields, path.slice(root.length + 1));
  if (keys === null) return null;
  const ladder = scope.rule.ladders.get(path);
  return { root, keys, bit, ladder, height: heightOf(ladder) };
}

function keysTo(field: FieldSpec, path: string): readonly string[] | null {
  for (const child of field.children) {
    if (child.path === path) return [child.key];
    const below = keysTo(child, path);
    if (below !== null) return [child.key, ...below];
  }
  return null;
}

function coarsen(sent: SentField[], bit: number): void {
  const field = sent[bit];
  if (field?.form === 'clear') sent[bit] = { ...field, form: 'coarse' };
}

/** One field of the tuple on one step of its ladder. */
interface Step {
  readonly at: number;
  readonly step: number;
}

/** From the tuple itself to the broadest: the last field climbs to its top, then the one before it, and so on. */
function ascentOf(heights: readonly number[]): readonly Step[] {
  const steps: Step[] = [];
  for (let at = heights.length - 1; at >= 0; at -= 1) {
    for (let step = 1; step <= (heights[at] ?? 0); step += 1) steps.push({ at, step });
  }
  return steps;
}

/**
 * What the vendor would get of each field. The names that `unset` sends carry no value, and mark no presence. Straight code,
 * as that of the rebuild that it follows: to look properties up by changing names costs as much as all the rest of the gate.
 */
function compileTuple(parts: readonly (Part | null)[]): (event: GateEvent, presence: Presence) => Tuple {
  const values = parts.map((part) => {
    if (part === null) return 'undefined';
    const path = part.keys.map((key) => `[${JSON.stringify(key)}]`).join('');
    return `(presence[${part.bit >>> 5}] & ${2 ** (part.bit & 31)}) === 0 ? undefined : event.${part.root}${path}`;
  });
  // The code is made of the plan alone, which only the operator writes; its names are quoted.
  // oxlint-disable-next-line typescript/no-implied-eval, eslint/no-new-func, typescript/no-unsafe-type-assertion
  return new Function('event', 'presence', `'use strict'; return [${values.join(', ')}];`) as ReturnType<
    typeof compileTuple
  >;
}

/** That a value is not there is a value of its own, on every rung but the top. */
function climbed(value: Json | undefined, step: number, part: Part | null | undefined): Json | undefined {
  if (part === null || part === undefined) return undefined;
  if (step >= part.height) return ANY;
  return value === undefined ? undefined : climb(value, step, part.ladder);
}

interface Levelled {
  readonly parts: readonly (Part | null)[];
  readonly tuple: Tuple;
  readonly steps: readonly number[];
}

/** Writes every field that has climbed, whether or not it was there. */
function rewrite(event: GateEvent, { parts, tuple, steps }: Levelled, presence: Presence): Gated {
  let { properties, context } = event;
  for (const [at, part] of parts.entries()) {
    const value = tuple[at];
    if (part === null || steps[at] === 0 || value === undefined) continue;
    if (part.root === 'properties' && event.operation === 'unset') continue;
    const [word, mask] = [part.bit >>> 5, 2 ** (part.bit & 31)];
    presence[word] = (presence[word] ?? 0) | mask;
    if (part.root === 'context') context = put(context, part.keys, value);
    else if (event.operation === 'set' || event.operation === 'set_once') {
      properties = put(properties, part.keys, value);
      // What is added up, taken away or deleted has no place for a text: it is left out.
    } else properties = take(properties, part.keys);
  }
  return { properties, context };
}

function put(object: JsonObject, [key, ...rest]: readonly string[], value: Json): JsonObject {
  if (key === undefined) return object;
  if (rest.length === 0) return { ...object, [key]: value };
  const inner = object[key];
  return { ...object, [key]: put(isJsonObject(inner) ? inner : {}, rest, value) };
}

function take(object: JsonObject, [key, ...rest]: readonly string[]): JsonObject {
  if (key === undefined || !Object.hasOwn(object, key)) return object;
  const { [key]: inner, ...others } = object;
  return rest.length > 0 && isJsonObject(inner) ? { ...others, [key]: take(inner, rest) } : others;
}
