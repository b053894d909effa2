import type { ArrayExpression } from 'acorn';
import type { SdkDefault } from '../defaults.ts';
import { nameOf, nodesOf } from '../syntax.ts';
import type { Module } from '../syntax.ts';
import type { Extractor, Sources } from './extractor.ts';
import { objectIn } from './extractor.ts';

/** Since 8 below build/npm; since 10 once for development and once for production. */
const ROOTS = ['build/npm/esm/prod', 'build/npm/esm', 'esm', 'build/npm/cjs'];
const CORE_COLLECTION = ['build/esm/utils/data-collection/resolveDataCollectionOptions.js'];

/**
 * Integrations that are there unless the app leaves them out, what breadcrumbs note, and what is collected of people: since 11
 * by `dataCollection`, before by `sendDefaultPii`, both of @sentry/core, which a tarball does not hold. Read in 7.120.0 to 11.12.0.
 */
export const sentryBrowser: Extractor = {
  package: '@sentry/browser',
  parts: [
    {
      options: 'sendClientReports',
      read: (sources) => {
        const ofClient = objectIn(own(sources, 'client.js'), ['sendClientReports']);
        const ofSdk =
          ofClient.length > 0 ? ofClient : objectIn(own(sources, 'sdk.js'), ['sendClientReports']);
        return ofSdk.filter(({ option, isLiteral }) => isLiteral && /^(?:send|auto)/.test(option));
      },
    },
    { options: 'defaultIntegrations.*', read: (sources) => readIntegrations(own(sources, 'sdk.js')) },
    {
      options: 'breadcrumbs.*',
      read: (sources) =>
        objectIn(own(sources, 'integrations/breadcrumbs.js'), ['dom', 'fetch', 'history', 'xhr'], {
          prefix: 'breadcrumbs.',
        }),
    },
    { options: 'dataCollection.*', read: readCollection },
  ],
};

function own({ first }: Sources, file: string): Module | null {
  return first(ROOTS.map((root) => `${root}/${file}`));
}

/** The list of calls `xIntegration()`; the option is named after the integration. */
function readIntegrations(module: Module | null): readonly SdkDefault[] {
  if (module === null) return [];
  for (const { node } of nodesOf(module.program)) {
    if (node.type !== 'ArrayExpression') continue;
    const names = integrationsOf(node);
    if (!names.includes('breadcrumbs')) continue;
    return names.map((name) => ({
      option: `defaultIntegrations.${name}`,
      value: 'true',
      isLiteral: true,
      file: module.path,
    }));
  }
  return [];
}

function integrationsOf({ elements }: ArrayExpression): readonly string[] {
  return elements.flatMap((each) => {
    const name = each?.type === 'CallExpression' ? nameOf(each.callee) : null;
    return name?.endsWith('Integration') === true ? [name.slice(0, -'Integration'.length)] : [];
  });
}

function readCollection(sources: Sources): readonly SdkDefault[] {
  const core = sources.firstOf('@sentry/core', CORE_COLLECTION);
  // In 10 the switch for all of it still decides where `dataCollection` is not given.
  if (core !== null && !core.text.includes('sendDefaultPii'))
    return objectIn(core, ['userInfo', 'cookies', 'httpHeaders'], { prefix: 'dataCollection.' });
  const user = [own(sources, 'client.js'), own(sources, 'integrations/httpclient.js'), core].find(
    (module) => module?.text.includes('.sendDefaultPii') === true,
  );
  if (user === null || user === undefined) return [];
  return [{ option: 'sendDefaultPii', value: 'undefined', isLiteral: true, file: user.path }];
}
