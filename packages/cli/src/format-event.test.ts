import type { ExplainAnswer, TappedEvent } from '@headgate/api';
import { describe, expect, it } from 'vitest';
import { formatExplained, formatTapped } from './format-event.ts';

const facts = {
  at: Date.UTC(2026, 10, 24, 12),
  event: '0123456789ab',
  planned: 'search',
  call: 'track',
  operation: 'set',
  protocol: 'segment',
  source: 'web',
  environment: 'production',
  findings: [
    {
      kind: 'email',
      detector: 'email',
      version: 2,
      confidence: 'high',
      path: 'properties.query',
      length: 17,
    },
  ],
  remarks: [
    { rule: 'finding', path: 'properties.query', action: 'redacted', kind: 'email', before: 40, after: 30 },
    { rule: 'free-text', path: 'properties.note', action: 'truncated', before: 90, after: 40 },
    { rule: 'unplanned-field', path: '', action: 'stripped' },
    { rule: 'consent', path: 'marketing', action: 'withheld', signal: 'tcf', reading: 'expired' },
  ],
} as const;

const FACT_LINES = [
  '2026-11-24 12:00:00 UTC  search  track  web production segment  0123456789ab',
  '  found email in properties.query, 17 characters (email v2, high confidence)',
];
const REMARK_LINES = [
  '  finding at properties.query: redacted for email, 40 → 30 characters',
  '  free-text at properties.note: truncated, 90 → 40 characters',
  '  unplanned-field: stripped',
  '  no consent for marketing: the signal has expired (tcf, IAB Transparency and Consent Framework)',
];

describe('formatTapped', () => {
  it('shows what came, what was found and what each vendor gets', () => {
    const image = {
      call: 'track',
      operation: 'set',
      name: 'Search',
      time: 0,
      userId: null,
      anonymousId: 'p1A…',
      groupId: null,
      previousId: null,
      properties: { query: 'aaa\u001B aaa' },
      context: {},
    } as const;
    const tapped: TappedEvent = {
      ...facts,
      kind: 'event',
      findings: [...facts.findings],
      remarks: [...facts.remarks],
      vendors: [
        { vendor: 'mixpanel', status: 'routed', event: image },
        { vendor: 'ads', status: 'consent-denied', event: null },
      ],
    };
    expect(formatTapped(tapped).split('\n')).toEqual([
      ...FACT_LINES,
      ...REMARK_LINES,
      '  → mixpanel  routed  {"userId":null,"anonymousId":"p1A…","properties":{"query":"aaa\\u001b aaa"},"context":{}}',
      '  → ads       consent-denied',
    ]);
  });
});

describe('formatExplained', () => {
  const explained: ExplainAnswer = {
    ...facts,
    findings: [...facts.findings],
    remarks: [...facts.remarks],
    plan: 'abcdef0123456789',
    planInForce: false,
    vendors: [
      {
        vendor: 'mixpanel',
        status: 'routed',
        fields: [
          {
            path: 'properties.query',
            form: 'clear',
            transform: null,
            categories: [],
            tier: 3,
            findings: ['email'],
            reason: 'redacted',
          },
          {
            path: 'userId',
            form: null,
            transform: 'drop',
            categories: [],
            tier: 4,
            findings: [],
            reason: 'dropped',
          },
        ],
      },
      { vendor: 'ads', status: 'consent-denied', fields: [] },
    ],
  };

  it('gives each vendor a table of fields, forms and reasons', () => {
    expect(formatExplained(explained).split('\n')).toEqual([
      ...FACT_LINES,
      ...REMARK_LINES,
      '  plan abcdef012345',
      '',
      'mixpanel: routed',
      '  FIELD             FORM      TRANSFORM  TIER  WHY',
      '  properties.query  clear     –          3     Sent, but something found in it was cut out. (email)',
      '  userId            not sent  drop       4     Its transform for this vendor sends nothing.',
      '',
      'ads: consent-denied',
      '',
      'Another plan is in force by now, so only the fields that were sent are listed.',
    ]);
  });

  it('says nothing of the plan while it is in force', () => {
    expect(formatExplained({ ...explained, planInForce: true })).not.toContain('Another plan');
  });
});
