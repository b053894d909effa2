/** What `headgate scrub` does to one event. */
import type { Json } from '../event.ts';
import type { Finding } from './detector.ts';
import { createRedactor } from './walk.ts';
import type { Change } from './walk.ts';

/** One event of any shape with everything found in it replaced, by the default policy and without a plan. */
export interface Scrubbed {
  /** The event itself where nothing was found. */
  readonly event: Json;
  readonly findings: readonly Finding[];
}

const NOTHING: readonly Finding[] = Object.freeze([]);

/** Replaces every finding by its kind in brackets, for example `[email]`. Keys are scrubbed as values are. */
export const scrubEvent = createScrubber('copied');

/** As `scrubEvent`, for an event that nobody else holds, as one that was just parsed: it may be written over, which costs less than a copy. */
export const scrubOwnEvent = createScrubber('in place');

function createScrubber(change: Change): (event: Json) => Scrubbed {
  let findings: Finding[] | null = null;
  const redact = createRedactor(change, ({ path }, matches) => {
    for (const { kind, detector, provenance, start, end } of matches) {
      const { version, confidence } = provenance;
      const finding = { kind, detector, version, confidence, path, length: end - start };
      if (findings === null) findings = [finding];
      else findings.push(finding);
    }
  });
  return (event) => {
    findings = null;
    const scrubbed = redact(event);
    return { event: scrubbed, findings: findings ?? NOTHING };
  };
}
