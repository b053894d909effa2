import type { Extractor } from './extractor.ts';
import { objectIn } from './extractor.ts';

/** `DEFAULT_CONFIG` of the library; read in 2.47.0 to 2.83.0. */
export const mixpanelBrowser: Extractor = {
  package: 'mixpanel-browser',
  parts: [
    {
      options: '*',
      read: ({ first }) =>
        objectIn(first(['dist/mixpanel.cjs.js', 'dist/mixpanel.module.js']), [
          'api_host',
          'opt_out_tracking_by_default',
          'property_blacklist',
        ]),
    },
  ],
};
