/**
 * What events look like that are wrong in the same way: why they are quarantined, what they are called, and the names and types of their
 * properties. All of it may be personal, so it leaves this file as a keyed digest alone.
 */
import { isJsonArray, isJsonObject } from '@headgate/core';
import type { Json, Pseudonymiser, ReceivedEvent } from '@headgate/core';
import type { HoldReason } from '../ingest/collect.ts';

/** No vendor of a plan can have this name, so nobody ever gets tokens of it. */
const INTERNAL = '@quarantine';
/** Behind the three characters that every token begins with. */
const DIGEST_AT = 3;
const DIGITS = 16;

/** Gives 16 hex digits for an event; equal for equal shapes, as long as the key file is the same. */
export function createShapeOf(
  pseudonymiser: Pick<Pseudonymiser, 'token'>,
): (event: ReceivedEvent, why: HoldReason) => string {
  const token = pseudonymiser.token(INTERNAL, 'shape', 'exact');
  return (event, why) =>
    Buffer.from(token(shapeText(event, why)).slice(DIGEST_AT), 'base64url')
      .toString('hex')
      .slice(0, DIGITS);
}

function shapeText({ source, call, operation, name, properties }: ReceivedEvent, why: HoldReason): string {
  const fields = new Set<string>();
  addFields(properties, [], fields);
  const { cause, planned, group } = why;
  const kind = [cause, planned, group, source.id, source.environment, call, operation, name];
  return JSON.stringify([kind, [...fields].toSorted()]);
}

/** Items of a list are one field, whatever their number. Nesting is bounded by what ingest parses. */
function addFields(value: Json, path: readonly string[], into: Set<string>): void {
  if (isJsonObject(value)) {
    for (const [key, child] of Object.entries(value)) addFields(child, [...path, `.${key}`], into);
    return;
  }
  if (isJsonArray(value)) {
    for (const item of value) addFields(item, [...path, '[]'], into);
    return;
  }
  into.add(JSON.stringify([path, value === null ? 'null' : typeof value]));
}
