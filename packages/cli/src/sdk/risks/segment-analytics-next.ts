import type { RiskRule } from './risk.ts';
import { LIFETIME_DAYS_MAX, TRUE } from './risk.ts';

/** Read in @segment/analytics-next 1.84.3. */
export const SEGMENT_RISKS: readonly RiskRule[] = [
  {
    risk: 'sdk-remote-config',
    level: 'violation',
    option: 'cdnSettings',
    isRisky: { is: ['fetched'] },
    closedBy: [{ option: 'cdnSettings.integrations', value: { isNot: [] } }],
    mayBeClosedBy: ['cdnSettings', 'cdnURL', 'disable'],
    line: "AnalyticsBrowser.load({ writeKey, cdnSettings: { integrations: { 'Segment.io': { apiKey: writeKey } } } });",
    why: 'Settings that Segment serves name the destinations, middleware and routing that are loaded and run.',
    source: 'dist/pkg/browser/index.js of 1.84.3',
    channel: 'https://cdn.segment.com/v1/projects/<key>/settings',
  },
  {
    risk: 'sdk-vendor-script',
    level: 'violation',
    option: 'cdnURL',
    isRisky: { isNot: ['undefined'] },
    // Whether any destination is named shows only in the settings.
    closedBy: [],
    mayBeClosedBy: ['cdnSettings', 'cdnURL', 'integrations', 'disable'],
    line: "AnalyticsBrowser.load({ writeKey, cdnURL: 'https://YOUR_GATEWAY' });",
    why: 'Scripts of the destinations that the settings name are loaded from there.',
    source: 'dist/pkg/lib/parse-cdn.js of 1.84.3',
    channel: 'https://cdn.segment.com/next-integrations/',
  },
  {
    risk: 'sdk-storage',
    level: 'improvement',
    option: 'cookie.maxage',
    isRisky: { above: LIFETIME_DAYS_MAX },
    closedBy: [
      { option: 'cookie.maxage', value: { is: ['0', '1', '7', '14', '30', '60', '90'] } },
      { option: 'disableClientPersistence', value: TRUE },
    ],
    mayBeClosedBy: ['storage'],
    line: 'AnalyticsBrowser.load({ writeKey }, { cookie: { maxage: 90 } });',
    why: 'The identifier is kept for longer than 90 days, for all subdomains.',
    source: 'dist/pkg/core/storage/cookieStorage.js of 1.84.3',
  },
];
