/** What `headgate audit` asks of one event. */
import type { Json } from '../event.ts';
import type { FindingKind } from './detector.ts';
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
  let found: Inspected[] | null = null;
  const look = createRedactor('none', ({ path, where }, matches) => {
    for (const { kind, detector, provenance, start, end } of matches) {
      const { version } = provenance;
      const inspected = { kind, detector, version, path, where, start, end };
      if (found === null) found = [inspected];
      else found.push(inspected);
    }
  });
  return (event) => {
    found = null;
    look(event);
    return found ?? NOTHING;
  };
}
