import type { AnyNode } from 'acorn';
import type { SdkDefault } from '../defaults.ts';
import { declaredIn } from '../fold.ts';
import { defaultOf } from '../option-defaults.ts';
import { nameOf, nodesOf } from '../syntax.ts';
import type { Module } from '../syntax.ts';
import type { Extractor } from './extractor.ts';
import { objectIn } from './extractor.ts';
import { lastReturns } from './last-returns.ts';

/** Functions that fetch the settings; before 1.5x they were called legacy. */
const FETCHERS: ReadonlySet<string> = new Set(['loadCDNSettings', 'loadLegacySettings']);

/** There is no object of defaults: each is the last resort of the code that uses it. Read in 1.51.7 to 1.84.3. */
export const segmentAnalyticsNext: Extractor = {
  package: '@segment/analytics-next',
  parts: [
    { options: 'cdnSettings', read: ({ first }) => readSettings(first(['dist/pkg/browser/index.js'])) },
    {
      options: 'cdnURL',
      read: ({ first }) => {
        const module = first(['dist/pkg/lib/parse-cdn.js']);
        if (module === null) return [];
        const value = lastReturns(module.program).get('getCDN');
        if (value === undefined) return [];
        const found = defaultOf('cdnURL', value, {
          module,
          names: { declared: new Map(), notGiven: new Set() },
        });
        return found.filter(({ isLiteral }) => isLiteral);
      },
    },
    {
      options: 'disableClientPersistence',
      read: ({ first }) => {
        const module = first(['dist/pkg/core/analytics/index.js']);
        return module === null ? [] : lastResort('disableClientPersistence', module);
      },
    },
    {
      options: 'cookie.*',
      read: ({ first }) =>
        objectIn(
          first(['dist/pkg/core/storage/cookieStorage.js', 'dist/pkg/core/user/index.js']),
          ['maxage', 'sameSite', 'path'],
          { prefix: 'cookie.' },
        ),
    },
  ],
};

/** They are fetched where a fetching function is called with the key and the address of the CDN. */
function readSettings(module: Module | null): readonly SdkDefault[] {
  if (module === null) return [];
  const isFetched = [...nodesOf(module.program)].some(
    ({ node }) => node.type === 'CallExpression' && FETCHERS.has(nameOf(node.callee) ?? ''),
  );
  return isFetched ? [{ option: 'cdnSettings', value: 'fetched', isLiteral: true, file: module.path }] : [];
}

/** `a.option ?? default`, and what compilers make of it: `(_a = a.option) !== null && _a !== void 0 ? _a : default`. */
function lastResort(option: string, module: Module): readonly SdkDefault[] {
  const names = { declared: declaredIn([module]), notGiven: new Set<string>() };
  for (const { node } of nodesOf(module.program)) {
    if (node.type === 'ConditionalExpression' && mentions(node.test, option, module))
      return defaultOf(option, node.alternate, { module, names });
    if (node.type === 'LogicalExpression' && node.operator === '??' && mentions(node.left, option, module))
      return defaultOf(option, node.right, { module, names });
  }
  return [];
}

function mentions(node: AnyNode, option: string, { text }: Module): boolean {
  return text.slice(node.start, node.end).includes(`.${option}`);
}
