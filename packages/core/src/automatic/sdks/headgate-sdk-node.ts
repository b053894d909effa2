import type { SdkEntry } from '../catalogue.ts';
import { HEADGATE_SHARED, saidGpc } from './headgate-sdk-shared.ts';

/** This repository's own for servers, packages/sdk/src/node.ts. */
export const headgateSdkNode: SdkEntry = {
  package: '@headgate/sdk/node',
  versions: '^0.1.0',
  runtime: 'node',
  protocol: 'segment',
  automatic: [...HEADGATE_SHARED, ...saidGpc('the app says it of the person')],
  sideChannels: [],
  snippet: (gateway) => `createHeadgate({ writeKey, host: '${gateway}' });`,
  notes: [
    'Whose event it is and what that person has agreed to is said with every call; of an event without consent nothing is sent.',
    'It leaves out `context.ip`, and a redirect is a failure to it: give the address with https.',
  ],
};
