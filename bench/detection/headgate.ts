import { scrubEvent } from '@headgate/core';
import { readFileSync } from 'node:fs';
import type { Candidate } from './candidate.ts';

const MANIFEST = new URL('../../packages/core/package.json', import.meta.url);

/** Headgate by its default policy, without a plan. */
export function loadHeadgate(): Candidate {
  const { version } = JSON.parse(readFileSync(MANIFEST, 'utf8')) as { readonly version: string };
  return {
    name: 'Headgate',
    version,
    configuration: 'scrubEvent, no options, no plan',
    scrub: (event) => scrubEvent(event).event,
  };
}
