/**
 * This repository's own SDK. It is no row of the conformance suites, which are about packages as others publish them:
 * `test/sdk-node.test.ts` and `test/servers/sdk-browser.test.ts` hold it to more than they ask.
 */
import { modules } from './browser-sdks.ts';
import type { BrowserSdk } from './browser-sdks.ts';
import { startHeadgateBrowser } from './headgate-sdk.ts';
import type { NodeSdk } from './node-sdks.ts';

export const OWN_NODE_SDK: NodeSdk = {
  name: '@headgate/sdk/node',
  package: '@headgate/sdk/node',
  protocol: 'segment',
  load: async () => (await import('./headgate-sdk-node.ts')).startHeadgateNode,
  drops: {},
};

export const OWN_BROWSER_SDK: BrowserSdk = {
  name: '@headgate/sdk',
  package: '@headgate/sdk',
  protocol: 'segment',
  head: modules('@headgate/sdk', { '@headgate/sdk': '@headgate/sdk/dist/index.js' }, '* as HeadgateSdk'),
  start: startHeadgateBrowser,
  drops: {},
};
