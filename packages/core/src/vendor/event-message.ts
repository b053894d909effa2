/** The form of an event for receivers that have no words of their own: the webhook, objects in storage, records of a log. */
import type { CleanEvent, JsonObject } from '../event.ts';

/** Everything that a vendor may have of an event; the receiver drops doubles by `id`. */
export function toMessage(event: CleanEvent): JsonObject {
  return {
    id: event.id,
    environment: event.environment,
    call: event.call,
    operation: event.operation,
    name: event.name,
    time: event.time,
    userId: event.userId,
    anonymousId: event.anonymousId,
    groupId: event.groupId,
    previousId: event.previousId,
    properties: event.properties,
    context: event.context,
  };
}
