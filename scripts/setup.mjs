/**
 * Brings everything the repository needs, on whatever Node the machine has (20 and later): the packages of the
 * lockfile and, only where the system's Node is older than 24, the pinned runtime of runtime/package-lock.json.
 * Both installs check the integrity recorded in their lockfile and run no install script.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const NODE_MAJOR_MIN = 24;

/** Installs what is missing; gives the path of a Node that is new enough. */
export function setUp() {
  install(root, 'packages');
  if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR_MIN) return process.execPath;
  const runtime = join(root, 'runtime');
  install(runtime, `Node ${NODE_MAJOR_MIN}, because this machine has ${process.versions.node}`);
  const found = findRuntime(runtime);
  if (found !== null) return found;
  process.stderr.write(
    `Headgate needs Node ${NODE_MAJOR_MIN} or newer, and there is no package of it for ` +
      `${process.platform} on ${process.arch}. Install it and run this again.\n`,
  );
  return process.exit(2);
}

/** Runs `npm ci` in a folder unless its lockfile was installed before. */
function install(folder, what) {
  const lock = readFileSync(join(folder, 'package-lock.json'));
  const digest = createHash('sha256').update(lock).digest('hex');
  const stamp = join(folder, 'node_modules', '.headgate-setup');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  process.stderr.write(`setting up: ${what} …\n`);
  const npm = process.env.npm_execpath;
  const [command, args] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const options = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const run = spawnSync(command, [...args, ...options], {
    cwd: folder,
    env: environment(),
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (run.status !== 0) {
    process.stderr.write(`setting up failed: npm ci ended with ${run.status ?? run.signal} in ${folder}\n`);
    process.exit(run.status ?? 1);
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, digest);
}

/** Without what the outer npm says of its own run, which would send the inner one to the wrong folder. */
function environment() {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^npm_(?:package|lifecycle|command)|^npm_config_(?:local_prefix|workspace|prefix)$/i.test(name),
  );
  return Object.fromEntries(kept);
}

/** The runtime package that npm chose for this platform. */
function findRuntime(runtime) {
  const modules = join(runtime, 'node_modules');
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const packages = readdirSync(modules).filter((each) => each.startsWith('node-'));
  return packages.map((each) => join(modules, each, 'bin', name)).find((path) => existsSync(path)) ?? null;
}
