import type { SdkEntry } from '../catalogue.ts';
import { sometimes } from '../sometimes.ts';
import { inContext, SPEC_ENVELOPE, SPEC_PAGE, SPEC_PERSON } from '../spec-fields.ts';

/** Read in @segment/analytics-next 1.84.3: core/page, plugins/env-enrichment, plugins/segmentio, core/stats, browser/index.js. */
export const segmentAnalyticsNext: SdkEntry = {
  package: '@segment/analytics-next',
  versions: '^1.84.3',
  runtime: 'browser',
  protocol: 'segment',
  automatic: [
    ...SPEC_ENVELOPE,
    ...SPEC_PERSON,
    { wire: 'integrations.Segment.io', becomes: null, category: 'system.operations' },
    { wire: 'timestamp', becomes: 'time', category: 'system.operations' },
    { wire: 'sentAt', becomes: null, category: 'system.operations' },
    { wire: 'writeKey', becomes: 'key', category: 'system.operations' },
    ...SPEC_PAGE,
    ...inContext([
      'page.path',
      'page.referrer',
      'page.search',
      'page.title',
      'page.url',
      'userAgent',
      'locale',
      'timezone',
      'library.name',
      'library.version',
      'campaign.name',
      'campaign.source',
      'campaign.medium',
      'campaign.content',
      'campaign.term',
    ]),
    ...sometimes('the address has it', inContext(['campaign.id', 'referrer.id', 'referrer.type'])),
    ...(['brand', 'version'] as const).map((word) => ({
      wire: `context.userAgentData.brands[].${word}`,
      becomes: `context.userAgentData.brands[].${word}` as const,
      category: 'user.device' as const,
    })),
    {
      wire: 'context.userAgentData.mobile',
      becomes: 'context.userAgentData.mobile',
      category: 'user.device',
    },
    {
      wire: 'context.userAgentData.platform',
      becomes: 'context.userAgentData.platform',
      category: 'user.device',
    },
    ...sometimes('an AMP page left its cookie', [
      { wire: 'context.amp.id', becomes: 'context.amp.id', category: 'user.unique_id.pseudonymous' },
    ]),
    { wire: '_metadata.bundled[]', becomes: null, category: 'system.operations' },
    { wire: '_metadata.unbundled', becomes: null, category: 'system.operations' },
    { wire: '_metadata.bundledIds', becomes: null, category: 'system.operations' },
    ...sometimes('an integration did not load', [
      { wire: '_metadata.failedInitializations[]', becomes: null, category: 'system.operations' },
    ]),
    ...sometimes('it sends again', [
      { wire: '_metadata.retryCount', becomes: null, category: 'system.operations' },
    ]),
  ],
  sideChannels: [
    {
      asks: 'https://cdn.segment.com/v1/projects/<key>/settings',
      what: 'remote-config',
      treatment: 'answered',
      option: 'cdnURL',
    },
    {
      asks: 'https://cdn.segment.com/next-integrations/integrations/<name>/latest/<name>.dynamic.js.gz',
      what: 'assets',
      treatment: 'answered',
      option: 'cdnURL',
    },
    { asks: '/v1/m', what: 'diagnostics', treatment: 'answered', option: null },
  ],
  snippet: (gateway) =>
    [
      'AnalyticsBrowser.load(',
      `  { writeKey, cdnURL: '${gateway}' },`,
      `  { integrations: { 'Segment.io': { apiHost: '${gateway.replace(/^https?:\/\//, '')}/v1', protocol: '${gateway.startsWith('http:') ? 'http' : 'https'}' } } },`,
      ');',
    ].join('\n'),
  notes: [
    'The settings that the gateway answers name no integration but Segment.io, so that nothing is loaded from elsewhere.',
    'They also set the sample rate of its own metrics to nought.',
    'A `page` call repeats the page’s address, title and referrer as properties.',
  ],
};
