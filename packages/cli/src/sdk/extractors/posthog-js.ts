import { declaredIn } from '../fold.ts';
import type { Extractor } from './extractor.ts';
import { objectIn } from './extractor.ts';

const FILES = ['lib/src/posthog-core.js', 'dist/module.no-external.js', 'dist/module.js'];

/**
 * What `defaultConfig` returns where no date is given under `defaults`; read in 1.100.0 to 1.449.2. Newer ones have a second
 * object holds what varies by that date.
 */
export const posthogJs: Extractor = {
  package: 'posthog-js',
  parts: [
    {
      options: '*',
      read: ({ first }) => {
        const module = first(FILES);
        const constants = first(['lib/src/constants.js']);
        const declared = declaredIn([module, constants].filter((each) => each !== null));
        const own = objectIn(module, ['autocapture', 'respect_dnt', 'opt_out_capturing_by_default'], {
          declared,
        });
        const seen = new Set(own.map(({ option }) => option));
        const varying = objectIn(module, ['rageclick', 'capture_pageview', 'session_recording'], {
          declared,
        });
        return [...own, ...(own.length === 0 ? [] : varying.filter(({ option }) => !seen.has(option)))];
      },
    },
  ],
};
