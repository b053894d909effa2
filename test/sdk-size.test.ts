/** What the SDK costs a page, and what the documents say that it costs. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bundle } from './bundle.ts';

const GZIP_BYTES_MAX = 5_120;
const PAGE = new URL('../docs/sdk.md', import.meta.url);

const ENTRIES = {
  '@headgate/sdk': 'packages/sdk/src/index.ts',
  '@headgate/sdk/privacy': 'packages/sdk/src/privacy/index.ts',
  '@headgate/sdk/seal': 'packages/sdk/src/seal/index.ts',
  '@headgate/sdk/overlay': 'packages/sdk/src/overlay/index.ts',
} as const;

describe('the size of', () => {
  it('the browser core is at most 5 kB, minified and gzipped', async () => {
    const { gzipBytes, modules } = await bundle(ENTRIES['@headgate/sdk'], 'esm');
    expect(gzipBytes).toBeLessThanOrEqual(GZIP_BYTES_MAX);
    expect(modules.filter((path) => !/\/packages\/sdk\/src\/(?:browser\/)?[\w-]+\.ts$/.test(path))).toEqual(
      [],
    );
  });

  it.each(Object.entries(ENTRIES))('%s is what docs/sdk.md says, to a tenth of a kB', async (name, entry) => {
    const { gzipBytes } = await bundle(entry, 'esm');
    const cell = `| \`${name}\` `;
    const row = readFileSync(PAGE, 'utf8')
      .split('\n')
      .find((line) => line.startsWith(cell));
    expect(row).toContain(` ${(gzipBytes / 1_000).toFixed(1)} kB `);
  });
});
