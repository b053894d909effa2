import { readFileSync } from 'node:fs';

/** The version of this package, or `unknown` where its manifest cannot be read. */
export function readVersion(): string {
  const written: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const isNamed = typeof written === 'object' && written !== null && 'version' in written;
  return isNamed && typeof written.version === 'string' ? written.version : 'unknown';
}
