import type { SdkEntry } from '../catalogue.ts';
import { sometimes } from '../sometimes.ts';
import { inContext, SPEC_PERSON } from '../spec-fields.ts';
import { HEADGATE_SHARED, saidGpc } from './headgate-sdk-shared.ts';

/** This repository's own, packages/sdk: browser/describe.ts and browser/recorder.ts add everything. */
export const headgateSdk: SdkEntry = {
  package: '@headgate/sdk',
  versions: '^0.1.0',
  runtime: 'browser',
  protocol: 'segment',
  automatic: [
    ...HEADGATE_SHARED,
    ...SPEC_PERSON,
    ...inContext(['locale', 'page.url']),
    ...sometimes('the page was reached from another', inContext(['page.referrer'])),
    ...saidGpc('Global Privacy Control is on and `gpcAllows` leaves a category'),
  ],
  sideChannels: [],
  snippet: (gateway) => `createHeadgate({ writeKey, host: '${gateway}' });`,
  notes: [
    'Before consent it stores, sends and reads nothing; give the categories as `consent`, or with `consent.grant`.',
    'The address of the page comes without query and fragment, the referrer as its origin alone.',
  ],
};
