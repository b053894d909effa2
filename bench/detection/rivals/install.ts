/** Brings the rivals into a cache, pinned, without running their scripts, and opens them from there. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Candidate } from '../candidate.ts';
import { RIVALS } from './index.ts';
import type { Rival } from './rival.ts';

const FOLDER = fileURLToPath(new URL('../../../node_modules/.cache/headgate/rivals/', import.meta.url));
/** What `npm install` is given at most, in milliseconds. */
const INSTALL_MS_MAX = 300_000;

/** Installs what is missing. Gives those that are there, which are fewer than all where npm had no way out. */
export function installRivals(): readonly Rival[] {
  if (RIVALS.some((rival) => !isInstalled(rival))) {
    mkdirSync(FOLDER, { recursive: true });
    const pinned = RIVALS.map((rival) => `${rival.package}@${rival.version}`);
    const options = ['--ignore-scripts', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
    process.stderr.write(`bringing ${pinned.length} rivals …\n`);
    spawnSync('npm', ['install', ...options, '--prefix', FOLDER, ...pinned], {
      stdio: ['ignore', 2, 2],
      timeout: INSTALL_MS_MAX,
      shell: process.platform === 'win32',
    });
  }
  return RIVALS.filter(isInstalled);
}

function isInstalled(rival: Rival): boolean {
  const manifest = manifestOf(rival);
  return existsSync(manifest) && read(manifest).version === rival.version;
}

/** Opens an installed rival. */
export async function loadRival(rival: Rival): Promise<Candidate> {
  const library = await load(rival);
  // A rival says itself what it reads of its package.
  return { ...rival, name: rival.package, scrub: rival.open(library as never) };
}

async function load(rival: Rival): Promise<unknown> {
  const require = createRequire(join(FOLDER, 'package.json'));
  try {
    return require(rival.package);
  } catch {
    // Packages that only know `import` are opened at the file they name for it.
    const folder = join(FOLDER, 'node_modules', rival.package);
    return import(pathToFileURL(join(folder, entryOf(read(manifestOf(rival)).exports))).href);
  }
}

function entryOf(exported: unknown): string {
  if (typeof exported === 'string') return exported;
  const conditions = exported as Readonly<Record<string, unknown>>;
  return entryOf(conditions['.'] ?? conditions['import'] ?? conditions['default']);
}

function manifestOf(rival: Rival): string {
  return join(FOLDER, 'node_modules', rival.package, 'package.json');
}

function read(manifest: string): { readonly version: string; readonly exports?: unknown } {
  return JSON.parse(readFileSync(manifest, 'utf8')) as { version: string; exports?: unknown };
}
