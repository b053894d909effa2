/** The part of an event that a plan describes: its properties, under the call and name by which they come. */
import type { Call, Json, JsonObject } from '@headgate/core';
import { CALLS, isJsonObject } from '@headgate/core/inspect';
import { shownName } from './tally.ts';

export interface PlannedPart {
  /** The call and the name that is planned, with a space between: `track Signed Up`. */
  readonly event: string;
  readonly properties: JsonObject;
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
  const inner = key === undefined ? event : event[key];
  return { event: `${call} ${name}`, properties: isJsonObject(inner) ? inner : event };
}

export function readPlanned(event: string): { readonly call: Call; readonly name: string } {
  const [first = '', ...rest] = event.split(' ');
  return { call: CALLS.find((each) => each === first) ?? 'track', name: rest.join(' ') };
}
