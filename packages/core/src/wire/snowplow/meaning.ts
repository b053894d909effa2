/** What the kinds of Snowplow's events mean: page views, structured events and the like, by their payload words. */
import type { Call, JsonObject } from '../../event.ts';
import { EMPTY_OBJECT, readId } from '../read-value.ts';
import { takeWords } from './describe-words.ts';
import type { SelfDescribing } from './schema.ts';
import { eventKind } from './words.ts';

/** An event before its words and entities are described. */
export interface Meaning {
  readonly call: Call;
  readonly name: string;
  readonly properties: JsonObject;
  /** The person that the event itself names. */
  readonly userId: string | null;
  /** Payload words that are in the properties or the name. */
  readonly words: ReadonlySet<string>;
  /** The entities that are not in the properties. */
  readonly entities: readonly SelfDescribing[];
  /** The self-describing event that it was. */
  readonly event: SelfDescribing | null;
}

const NO_WORDS: ReadonlySet<string> = new Set();

/** A meaning with nothing in it but what is given. */
export function meaning(parts: Partial<Meaning> & Pick<Meaning, 'call' | 'name' | 'entities'>): Meaning {
  return { properties: EMPTY_OBJECT, userId: null, words: NO_WORDS, event: null, ...parts };
}

/** The meaning of an event that is not self-describing; null where `e` is none of the protocol's words. */
export function readPlainEvent(words: JsonObject, entities: readonly SelfDescribing[]): Meaning | null {
  const { e } = words;
  if (e === 'pv') return meaning({ call: 'page', name: '', entities });
  const kind = typeof e === 'string' ? eventKind(e) : null;
  if (kind === null) return null;
  const name = kind.nameWord === null ? kind.name : readId(words[kind.nameWord]);
  if (name === null) return null;
  return meaning({
    call: 'track',
    name,
    entities,
    properties: takeWords(words, kind.words),
    words: new Set([...Object.keys(kind.words), ...nameWords(kind.nameWord)]),
  });
}

function nameWords(word: string | null): readonly string[] {
  return word === null ? [] : [word];
}
