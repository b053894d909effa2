import type { RiskRule } from './risk.ts';
import { FALSE, TRUE, closedByItself } from './risk.ts';

const COLLECTION = '@sentry/core/build/esm/utils/data-collection/resolveDataCollectionOptions.js of 11.12.0';

/** Members of `dataCollection` that concern people, and what each lets out. */
const COLLECTED = {
  userInfo: 'The address of the connection is kept with errors and sessions.',
  cookies: 'Cookies of requests are sent, but for names that look like secrets.',
  'httpHeaders.request': 'Headers of requests are sent, but for names that look like secrets.',
  'httpHeaders.response': 'Headers of answers are sent, but for names that look like secrets.',
  urlQueryParams: 'Queries of addresses are sent, but for names that look like secrets.',
  'graphQL.variables': 'Variables of GraphQL are sent.',
  'genAI.inputs': 'What people ask a language model is sent.',
  'genAI.outputs': 'What a language model answers is sent.',
} as const satisfies Readonly<Record<string, string>>;

/** Breadcrumbs that repeat what people see and do. */
const NOTED = {
  dom: 'Selectors of what was clicked or typed in go with every error.',
  console: 'What the page writes to the console goes with every error.',
  fetch: 'Addresses of what is fetched go with every error.',
  xhr: 'Addresses of XMLHttpRequests go with every error.',
  history: 'Addresses of pages go with every error.',
} as const satisfies Readonly<Record<string, string>>;

const NO_INTEGRATIONS = { option: 'defaultIntegrations', value: FALSE } as const;

/** Read in @sentry/browser and @sentry/core 11.12.0; `sendDefaultPii` in 7.120.0 to 10.78.0. */
export const SENTRY_RISKS: readonly RiskRule[] = [
  ...Object.entries(COLLECTED).map(([member, why]): RiskRule => ({
    risk: 'sdk-personal-data',
    level: member === 'userInfo' ? 'violation' : 'improvement',
    option: `dataCollection.${member}`,
    isRisky: TRUE,
    closedBy: [
      { option: `dataCollection.${member}`, value: FALSE },
      ...(member.startsWith('httpHeaders.') ? [{ option: 'dataCollection.httpHeaders', value: FALSE }] : []),
    ],
    line: `Sentry.init({ dsn, dataCollection: ${braced(member)} });`,
    why,
    source: COLLECTION,
  })),
  {
    risk: 'sdk-personal-data',
    level: 'violation',
    option: 'sendDefaultPii',
    isRisky: TRUE,
    ...closedByItself('sendDefaultPii', FALSE),
    line: 'Sentry.init({ dsn, sendDefaultPii: false });',
    why: 'Addresses of connections, cookies and headers are sent.',
    source: 'build/npm/esm/client.js of 9.47.2',
  },
  ...Object.entries(NOTED).map(([member, why]): RiskRule => ({
    risk: 'sdk-autocapture',
    level: 'improvement',
    option: `breadcrumbs.${member}`,
    isRisky: TRUE,
    closedBy: [NO_INTEGRATIONS],
    mayBeClosedBy: ['integrations'],
    line: `Sentry.init({ dsn, integrations: [Sentry.breadcrumbsIntegration({ ${member}: false })] });`,
    why,
    source: 'build/npm/esm/prod/integrations/breadcrumbs.js of 11.12.0',
  })),
  {
    risk: 'sdk-diagnostics',
    level: 'information',
    option: 'sendClientReports',
    isRisky: TRUE,
    ...closedByItself('sendClientReports', FALSE),
    line: 'Sentry.init({ dsn, sendClientReports: false });',
    why: 'The SDK reports how much it left out, and why.',
    source: 'build/npm/esm/prod/client.js of 11.12.0',
  },
  {
    risk: 'sdk-replay',
    level: 'violation',
    option: 'defaultIntegrations.replay',
    isRisky: TRUE,
    closedBy: [NO_INTEGRATIONS],
    mayBeClosedBy: ['integrations'],
    line: 'Sentry.init({ dsn, replaysSessionSampleRate: 0, replaysOnErrorSampleRate: 0 });',
    why: 'Sessions are recorded.',
    source: 'build/npm/esm/prod/sdk.js of 11.12.0',
  },
];

/** `a.b` → `{ a: { b: false } }`. */
function braced(path: string): string {
  return path
    .split('.')
    .toReversed()
    .reduce((inner, name) => `{ ${name}: ${inner} }`, 'false');
}
