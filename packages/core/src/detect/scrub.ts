/** What `headgate scrub` does to one event. */
import type { Json } from '../event.ts';
import type { Finding } from './detector.ts';
import { provenanceOf } from './provenance.ts';
import { createRedactor } from './walk.ts';
import type { RedactEvent } from './walk.ts';

/** One event of any shape with everything found in it replaced, by the default policy and without a plan. */
export interface Scrubbed {
  /** The event itself where nothing was found. */
  readonly event: Json;
  readonly findings: readonly Finding[];
}

/** The redactor of `scrubEvent`, and that of `scrubOwnEvent`. */
const redactCopy = createRedactor();
const redactInPlace = createRedactor({ inPlace: true });

const NOTHING: readonly Finding[] = Object.freeze([]);

/** Replaces every finding by its kind in brackets, for example `[email]`. Keys are scrubbed as values are. */
export function scrubEvent(event: Json): Scrubbed {
  return scrub(event, redactCopy);
}

/** As `scrubEvent`, for an event that nobody else holds, as one that was just parsed: it may be written over, which costs less than a copy. */
export function scrubOwnEvent(event: Json): Scrubbed {
  return scrub(event, redactInPlace);
}

function scrub(event: Json, redactEvent: RedactEvent): Scrubbed {
  let findings: Finding[] | null = null;
  const scrubbed = redactEvent(event, ({ path }, matches) => {
    findings ??= [];
    for (const { kind, detector, start, end } of matches) {
      const { version, confidence } = provenanceOf(detector);
      findings.push({ kind, detector, version, confidence, path, length: end - start });
    }
  });
  return { event: scrubbed, findings: findings ?? NOTHING };
}
