/** What is known of the paths of events, once for all events: decided from names alone, so it holds no value. */
import type { JsonObject } from '../event.ts';
import { isBesideOtherHalf, otherHalvesOf } from './degrees.ts';
import type { Match } from './detector.ts';
import { isRoleName, meaningOf } from './key-meaning.ts';
import { labelAskOf } from './labels.ts';
import { MEANING } from './meaning.ts';
import { isBareName, isBesideCompanys, isBesidePersons } from './names/beside.ts';
import { wholeName } from './names/person-name.ts';
import { besideProject, isProjectToken } from './project-tokens.ts';
import { scanText } from './scan.ts';

/** Where in an event something was found. Keys that look like names of fields are spelled out, array positions are `[]`, other keys `*`. */
export interface Place {
  readonly path: string;
  readonly where: 'value' | 'key';
}

/** Paths remembered, over all events: emptied when strangers send too many. */
const NODES_MAX = 16_384;
const FIELD_NAME = /^[$@_]{0,3}\p{L}[\p{L}\p{M}0-9_$.:@/ -]{0,63}$/u;
/** An identifier, a time or a hash in a key: four digits in a row are in hardly any name. */
const IDENTIFIER = /\d{4}|^[0-9a-f-]{16,}$/iu;
const WRAPPERS: ReadonlySet<string> = new Set([
  'value',
  'stringValue',
  'string_value',
  'intValue',
  'int_value',
  'doubleValue',
  'double_value',
  'arrayValue',
  'kvlistValue',
  'values',
  // Of an element of a form, beside its `attr__name` (PostHog's `$elements`).
  'attr__value',
]);

/** The member under which `JSON.rawJSON` keeps a number whose digits a double cannot hold. */
export const RAW_NUMBER = 'rawJSON';

/** One path. */
export interface Node {
  /** The name that counts: that of the label where there is one. */
  readonly name: string;
  readonly place: Place;
  /** Bits of `MEANING`. */
  readonly meaning: number;
  /** The name where it says which identifier it is, or that it is a role; else empty. */
  readonly identifier: string;
  /** Found in the key itself. */
  readonly keyMatches: readonly Match[];
  /** What it is by the members that stand beside it, where they decide; null where they never do. */
  readonly beside: Beside | null;
  /** Whether it stands for what is in a list. */
  readonly isItem: boolean;
  /** Whether what is under it is half of a place. */
  readonly isHalf: boolean;
  /** Whether a label beside one of its values has named half of a place. */
  holdsHalves: boolean;
  readonly members: Map<string, Node>;
  /** By the label beside a value, which lies apart from the keys. */
  readonly labelled: Map<string, Node>;
  items: Node | null;
}

/** `members` are those of the object in which the node's key stands, itself among them. */
type Beside = (members: JsonObject) => Node;

/** All paths of the events that one walker has seen. */
export interface Paths {
  /** How many nodes hang from the top. */
  count: number;
  top: Node;
}

export function createPaths(): Paths {
  return { count: 0, top: topNode() };
}

/** What is known of a member of an object, whatever stands beside it. */
export function memberOf(paths: Paths, node: Node, key: string): Node {
  return node.members.get(key) ?? grow(paths, node.members, key, keyNode(paths, node, key));
}

/** What is known of the items of a list. */
export function itemsOf(node: Node): Node {
  node.items ??= { ...makeNode(node.name, `${node.place.path}[]`, node.meaning, NO_MATCHES), isItem: true };
  return node.items;
}

/** What is known of a value in this object or list that goes by a label. */
export function labelledOf(paths: Paths, node: Node, label: string): Node {
  return node.labelled.get(label) ?? grow(paths, node.labelled, label, labelNode(node, label));
}

/** Only what is clean is kept, so nothing personal is remembered. */
function grow(paths: Paths, siblings: Map<string, Node>, key: string, made: Node): Node {
  if (made.keyMatches.length > 0 || made.place.path.endsWith('*')) return made;
  if (paths.count >= NODES_MAX) {
    paths.count = 0;
    paths.top = topNode();
  }
  paths.count += 1;
  siblings.set(key, made);
  return made;
}

function topNode(): Node {
  return makeNode('', '', 0, NO_MATCHES);
}

const NO_MATCHES: readonly Match[] = Object.freeze([]);

