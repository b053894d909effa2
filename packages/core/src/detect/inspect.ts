/** What `headgate audit` asks of one event. */
import type { Json } from '../event.ts';
import type { FindingKind } from './detector.ts';
import { provenanceOf } from './provenance.ts';
import { createRedactor } from './walk.ts';

/** Something found in an event; never the value. */
export interface Inspected {
  readonly kind: FindingKind;
  readonly detector: string;
  /** The detector's. */
  readonly version: number;
  /** Object keys that look like names of fields as they are, array positions as `[]`, other keys as `*`. */
  readonly path: string;
  readonly where: 'value' | 'key';
  /** In UTF-16 code units of the value or key. */
  readonly start: number;
  readonly end: number;
}

/** Everything found in one event of any shape, without a plan. */
export type InspectEvent = (event: Json) => readonly Inspected[];

const NOTHING: readonly Inspected[] = Object.freeze([]);

/** For a program that holds the events for as long as it runs. */
export const inspectEvent: InspectEvent = createInspector();

/** Makes one with a memory of its own, which holds what was found and goes when it goes. */
export function createInspector(): InspectEvent {
  const redactEvent = createRedactor();
  return (event) => {
    let found: Inspected[] | null = null;
    redactEvent(event, ({ path, where }, matches) => {
      found ??= [];
      for (const { kind, detector, start, end } of matches) {
        found.push({ kind, detector, version: provenanceOf(detector).version, path, where, start, end });
      }
    });
    return found ?? NOTHING;
  };
}
