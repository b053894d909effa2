/** A draft with what most formats do not say. */
import type { Json, JsonObject } from '../../event.ts';
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { Call } from '../../event.ts';
import { convertSchema } from './convert-schema.ts';
import type { DraftEvent, ReviewNote } from './imported.ts';

const TEXT_MAX = 1000;

export type DraftParts = Pick<DraftEvent, 'key' | 'schema' | 'notes'> & Partial<DraftEvent>;

/** A draft; its name is its key, and nothing is said of owners, end or age, unless given. */
export function makeDraft(parts: DraftParts): DraftEvent {
  const { key, schema, notes, description = '' } = parts;
  const line = description.trim().replaceAll(/\s+/gu, ' ');
  const name = parts.name === undefined ? key : parts.name;
  return {
    call: 'track',
    aliases: [],
    version: '1.0.0',
    team: null,
    notify: [],
    expires: null,
    deprecated: false,
    ...parts,
    key,
    name: name === null || name.trim() === '' ? null : name.slice(0, TEXT_MAX),
    description: line.slice(0, TEXT_MAX),
    schema,
    notes:
      line.length > TEXT_MAX ? [...notes, { rule: 'text-cut', pointer: '/description', detail: '' }] : notes,
  };
}

/** Where a rule of the Segment spec keeps an event's own members, by its call. */
const PART_OF_CALL: Readonly<Record<Call, string>> = {
  track: 'properties',
  page: 'properties',
  screen: 'properties',
  alias: 'properties',
  identify: 'traits',
  group: 'traits',
};

/**
 * The event's own members in a rule that describes a whole message of the Segment spec
 * (https://segment.com/docs/protocols/tracking-plan/create/): what it says of the message's other members becomes a note.
 */
export function convertMessageRule(
  rule: Json | undefined,
  call: Call,
  ignored?: ReadonlySet<string>,
): { readonly schema: JsonObject; readonly notes: readonly ReviewNote[] } {
  const members = isJsonObject(rule) && isJsonObject(rule['properties']) ? rule['properties'] : {};
  const name = PART_OF_CALL[call];
  const part = members[name] ?? { type: 'object', properties: {} };
  const options = { root: isJsonObject(rule) ? rule : {}, ...(ignored === undefined ? {} : { ignored }) };
  const { schema, notes } = convertSchema(part, options);
  const others = Object.entries(members)
    .filter(([key, value]) => key !== name && saysSomething(value))
    .map(([key]): ReviewNote => ({ rule: 'condition', pointer: '/schema', detail: `of ${key}` }));
  return { schema, notes: [...others, ...notes] };
}

/** Segment writes an empty object for each member that it says nothing of. */
function saysSomething(value: Json): boolean {
  if (!isJsonObject(value)) return false;
  const { properties, required } = value;
  return (
    (isJsonObject(properties) && Object.keys(properties).length > 0) ||
    (isJsonArray(required) && required.length > 0)
  );
}
