import { findEndpoint } from '@headgate/core';
import type { Json, ReceivedEvent } from '@headgate/core';
import { WIRES } from './sample.ts';
import type { Sample, Wire } from './sample.ts';

export interface WireMessage {
  readonly wire: Wire;
  readonly message: Json;
}

const SOURCE = { id: '', environment: 'production' } as const;

/** Decodes messages as the gateway would, had each come when it happened. The source is left open. */
export function decodeMessages(messages: readonly WireMessage[], now: number): Sample {
  const events: ReceivedEvent[] = [];
  let unread = 0;
  for (const [at, { wire, message }] of messages.entries()) {
    const found = findEndpoint(WIRES[wire]);
    if (found?.endpoint.kind !== 'events') throw new Error('A wire of the table has no endpoint.');
    const decoded = found.endpoint.decode([message], {
      source: SOURCE,
      receivedAt: now,
      signals: { gpc: false },
      newId: () => `line-${at}`,
    });
    unread += decoded.malformed;
    events.push(...decoded.events.map((event) => ({ ...event, receivedAt: event.time })));
  }
  return { events, unread };
}
