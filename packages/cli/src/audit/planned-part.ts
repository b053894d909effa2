/** The part of an event that a plan describes: its properties, under the call and name by which they come. */
import type { Json, JsonObject } from '@headgate/core';
import { CALLS, isJsonObject } from '@headgate/core/inspect';
import { shownName } from './tally.ts';

export interface PlannedPart {
  /** The call and the name that is planned, with a space between: `track Signed Up`. */
  readonly event: string;
  readonly properties: JsonObject;
  /** The member of the event that they are, with a dot behind; empty where they are the event. */
  readonly below: string;
}

/** Members that hold an event's own properties, in the words of one or another vendor. */
const PROPERTIES = ['properties', 'event_properties', 'traits', 'attributes', 'params'] as const;

/** Null where the event has no name that can be planned. */
export function plannedPart(event: Json, told: { readonly name: string | null }): PlannedPart | null {
  if (!isJsonObject(event)) return null;
  const name = shownName(told.name);
  if (!/^[\p{L}$_]/u.test(name)) return null;
  const call = CALLS.find((each) => each === event['type']) ?? 'track';
  const key = PROPERTIES.find((each) => isJsonObject(event[each]));
  const inner = key === undefined ? undefined : event[key];
  const planned = `${call} ${name}`;
  return isJsonObject(inner)
    ? { event: planned, properties: inner, below: `${key}.` }
    : { event: planned, properties: event, below: '' };
}
