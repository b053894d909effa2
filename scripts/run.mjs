/** `npm start`, `npm test` and the rest: set up, then run the task on a Node that is new enough. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { root, setUp } from './setup.mjs';

const module = (...path) => join(root, 'node_modules', ...path);
const cache = module('.cache', 'headgate');
const vitest = (config, report) => [
  module('vitest', 'vitest.mjs'),
  'run',
  `--config=${config}`,
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${join(cache, report)}`,
];

/** Each task is a list of steps; a step is a name and the arguments of node. */
const TASKS = {
  start: [['demo', ['--conditions=source', 'packages/cli/src/main.ts', 'demo']]],
  test: [
    ['format', [module('prettier', 'bin', 'prettier.cjs'), '--check', '.']],
    ['types', [module('typescript', 'bin', 'tsc'), '-b']],
    // After the types: the type-aware rules read the declarations that `tsc -b` writes.
    ['lint', [module('oxlint', 'bin', 'oxlint'), 'packages', 'test', 'bench']],
    ['types of tests', [module('typescript', 'bin', 'tsc'), '-p', 'tsconfig.test.json']],
    // Apart, because the SDK alone knows the DOM.
    [
      'types of the SDK’s tests',
      [module('typescript', 'bin', 'tsc'), '-p', 'packages/sdk/tsconfig.test.json'],
    ],
    ['unused', [module('knip', 'bin', 'knip.js')]],
    ['tests', vitest('vitest.config.ts', 'tests.json')],
  ],
  servers: [['tests with real servers', vitest('vitest.servers.config.ts', 'servers.json')]],
  headgate: [['headgate', ['--conditions=source', join(root, 'packages/cli/src/main.ts')]]],
  bench: [['bench', ['--conditions=source', '--expose-gc', 'bench/main.ts']]],
  'bench:detection': [['bench of detection', ['--conditions=source', 'bench/detection/main.ts']]],
};

const [task = '', ...extra] = process.argv.slice(2);
const steps = TASKS[task];
if (steps === undefined) {
  process.stderr.write(`There is no task "${task}". Tasks: ${Object.keys(TASKS).join(', ')}.\n`);
  process.exit(2);
}
const node = setUp();
mkdirSync(cache, { recursive: true });
if (task === 'test' || task === 'servers')
  rmSync(join(cache, `${task === 'test' ? 'tests' : task}.json`), { force: true });

for (const [at, [name, args]] of steps.entries()) {
  if (steps.length > 1) process.stderr.write(`\n── ${name} (${at + 1}/${steps.length})\n`);
  const code = await run(args, at === steps.length - 1 ? extra : []);
  if (code !== 0) process.exit(code);
}

/** npm goes to the repository before it runs a script; `headgate` is for the app from which it was called. */
function whereItWasCalled() {
  const called = process.env.INIT_CWD;
  return called !== undefined && existsSync(called) ? called : process.cwd();
}

function run(args, more) {
  const [file] = args.filter((each) => each.includes('node_modules'));
  if (file !== undefined && !existsSync(file)) throw new Error(`Missing after setup: ${file}`);
  const child = spawn(node, [...args, ...more], {
    cwd: task === 'headgate' ? whereItWasCalled() : root,
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
      // Sources are stripped of their types and compiled once, not in every process that the tests start.
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(cache, 'compiled'),
    },
  });
  // A terminal sends Ctrl-C to both; the child decides how to end, and we end as it did.
  const forward = (signal) => child.kill(signal);
  process.on('SIGINT', () => {});
  process.once('SIGTERM', forward);
  // The shell that npm puts between (dash) dies of a SIGTERM without passing it on; a gateway must not outlive its npm.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    forward('SIGTERM');
  }, 200);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearInterval(watch);
      process.removeListener('SIGTERM', forward);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 1));
    });
  });
}
