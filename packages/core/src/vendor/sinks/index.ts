/** The kinds of sink beside vendors over HTTP and the local warehouse. A new one is one file, one line here and golden cases. */
import { kafka } from './kafka.ts';
import { s3 } from './s3.ts';

export const SINKS = { kafka, s3 } as const;

export type SinkKindName = keyof typeof SINKS;

/** Whether a text names a sink of the table. */
export function isSinkKind(kind: string): kind is SinkKindName {
  return Object.hasOwn(SINKS, kind);
}
