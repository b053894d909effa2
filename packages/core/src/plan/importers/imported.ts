/** The vocabulary of imports: what is read, what comes of it, and what a person has to look at. */
import type { Call, JsonObject } from '../../event.ts';

/** One file of another tool. `path` is only used to read what the tool says by it, and to say where something is. */
export interface ImportFile {
  /** From the directory that was named, with `/` between. */
  readonly path: string;
  readonly text: string;
}

/** What the plan language cannot say, or says only by a guess. */
export const REVIEW_RULES = {
  'unbounded-string': 'had no limit of length; the limit here is a guess',
  'unbounded-array': 'had no limit of items; the limit here is a guess',
  'open-object': 'took any other key; here it is closed',
  'pattern-keys': 'took keys by a pattern; none of them is planned here',
  'key-count': 'limited how many keys there are; nothing here does',
  'open-array': 'said nothing of its items; here they are short texts',
  tuple: 'had items of different kinds by position; here all are of one kind',
  'mixed-type': 'was of several types; here it is of one',
  'null-allowed': 'could be null; here it is either there or left out',
  untyped: 'had no type; here it is a short text',
  alternatives: 'had alternatives; here all their keys may be there, or the first of them holds',
  condition: 'had a condition that a plan cannot state',
  pattern: 'had a pattern that is no regular expression of ECMA-262 with the flag u',
  format: 'had a format that a plan does not know',
  'values-left-out': 'had values that are neither text, number, true nor false',
  keyword: 'had a keyword that is not known here',
  'field-name': 'has a key that cannot name a field; it is not planned',
  'recursive-reference': 'refers back to itself; the inner one is not planned',
  'unknown-reference': 'refers to a schema that is not among the files; it is not planned',
  'too-deep': 'is nested deeper than a plan may be; what is below is not planned',
  'too-large': 'has more fields than are read of one event; the rest is not planned',
  'not-an-object': 'is no object, and an event must be one; nothing of it is planned',
  'examples-left-out': 'had examples or defaults, which are values; they were left out',
  'text-cut': 'had a longer description; it is cut',
  'same-name': 'has the name of another event; its source is made up to tell them apart',
  sensitivity: 'said how sensitive it is; declare categories that fit',
  collection: 'said more of how it is collected than a plan does',
  inferred: 'was seen and not planned: its type and its bounds are guesses',
  found: 'held what describes people or opens doors; it may belong in no plan',
  guess: 'was not said; what stands here is a guess',
} as const satisfies Readonly<Record<string, string>>;
export type ReviewRule = keyof typeof REVIEW_RULES;

export interface ReviewNote {
  readonly rule: ReviewRule;
  /** JSON pointer (RFC 6901) into the event file of what it is about. */
  readonly pointer: string;
  /** Which keyword, key, type or number; never a value of an event. Empty where the rule says all. */
  readonly detail: string;
}

/** An event as another tool plans it, in the words of ours. */
export interface DraftEvent {
  /** What it is called there, the same for all its versions. */
  readonly key: string;
  readonly call: Call;
  /** Null: every message of the call. */
  readonly name: string | null;
  readonly aliases: readonly string[];
  /** SemVer. */
  readonly version: string;
  readonly description: string;
  readonly team: string | null;
  readonly notify: readonly string[];
  /** Last good day as YYYY-MM-DD, or null where none was said. */
  readonly expires: string | null;
  readonly deprecated: boolean;
  /** The `schema` of the event file. */
  readonly schema: JsonObject;
  readonly notes: readonly ReviewNote[];
}

/** A file of which nothing could be taken. */
export interface UnreadFile {
  readonly file: string;
  readonly reason: string;
}

export interface Imported {
  readonly events: readonly DraftEvent[];
  readonly unread: readonly UnreadFile[];
}

/** One format: one file, one fixture directory, one line in `index.ts`. */
export interface Importer {
  /** What it reads, for help and documents. */
  readonly reads: string;
  /** Whether a file below a directory that was named is one of its own. */
  readonly wants: (path: string) => boolean;
  readonly read: (files: readonly ImportFile[]) => Imported;
}
