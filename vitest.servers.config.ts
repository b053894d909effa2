import { defineConfig } from 'vitest/config';

/** Suites that need what only `.ci/run` installs, such as Chromium, or many rounds of real crashes. */
export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['test/servers/**/*.test.ts'],
    exclude: ['**/node_modules/**'],
    testTimeout: 600_000,
    hookTimeout: 240_000,
    // Two at a time: they wait for servers and SDKs about as long as they compute.
    maxWorkers: 2,
  },
});
