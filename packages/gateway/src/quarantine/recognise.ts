/**
 * How the gateway, which cannot open a quarantined event, knows it again when somebody who can brings it back: it keeps HMAC-SHA256 of
 * the event's JSON under a random key that is sealed with the event. Without that key the MAC tells nothing of the event.
 */
import type { OpenedPayload } from '@headgate/api';
import type { ReceivedEvent } from '@headgate/core';
import { createHmac, timingSafeEqual } from 'node:crypto';

export const PROOF_BYTES = 32;

/** What the gateway keeps to know the event again; base64url. */
export function macOf({ proof, json }: OpenedPayload): string {
  return createHmac('sha256', Buffer.from(proof, 'base64url')).update(json).digest('base64url');
}

/** Whether it is the payload of that MAC. */
export function isSame(payload: OpenedPayload, mac: string): boolean {
  const [given, kept] = [Buffer.from(macOf(payload)), Buffer.from(mac)];
  return given.length === kept.length && timingSafeEqual(given, kept);
}

/** The event of a payload that `isSame` has known again. */
export function readEvent({ json }: OpenedPayload): ReceivedEvent {
  // The MAC says that this is the JSON that this gateway made of a ReceivedEvent, so its form need not be checked again.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(json) as ReceivedEvent;
}
