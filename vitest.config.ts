import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// The `source` condition makes tests read packages/*/src; without it in both places an old dist would be tested.
export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', 'test/servers/**'],
    // Vitest leaves one processor to itself, which is half of a small machine.
    maxWorkers: availableParallelism(),
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
