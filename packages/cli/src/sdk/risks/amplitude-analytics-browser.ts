import type { RiskRule } from './risk.ts';
import { FALSE, LIFETIME_DAYS_MAX, TRUE, closedByItself } from './risk.ts';

const CONFIG = 'lib/esm/config.js of 2.48.1';
const TRACKING = 'lib/esm/default-tracking.js of 2.48.1';

/** What `autocapture` holds, and what each sends. */
const CAPTURED = {
  attribution: [
    'improvement',
    'The referrer and the parameters of campaigns become properties of the person.',
  ],
  pageViews: ['improvement', 'Every page is sent with its whole address and its title.'],
  sessions: ['information', 'The beginning and the end of every session are sent.'],
  formInteractions: ['improvement', 'The beginning and the submission of forms are sent, with their names.'],
  fileDownloads: ['improvement', 'Every download is sent, with the name and the address of the file.'],
  pageUrlEnrichment: ['improvement', 'The address of the page before goes with every event.'],
  elementInteractions: ['violation', 'Clicks are sent with the texts and attributes of their elements.'],
  frustrationInteractions: ['violation', 'Repeated clicks are sent with the texts of their elements.'],
  networkTracking: ['violation', 'Requests of the page are sent with their addresses.'],
} as const satisfies Readonly<Record<string, readonly [RiskRule['level'], string]>>;

/** In 2.3 to 2.10 the same is called `defaultTracking`. */
const AUTOCAPTURE = ['autocapture', 'defaultTracking'].flatMap((group) =>
  Object.entries(CAPTURED).map(([member, [level, why]]): RiskRule => ({
    risk: member === 'attribution' ? 'sdk-referrer' : 'sdk-autocapture',
    level,
    option: `${group}.${member}`,
    isRisky: TRUE,
    closedBy: [
      { option: group, value: FALSE },
      { option: `${group}.${member}`, value: FALSE },
    ],
    reopenedBy: 'fetchRemoteConfig',
    line: `amplitude.init('YOUR_WRITE_KEY', { ${group}: { ${member}: false } });`,
    why,
    source: TRACKING,
  })),
);

/** Read in @amplitude/analytics-browser 2.48.1 and @amplitude/analytics-core 2.61.0. */
export const AMPLITUDE_RISKS: readonly RiskRule[] = [
  {
    risk: 'sdk-remote-config',
    level: 'violation',
    option: 'fetchRemoteConfig',
    isRisky: TRUE,
    closedBy: [
      { option: 'remoteConfig.fetchRemoteConfig', value: FALSE },
      { option: 'fetchRemoteConfig', value: FALSE },
    ],
    line: "amplitude.init('YOUR_WRITE_KEY', { remoteConfig: { fetchRemoteConfig: false } });",
    why: 'A configuration that Amplitude serves is put over the app’s: it can turn on autocapture, network capture and diagnostics, also where the app says autocapture: false.',
    source: 'lib/esm/config/joined-config.js of 2.48.1',
    channel: 'https://sr-client-cfg.amplitude.com/config/<key>',
  },
  ...AUTOCAPTURE,
  {
    risk: 'sdk-ip-address',
    level: 'violation',
    option: 'trackingOptions.ipAddress',
    isRisky: TRUE,
    ...closedByItself('trackingOptions.ipAddress', FALSE),
    line: "amplitude.init('YOUR_WRITE_KEY', { trackingOptions: { ipAddress: false } });",
    why: 'Every event says ip: $remote, upon which Amplitude keeps the address of the connection.',
    source: 'lib/esm/plugins/context.js of 2.48.1',
  },
  {
    risk: 'sdk-diagnostics',
    level: 'information',
    option: 'enableDiagnostics',
    isRisky: TRUE,
    ...closedByItself('enableDiagnostics', FALSE),
    reopenedBy: 'fetchRemoteConfig',
    line: "amplitude.init('YOUR_WRITE_KEY', { enableDiagnostics: false });",
    why: 'The SDK reports on itself for a share of people that the remote configuration sets.',
    source: CONFIG,
    channel: 'https://diagnostics.prod.us-west-2.amplitude.com/v1/capture',
  },
  {
    risk: 'sdk-storage',
    level: 'improvement',
    option: 'cookieOptions.expiration',
    isRisky: { above: LIFETIME_DAYS_MAX },
    closedBy: [
      {
        option: 'cookieOptions.expiration',
        value: { is: ['0', '1', '7', '14', '30', '60', '90'] },
      },
      { option: 'identityStorage', value: { is: ['"none"', '"sessionStorage"'] } },
    ],
    line: "amplitude.init('YOUR_WRITE_KEY', { cookieOptions: { expiration: 90 } });",
    why: 'The identifier is kept for longer than 90 days.',
    source: CONFIG,
  },
  {
    risk: 'sdk-storage',
    level: 'improvement',
    option: 'cookieOptions.secure',
    isRisky: FALSE,
    ...closedByItself('cookieOptions.secure', TRUE),
    line: "amplitude.init('YOUR_WRITE_KEY', { cookieOptions: { secure: true } });",
    why: 'The cookie also goes over connections that are not encrypted.',
    source: CONFIG,
  },
];
