/** What lies in the tables of the store, read and written. */
import { ENVIRONMENTS } from '@headgate/core';
import type { Environment, SealedField } from '@headgate/core';
import { z } from 'zod';

/** One sealed value and its place. */
export interface SealedValue extends SealedField {
  readonly eventId: string;
  readonly environment: Environment;
  /** Name of the source. */
  readonly source: string;
  /** Id of the planned event. */
  readonly eventName: string;
  /** When its event came first, milliseconds since 1970. */
  readonly storedAt: number;
}

const storedEvent = z.object({
  environment: z.enum(ENVIRONMENTS),
  source: z.string(),
  eventName: z.string(),
  storedAt: z.number(),
  fields: z.array(z.object({ path: z.string(), group: z.string(), text: z.string() })),
});
export type StoredEvent = z.output<typeof storedEvent>;

const storedSubject = z.object({
  /** 32 bytes in base64url; null where it was taken. */
  publicKey: z.string().nullable(),
  /** Names of the keys that were taken from it, the oldest first. */
  earlier: z.array(z.string()),
});
export type StoredSubject = z.output<typeof storedSubject>;

/** Throws on a record that is none: nothing but this store writes there. */
export function readEvent(bytes: Buffer): StoredEvent {
  return storedEvent.parse(JSON.parse(bytes.toString()));
}

export function readSubject(bytes: Buffer | undefined): StoredSubject {
  if (bytes === undefined) return { publicKey: null, earlier: [] };
  return storedSubject.parse(JSON.parse(bytes.toString()));
}

export function toBytes(value: StoredEvent | StoredSubject): Buffer {
  return Buffer.from(JSON.stringify(value));
}

export function valuesOf(eventId: string, { fields, ...place }: StoredEvent): readonly SealedValue[] {
  return fields.map((field) => ({ ...place, ...field, eventId }));
}
