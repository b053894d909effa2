/** A made-up repository for `headgate init`, and its commands run in this process: most of what it takes to start another is not tested. */
import type { Context, Run } from '../packages/cli/src/command.ts';
import { run as configValidate } from '../packages/cli/src/commands/config-validate.ts';
import { run as init } from '../packages/cli/src/commands/init.ts';
import { run as planLint } from '../packages/cli/src/commands/plan-lint.ts';
import { EXITS } from '../packages/cli/src/exit.ts';
import { createPrint } from '../packages/cli/src/print.ts';
import { reportFailure } from '../packages/cli/src/report-failure.ts';
import type { EndedHeadgate } from './headgate-process.ts';

/** Made up; none was ever anybody's. */
export const TOKENS = {
  posthog: 'phc_h7Xk29sLqPz8mWv3RtYbNc5JdGfAeUo1iTQwErTyUiOp',
  mixpanel: '5f2d9c1b8a7e6f4d3c2b1a0f9e8d7c6b',
  segment: 'qX7vB2nM9kL4pR8sT1wY6zC3dF5gH0jA',
  sentry: '0123456789abcdef0123456789abcdef',
  github: 'ghp_Jw4sX0qT7bN2vRk9LmPz3cYd8HfGa1UeWo5i',
};

export const SHOP: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    dependencies: {
      'posthog-js': '^1.449.2',
      'mixpanel-browser': '^2.70.0',
      '@sentry/react': '^10.0.0',
      firebase: '^11.0.0',
    },
  }),
  'packages/api/package.json': JSON.stringify({
    dependencies: { '@segment/analytics-node': `git+https://x:${TOKENS.github}@git.example/a.git` },
  }),
  'package-lock.json': JSON.stringify(
    {
      packages: {
        'node_modules/posthog-js': { version: '1.450.1' },
        'node_modules/@snowplow/browser-tracker': { version: '4.6.0' },
      },
    },
    null,
    2,
  ),
  '.env': `NEXT_PUBLIC_POSTHOG_KEY=${TOKENS.posthog}\nSENTRY_DSN=\nPORT=3000\n`,
  '.gitignore': '.env\nnode_modules',
  'src/analytics.ts': `import posthog from 'posthog-js';
import mixpanel from 'mixpanel-browser';
import * as Sentry from '@sentry/react';

posthog.init(process.env.NEXT_PUBLIC_POSTHOG_KEY!, { api_host: 'https://eu.i.posthog.com' });
mixpanel.init('${TOKENS.mixpanel}', { debug: true });
Sentry.init({ dsn: 'https://${TOKENS.sentry}@o42.ingest.sentry.io/7' });

export function track(event: string, properties?: Record<string, unknown>): void {
  posthog.capture(event, properties);
  mixpanel.track(event, properties);
}
`,
  'src/Cart.tsx': `import { track } from './analytics';
export const Cart = () => (
  <div>
    <p>Don't wait: it's cheap</p>
    <button onClick={() => track('Checkout Started', { total: 12, note, gift: true, lines: [{ sku: 'a' }], ...rest })} />
    <button onClick={() => track('Reset ${TOKENS.posthog}', {})} />
    <button onClick={() => track('Copied', { '${TOKENS.mixpanel}': 1, kind: 'x' })} />
  </div>
);
`,
  'packages/api/src/paid.js': `const { Analytics } = require('@segment/analytics-node');
const analytics = new Analytics({ writeKey: '${TOKENS.segment}' });
analytics.track({ userId, event: 'Order: "Paid" #1', properties: { revenue, 'coupon code': 'x' } });
analytics.identify({ userId, traits: { plan: 'pro' } });
`,
  'src/cart.test.ts': "import { track } from './analytics'; track('Of A Test', {});",
  'node_modules/posthog-js/index.js': "import posthog from 'posthog-js'; posthog.capture('Of A Package');",
};

const RUNS: Readonly<Record<string, Run>> = {
  init,
  'plan lint': planLint,
  'config validate': configValidate,
};

/** What the command writes and how it ends. `options` are words: `--yes`, `--undo`, `json`. */
export async function headgateIn(
  directory: string,
  environment: Readonly<Record<string, string>>,
  command: string,
  options: readonly string[] = [],
): Promise<EndedHeadgate> {
  const text = { stdout: '', stderr: '' };
  const sink = (name: 'stdout' | 'stderr') => ({ write: (more: string) => (text[name] += more) });
  const streams = { stdout: sink('stdout'), stderr: sink('stderr') };
  const format = options.includes('json') ? 'json' : 'human';
  const print = createPrint({ format, color: 'auto', quiet: false, environment, ...streams });
  const given = {
    args: [],
    options: { format, yes: options.includes('--yes'), undo: options.includes('--undo') },
  };
  const context: Context = {
    print,
    environment,
    directory,
    signal: new AbortController().signal,
    progress: 'never',
    stderr: streams.stderr,
    verbose: true,
  };
  try {
    const exit = await RUNS[command]?.(context, given);
    return { code: EXITS[exit ?? 'internal'].code, ...text };
  } catch (error) {
    const exit = reportFailure(error, { print, verbose: true, stopped: false });
    return { code: EXITS[exit].code, ...text };
  }
}