function keyNode(paths: Paths, node: Node, key: string): Node {
  const keyMatches = scanText(key);
  const path = join(node.place.path, keyMatches.length === 0 ? shapeOf(key) : '*');
  // `{ "email": { "stringValue": … } }`: the wrapper takes the name of what it wraps.
  const made =
    WRAPPERS.has(key) && node.name !== ''
      ? makeNode(node.name, path, node.meaning, keyMatches)
      : namedNode({ name: key, path, meaning: meaningOf(key, node.name), keyMatches });
  const beside = besideOf(paths, { node, key, made });
  return beside === null ? made : { ...made, beside };
}

interface Making {
  /** Of the object around it. */
  readonly node: Node;
  readonly key: string;
  /** What it is where nothing beside it decides. */
  readonly made: Node;
}

function besideOf(paths: Paths, making: Making): Beside | null {
  const { node, key, made } = making;
  const besides = besideProject(key, node.name);
  if (besides.length > 0) {
    const project = makeNode(key, made.place.path, 0, NO_MATCHES);
    return (members) => (isProjectToken(members[key], members, besides) ? project : made);
  }
  const ask = labelAskOf(key);
  if (ask !== null) {
    return (members) => {
      const label = ask(members);
      return label === null ? made : labelledOf(paths, node, label);
    };
  }
  if (key === RAW_NUMBER) return () => made;
  return WRAPPERS.has(key) ? null : (besideName(making) ?? besideHalf(making));
}

/** A bare name is somebody's beside what only people have, and a company's beside what only companies have. */
function besideName({ node, key, made }: Making): Beside | null {
  const { meaning, place, keyMatches } = made;
  if (!isBareName(key, node.name) || (meaning !== 0 && meaning !== MEANING.name)) return null;
  if (meaning === 0) {
    const name = makeNode(key, place.path, MEANING.name, keyMatches);
    return (members) => (isBesidePersons(members[key] ?? null, members) ? name : made);
  }
  const none = makeNode(key, place.path, 0, keyMatches);
  // `"properties": [{ "name": "Engraving", "value": … }]`: what is called so is not somebody.
  if (node.isItem) return (members) => ('value' in members || isBesideCompanys(members) ? none : made);
  return (members) => (isBesideCompanys(members) ? none : made);
}

/** A latitude is half of a place where a longitude stands beside it. */
function besideHalf({ key, made }: Making): Beside | null {
  const others = (made.meaning & MEANING.coordinates) === 0 ? [] : otherHalvesOf(key);
  if (others.length === 0) return null;
  const half: Node = { ...makeNode(key, made.place.path, made.meaning, made.keyMatches), isHalf: true };
  return (members) => (isBesideOtherHalf(members[key] ?? null, members, others) ? half : made);
}

function labelNode(node: Node, label: string): Node {
  const clean = scanText(label).length === 0;
  const path = join(node.place.path, clean ? shapeOf(label) : '*');
  const meaning = meaningOf(label, 'attributes') || meaningOf(label, node.name);
  if ((meaning & MEANING.coordinates) !== 0 && otherHalvesOf(label).length > 0) node.holdsHalves = true;
  return namedNode({ name: label, path, meaning, keyMatches: NO_MATCHES });
}

type Named = Pick<Node, 'name' | 'meaning' | 'keyMatches'> & { readonly path: string };

/** What is known of a name; one that means nothing by itself may be that of a role. */
function namedNode({ name, path, meaning, keyMatches }: Named): Node {
  if (meaning !== 0 || !isRoleName(name)) return makeNode(name, path, meaning, keyMatches);
  return { ...makeNode(name, path, MEANING.name, keyMatches), identifier: name };
}

function makeNode(name: string, path: string, meaning: number, keyMatches: readonly Match[]): Node {
  const place: Place = { path, where: 'value' };
  const identifier = (meaning & MEANING.nationalId) === 0 ? '' : name;
  return {
    identifier,
    name,
    place,
    meaning,
    keyMatches,
    beside: null,
    isItem: false,
    isHalf: false,
    holdsHalves: false,
    members: new Map(),
    labelled: new Map(),
    items: null,
  };
}

function join(path: string, shape: string): string {
  return path === '' ? shape : `${path}.${shape}`;
}

function shapeOf(key: string): string {
  return FIELD_NAME.test(key) && !IDENTIFIER.test(key) && !isPersons(key) ? key : '*';
}

/** Whether a key of several words is written like a person's name, and says nothing about what stands under it. */
function isPersons(key: string): boolean {
  return key.includes(' ') && wholeName(key) !== null && meaningOf(key) === 0;
}
