/** Every row of fixtures/consent/truth-table.json through a plan of its own, from the plan's text to the decision. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { JsonObject, ReceivedEvent, Signals } from '../event.ts';
import { formatIssue } from '../issue.ts';
import type { Consented } from '../plan/compiled-plan.ts';
import { parsePlan } from '../plan/parse-plan.ts';
import { compileConsent } from './judge.ts';

interface Row {
  readonly [column: string]: string;
}

interface Table {
  readonly now: string;
  readonly use: string;
  readonly names: JsonObject;
  readonly readings: Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;
  readonly gpc_of_gpp: string;
  readonly two_signals: readonly (Row & { readonly category: string; readonly tcf: string })[];
  readonly one_signal: readonly (Row & { readonly signal: string; readonly reading: string })[];
  readonly gpc: readonly {
    readonly basis: string;
    readonly listed: boolean;
    readonly sent: string;
    readonly verdict: string;
  }[];
}

const TABLE = JSON.parse(
  readFileSync(new URL('../../../../fixtures/consent/truth-table.json', import.meta.url), 'utf8'),
) as Table;

interface Asked {
  readonly purpose: JsonObject;
  readonly gpcDenies?: boolean;
  readonly consent?: JsonObject;
  readonly signals?: Signals;
}

function judge({ purpose, gpcDenies = false, consent, signals = { gpc: false } }: Asked): Consented {
  const written = JSON.stringify({
    apiVersion: 'headgate/v1',
    kind: 'plan',
    id: 'shop',
    purposes: { [TABLE.use]: purpose },
    gpc: { deny_uses: gpcDenies ? ['marketing'] : [] },
    vendors: { ads: { kind: 'webhook', max_tier: 2 } },
  });
  const plan = parsePlan({ path: 'plan.yaml', text: written }, [{ path: 'events/seen.yaml', text: EVENT }]);
  const [event] = plan.value?.events ?? [];
  if (plan.value === null || event === undefined) throw new Error(plan.issues.map(formatIssue).join('\n'));
  return compileConsent(
    event.purposes,
    plan.value.consent,
  )({
    ...RECEIVED,
    context: consent === undefined ? {} : { consent },
    signals,
  });
}

const EVENT = `
apiVersion: headgate/v1
kind: event
id: seen
version: 1.0.0
wire: { call: track, name: Seen }
description: Seen.
expires: never
sources: [web]
subjects: [customer]
purposes: [${TABLE.use}]
vendors: { ads: '*' }
schema: { type: object, properties: { flag: { type: boolean, x-headgate: { categories: [user.behavior] } } } }
`;

const RECEIVED: Omit<ReceivedEvent, 'context' | 'signals'> = {
  source: { id: 'web', environment: 'production' },
  protocol: 'segment',
  id: 'message-1',
  call: 'track',
  operation: 'set',
  name: 'Seen',
  time: Date.parse(TABLE.now),
  receivedAt: Date.parse(TABLE.now),
  userId: 'user-1',
  anonymousId: null,
  groupId: null,
  previousId: null,
  properties: {},
};

function sent(signal: string, reading: string): JsonObject {
  const found = TABLE.readings[signal]?.[reading];
  if (found === undefined) throw new Error(`no reading ${reading} of ${signal}`);
  return found;
}

function name(...signals: readonly string[]): JsonObject {
  return Object.fromEntries(signals.map((signal) => [signal, TABLE.names[signal] ?? null]));
}

function text(signal: string, reading: string): string {
  const [value] = Object.values(sent(signal, reading));
  if (typeof value !== 'string') throw new Error('not a text');
  return value;
}

const verdict = ({ uses }: Consented): string => (uses.length > 0 ? 'allowed' : 'denied');

describe('two signals that the plan names', () => {
  const columns = [
    ['all', {}],
    ['any', { require: 'any' }],
    ['all_unasked', { unasked: 'granted' }],
    ['any_unasked', { require: 'any', unasked: 'granted' }],
  ] as const;

  it.each(TABLE.two_signals)('category $category and tcf $tcf', (row) => {
    const consent = { ...sent('category', row.category), ...sent('tcf', row.tcf) };
    for (const [column, words] of columns) {
      const judged = judge({ purpose: { basis: 'Consent', ...name('category', 'tcf'), ...words }, consent });
      expect([column, verdict(judged)]).toEqual([column, row[column]]);
      // What is told is a reading that was really there.
      for (const remark of judged.remarks) {
        const told = remark.signal === 'category' ? row.category : row.tcf;
        expect([remark.path, remark.reading]).toEqual([TABLE.use, told]);
      }
    }
  });
});

describe('one signal', () => {
  it.each(TABLE.one_signal)('$signal $reading', ({ signal, reading, ...row }) => {
    const consent = sent(signal, reading);
    const other = signal === 'category' ? 'tcf' : 'category';
    const interests = { basis: 'Legitimate interests' };
    const judged = {
      named: judge({ purpose: { basis: 'Consent', ...name(signal) }, consent }),
      besides: judge({
        purpose: { basis: 'Consent', ...name(other) },
        consent: { ...sent(other, 'granted'), ...consent },
      }),
      other_basis_named: judge({ purpose: { ...interests, ...name(signal) }, consent }),
      other_basis: judge({ purpose: interests, consent }),
    };
    for (const [column, each] of Object.entries(judged)) {
      expect([column, verdict(each)]).toEqual([column, row[column]]);
      for (const remark of each.remarks) expect([remark.signal, remark.reading]).toEqual([signal, reading]);
    }
  });
});

describe('Global Privacy Control', () => {
  it.each(TABLE.gpc)(
    'by $sent, on $basis, listed $listed: $verdict',
    ({ basis, listed, sent: by, verdict: expected }) => {
      const gpc = by === 'body' ? { gpc: true } : by === 'gpp' ? { gpp: TABLE.gpc_of_gpp } : {};
      const judged = judge({
        purpose: { basis, ...name('category') },
        gpcDenies: listed,
        consent: { ...sent('category', 'granted'), ...gpc },
        signals: { gpc: by === 'header' },
      });
      expect(verdict(judged)).toBe(expected);
      expect(judged.remarks.map(({ signal }) => signal)).toEqual(expected === 'denied' ? ['gpc'] : []);
    },
  );
});

describe('signals in the address of a request', () => {
  const url = { gdpr: '', tcString: '', gpp: '', gppSid: '', usPrivacy: '', gcs: '', gcd: '' };
  it.each<[string, JsonObject, Partial<typeof url>, string]>([
    ['a TC string alone', name('tcf'), { tcString: text('tcf', 'granted') }, 'allowed'],
    ['a TC string that denies', name('tcf'), { tcString: text('tcf', 'denied') }, 'denied'],
    ['gdpr=1 without a string', { ...name('tcf'), unasked: 'granted' }, { gdpr: '1' }, 'denied'],
    ['gdpr=0 without a string', { ...name('tcf'), unasked: 'granted' }, { gdpr: '0' }, 'allowed'],
    ['gdpr=0 without a string, unasked denied', name('tcf'), { gdpr: '0' }, 'denied'],
    ['a GPP string alone', name('gpp'), { gpp: text('gpp', 'granted') }, 'allowed'],
    ['a section that applies', name('gpp'), { gpp: text('gpp', 'granted'), gppSid: '7_8' }, 'allowed'],
    ['a section that does not apply', name('gpp'), { gpp: text('gpp', 'granted'), gppSid: '8' }, 'denied'],
    ['an opt-out of sale', { gpp: ['uspv1'] }, { usPrivacy: '1YYN' }, 'denied'],
    ['no opt-out of sale', { gpp: ['uspv1'] }, { usPrivacy: '1YNN' }, 'allowed'],
    ['another US section than is named', { gpp: ['usca'] }, { gpp: text('gpp', 'granted') }, 'denied'],
    ['gcd that grants', name('gcm'), { gcd: '11t1t1t1t5' }, 'allowed'],
    ['gcd after an update', name('gcm'), { gcd: '13r3r3r3r5' }, 'allowed'],
    ['gcd that denies one type', name('gcm'), { gcd: '11t1t1t1q5' }, 'denied'],
    ['gcd that says nothing', name('gcm'), { gcd: '11l1l1l1l5' }, 'denied'],
    ['gcd with another letter', { ...name('gcm'), unasked: 'granted' }, { gcd: '11t1t1t1z5' }, 'denied'],
    ['gcs for storage', { gcm: ['ad_storage'] }, { gcs: 'G110' }, 'allowed'],
    ['gcs that denies storage', { gcm: ['ad_storage'] }, { gcs: 'G101' }, 'denied'],
    ['gcs beside a gcd that denies', { gcm: ['ad_storage'] }, { gcs: 'G111', gcd: '11q1t1t1t5' }, 'denied'],
    ['gcs that is none', { gcm: ['ad_storage'], unasked: 'granted' }, { gcs: 'yes' }, 'denied'],
  ])('%s', (_, named, sentInUrl, expected) => {
    const judged = judge({
      purpose: { basis: 'Consent', ...named },
      signals: { gpc: false, url: { ...url, ...sentInUrl } },
    });
    expect(verdict(judged)).toBe(expected);
  });

  it('must agree with what the event itself says', () => {
    const purpose = { basis: 'Consent', ...name('tcf') };
    const signals = { gpc: false, url: { ...url, tcString: text('tcf', 'granted') } };
    expect(verdict(judge({ purpose, signals, consent: sent('tcf', 'granted') }))).toBe('allowed');
    expect(verdict(judge({ purpose, signals, consent: sent('tcf', 'denied') }))).toBe('denied');
  });
});

describe('a purpose on consent', () => {
  it.each<[string, JsonObject]>([
    ['a list', { categoryPreferences: { marketing: ['true'] } }],
    ['a text', { categoryPreferences: { marketing: 'true' } }],
    ['a number', { categoryPreferences: { marketing: 1 } }],
    ['a number for a TC string', { categoryPreferences: { marketing: true }, tcf: 7 }],
    ['a list for a GPP string', { categoryPreferences: { marketing: true }, gpp: [] }],
    ['all categories withdrawn', { categoryPreferences: { marketing: true }, status: 'denied' }],
    [
      'Consent Mode under the names of categories',
      { categoryPreferences: { marketing: true, ad_user_data: false } },
    ],
  ])('is not granted by %s', (_, consent) => {
    const purpose = { basis: 'Consent', ...name('category'), unasked: 'granted' };
    expect(verdict(judge({ purpose, consent }))).toBe('denied');
  });

  it('takes a category that a selection leaves out for denied, even where nobody being asked would grant', () => {
    const purpose = { basis: 'Consent', ...name('category'), unasked: 'granted' };
    const consent = { categoryPreferences: { analytics: true } };
    expect(verdict(judge({ purpose, consent }))).toBe('allowed');
    expect(verdict(judge({ purpose, consent: { ...consent, status: 'selected' } }))).toBe('denied');
  });

  it('never comes from anything that hides in a prototype', () => {
    const consent = JSON.parse('{"categoryPreferences":{"__proto__":{"marketing":true}}}') as JsonObject;
    expect(verdict(judge({ purpose: { basis: 'Consent', ...name('category') }, consent }))).toBe('denied');
  });
});
