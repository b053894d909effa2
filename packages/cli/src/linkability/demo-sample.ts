/** The traffic of the demo's shop as its SDKs put it on the wire, at moments of its own: the same seed, the same sample. */
import type { JsonObject } from '@headgate/core';
import { plantLeaks } from '../demo/planted.ts';
import { makeShop } from '../demo/shop.ts';
import type { ShopMessage } from '../demo/message.ts';
import { decodeMessages } from './decode-messages.ts';
import type { WireMessage } from './decode-messages.ts';
import type { Sample } from './sample.ts';

/** The sample that the figures in docs/linkability.md are of. */
export const DEMO = { seed: 7, events: 3000 } as const;

/** Noon of an ordinary day. */
const NOW = Date.parse('2026-11-27T12:00:00Z');
const MINUTE_MS = 60_000;

export function demoSample(options: { readonly seed: number; readonly events: number }): Sample {
  const messages = makeShop({ ...options, leaks: plantLeaks() });
  return decodeMessages(messages.map(toWire), NOW);
}

function toWire(message: ShopMessage, at: number): WireMessage {
  // Within its minute each has a moment of its own, as real ones do.
  const time = NOW - message.minutesAgo * MINUTE_MS + ((at * 7919) % MINUTE_MS);
  if (message.source !== 'ios') return { wire: 'segment', message: toSegment(message, time, at) };
  const wire = message.call === 'track' ? 'mixpanel' : 'mixpanel-profile';
  return { wire, message: toMixpanel(message, time, at) };
}

function toSegment(message: ShopMessage, time: number, at: number): JsonObject {
  const { call, name, userId, anonymousId, groupId, properties, context } = message;
  const body = call === 'identify' || call === 'group' ? { traits: properties } : { properties };
  return {
    type: call,
    messageId: `message-${at}`,
    timestamp: new Date(time).toISOString(),
    ...(call === 'track' ? { event: name } : {}),
    ...(groupId === null ? {} : { groupId }),
    userId,
    anonymousId,
    context,
    ...body,
  };
}

function toMixpanel(message: ShopMessage, time: number, at: number): JsonObject {
  const { call, name, userId, anonymousId, properties, context } = message;
  if (call !== 'track') return { $distinct_id: userId, $set: properties, $time: time };
  const who = {
    distinct_id: userId ?? `$device:${anonymousId}`,
    $device_id: anonymousId,
    ...(userId === null ? {} : { $user_id: userId }),
  };
  return {
    event: name,
    properties: { ...context, ...properties, ...who, $insert_id: `message-${at}`, time },
  };
}
