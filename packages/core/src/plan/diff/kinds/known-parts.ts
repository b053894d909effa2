/** What some events already do, put so that it can be asked for whether another one does anything new. */
import { leavesOf } from '../model.ts';
import type { EventModel, FieldNode } from '../model.ts';

export interface KnownParts {
  readonly purposes: ReadonlySet<string>;
  readonly subjects: ReadonlySet<string>;
  readonly sources: ReadonlySet<string>;
  /** Leaf as written → vendors that get it. */
  readonly leaves: ReadonlyMap<string, ReadonlySet<string>>;
  /** Identifier → the events that have it. */
  readonly identified: ReadonlyMap<string, ReadonlySet<EventModel>>;
  /** Key of an event and value → somebody has it. */
  readonly words: ReadonlySet<string>;
  readonly isEmpty: boolean;
}

/** What else must be as it is somewhere: whoever may add an event with it may not weaken it by the way. */
const WORDS = [
  'enforcement',
  'aggregation',
  'population',
  'trigger',
  'collection',
  'client_buffer',
  'max_bytes',
  'identity',
  'suppressions',
] as const satisfies readonly (keyof EventModel['written'])[];

export function collectParts(events: readonly EventModel[]): KnownParts {
  const leaves = new Map<string, Set<string>>();
  const identified = new Map<string, Set<EventModel>>();
  for (const event of events) {
    for (const leaf of leavesOf(event.fields())) {
      const key = keyOf(leaf);
      const vendors = leaves.get(key) ?? new Set();
      for (const vendor of vendorsOf(leaf, event)) vendors.add(vendor);
      leaves.set(key, vendors);
    }
    for (const each of event.identifiers()) {
      identified.set(each, (identified.get(each) ?? new Set()).add(event));
    }
  }
  return {
    purposes: new Set(events.flatMap(({ written }) => written.purposes)),
    subjects: new Set(events.flatMap(({ written }) => written.subjects)),
    sources: new Set(events.flatMap(({ written }) => written.sources)),
    leaves,
    identified,
    words: new Set(events.flatMap(wordsOf)),
    isEmpty: events.length === 0,
  };
}

/** Whether everything of an event is known: its fields as they are, what reaches whom, for what, about whom, and what is joined. */
export function isReuse(event: EventModel, known: KnownParts): boolean {
  const { purposes, subjects, sources } = event.written;
  return (
    !known.isEmpty &&
    purposes.every((each) => known.purposes.has(each)) &&
    subjects.every((each) => known.subjects.has(each)) &&
    sources.every((each) => known.sources.has(each)) &&
    wordsOf(event).every((each) => known.words.has(each)) &&
    isJoinKnown(event.identifiers(), known) &&
    leavesOf(event.fields()).every((leaf) => {
      const vendors = known.leaves.get(keyOf(leaf));
      return vendors !== undefined && vendorsOf(leaf, event).every((vendor) => vendors.has(vendor));
    })
  );
}

function isJoinKnown(identifiers: readonly string[], known: KnownParts): boolean {
  const [first, ...more] = identifiers.map((each) => known.identified.get(each));
  if (identifiers.length === 0) return true;
  return [...(first ?? [])].some((event) => more.every((events) => events?.has(event) === true));
}

function wordsOf({ written }: EventModel): string[] {
  return WORDS.map((key) => JSON.stringify([key, written[key]]));
}

/** A field whose keys are written in another order counts as another one, which only asks for more review. */
function keyOf({ path, node, annotation, isRequired }: FieldNode): string {
  return JSON.stringify([path, node, annotation, isRequired]);
}

function vendorsOf({ path }: FieldNode, event: EventModel): string[] {
  return [...event.reach()].filter(([, paths]) => paths.has(path)).map(([vendor]) => vendor);
}
