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
    // A process for each file would load the sources three hundred times; no test leaves anything behind in its own.
    isolate: false,
    // Long enough for a machine that has other work: no test tells speed by its time.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
