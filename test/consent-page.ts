/** Renders docs/consent.md from the tables of the signals and the truth table. */
import { readFileSync } from 'node:fs';
import { CONSENT_SIGNALS } from '@headgate/core';
import { CONSENT_MODE_USES } from '../packages/core/src/consent/consent-mode.ts';
import { GPP_SECTION_NAMES, OPT_OUT_USES } from '../packages/core/src/consent/gpp-sections.ts';
import { TCF_USES } from '../packages/core/src/consent/tcf-uses.ts';
import { URL_PARAMETERS } from '../packages/core/src/consent/transport.ts';

const HEAD = `# Consent

An event has purposes; each rests on a legal basis; signals that come with the event say which of them the person allows. A vendor gets the
event only for a purpose that is allowed. What is denied ends as \`consent-denied\`, and \`headgate tap\` and \`headgate explain\` say which
signal denied which purpose, never what it held.

\`\`\`yaml
purposes:
  analytics.reporting.content_performance: { basis: Consent, category: analytics, tcf: [8], require: any }
  marketing.advertising.third_party: { basis: Consent, category: marketing, gpp: [usnat, usca], gcm: [ad_user_data] }
  essential.service.security: { basis: Legitimate interests }
gpc: { deny_uses: [third_party_sharing, marketing.advertising] }
consent: { tcf_max_age: P13M }
\`\`\`

## The rules

1. **Global Privacy Control** denies the uses of \`gpc.deny_uses\` and all below them, whatever they rest on.
2. **Every signal that a purpose looks at and that is there must grant.** One that cannot be read or has expired grants nothing.
3. **A purpose on consent needs a grant besides**: of all signals that it names (\`require: all\`, the default), or of one (\`require: any\`).
   Where none of those it names is there, nobody was asked, and \`unasked\` holds: \`denied\` unless the plan says \`granted\`.

A purpose on consent looks at all four other signals: at what the plan names for it, or else at what the tables below say of its use. A signal
that the plan does not name can only deny. A purpose on another basis looks at the signals that the plan names for it, and at opt-outs of
sale, sharing and targeted advertising, which ask for no basis. Where the basis is Legitimate interests, TCF's bits of legitimate interest
count, which an objection clears.

Signals from the request and from the event are all taken together; so is a TC string inside a GPP string.

## How to send it

All of it has one place in an event, \`context.consent\`:

| member | what it holds |
| --- | --- |
| \`categoryPreferences\` | Category → \`true\` or \`false\`. |
| \`status\` | \`denied\`: all withdrawn; \`expired\`: the choice has run out; \`selected\`: what is not named was not chosen. |
| \`tcf\`, \`gdpr\` | TC string; \`1\` where GDPR applies. \`gdpr: 1\` without a string denies. |
| \`gpp\`, \`gppSid\` | GPP string; ids of the sections that apply. A section that does not apply grants nothing; its opt-outs count all the same. |
| \`usPrivacy\` | The older \`1YNN\`; counts as section \`uspv1\`. |
| \`gcm\` | Consent Mode type → \`granted\` or \`denied\`. |
| \`gpc\` | \`true\` where \`navigator.globalPrivacyControl\` is. The gateway sets it where \`Sec-GPC: 1\` came with the request. |

| SDK | where |
| --- | --- |
| Segment | \`analytics.track(name, properties, { context: { consent: { categoryPreferences, tcf } } })\`; its consent wrapper writes \`categoryPreferences\` by itself. |
| RudderStack | The same, or its own \`consentManagement\`: \`allowedConsentIds\` and \`deniedConsentIds\` become \`categoryPreferences\`. |
| Mixpanel | A super property: \`mixpanel.register({ 'headgate.consent': { categoryPreferences } })\`. |
| PostHog | A super property: \`posthog.register({ 'headgate.consent': { categoryPreferences } })\`. |
| Amplitude | An event property \`headgate.consent\`, for all events by an enrichment plugin. |
| Snowplow | The event or entity \`consent_preferences\`: \`consentScopes\` are categories. It speaks for the event that carries it. |
| GA4 (Measurement Protocol) | \`consent: { ad_user_data, ad_personalization }\` of the request; it counts as categories of these names and as Consent Mode. |
| Sentry | \`Sentry.setContext('consent', { categoryPreferences })\`; for logs, metrics and spans attributes \`consent.<category>\`. |
| OpenTelemetry | Boolean attributes \`headgate.consent.<category>\`, on the record or its resource. |
| any | Parameters of the request's address, below, and the header \`Sec-GPC: 1\`, which browsers send. |

Snowplow's \`SP-Anonymous\` header takes the identifiers out of its request before anything is decided: user, device, session and network
ids, the \`client_session\` entity, and the address.

## What goes on

None of it, by itself: consent is context, and context that a plan does not list stays behind. That matters for the strings, which tell people
apart like a fingerprint. Page addresses can hold them too: \`url-strip\` takes queries off.

An intermediary must not take a \`Sec-GPC: 1\` away. The gateway sends the events of many people in one request, so the header cannot go on;
the signal is written into the event instead, as \`context.consent.gpc\`, and a plan that lists it hands it on:

\`\`\`yaml
context:
  vendors: { ads: [consent.gpc] }
  schema:
    type: object
    properties:
      consent:
        type: object
        properties: { gpc: { type: boolean, x-headgate: { categories: [user.privacy_preferences] } } }
\`\`\`

## What makes a signal unreadable or expired

- **TCF**: anything but a whole string of version 2 under policy 4 or 5 (TCF 2.2 and 2.3); one from March 2026 on without disclosed vendors; one
  whose last change lies more than a day ahead. Expired: its last change is longer ago than \`consent.tcf_max_age\`, 13 months by default.
  Consent for single vendors and publisher restrictions are not asked: Headgate's vendors are those of the plan, not of IAB's list.
- **GPP**: a header and sections that do not fit, or one section of those below that is not of its format. Sections of later numbers are passed over.
- **Consent Mode**: any value but \`granted\` and \`denied\` for a type that is asked about; a \`gcs\` or \`gcd\` of another form. What the letters of \`gcd\` mean is not
  documented by Google.
- **Categories**: any value but \`true\` and \`false\`. Expired: \`status\` says so.`;

type Rows = readonly (readonly string[])[];

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function table(head: readonly string[], rows: Rows): string {
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const code = (text: string): string => `\`${text}\``;
const codes = (texts: readonly string[]): string => texts.map(code).join(', ');

export function renderConsentPage(): string {
  const truth = JSON.parse(
    readFileSync(new URL('../fixtures/consent/truth-table.json', import.meta.url), 'utf8'),
  ) as Readonly<
    Record<'two_signals' | 'one_signal' | 'gpc', readonly Readonly<Record<string, string | boolean>>[]>
  >;
  const rows = (part: keyof typeof truth, columns: readonly string[]): Rows =>
    truth[part].map((row) => columns.map((column) => verdict(row[column])));
  return [
    HEAD,
    '## Signals',
    table(
      ['signal', 'what it is'],
      Object.entries(CONSENT_SIGNALS).map(([name, what]) => [code(name), what]),
    ),
    'Parameters of a request’s address: ' + codes(Object.keys(URL_PARAMETERS)) + '.',
    'Purposes of TCF and the uses that they stand for, as fideslang maps them:',
    table(
      ['TCF purpose', 'uses'],
      Object.entries(TCF_USES).map(([purpose, uses]) => [purpose, codes(uses)]),
    ),
    'Types of Consent Mode:',
    table(
      ['type', 'uses'],
      Object.entries(CONSENT_MODE_USES).map(([type, uses]) => [code(type), codes(uses)]),
    ),
    'Opt-outs in the sections of GPP (' +
      codes(GPP_SECTION_NAMES) +
      '; section 2 is a TC string and counts as TCF):',
    table(
      ['opt-out', 'uses'],
      Object.entries(OPT_OUT_USES).map(([optOut, uses]) => [code(optOut), codes(uses)]),
    ),
    'A row concerns a use, those below it, and those above it of which it is a part.',
    '## Truth table',
    'The rows are `fixtures/consent/truth-table.json`, which a test runs through the plan language and the decision. Two signals that the plan names:',
    table(
      ['category', 'tcf', 'require: all', 'require: any', 'all, unasked: granted', 'any, unasked: granted'],
      rows('two_signals', ['category', 'tcf', 'all', 'any', 'all_unasked', 'any_unasked']),
    ),
    'One signal, for a use of third-party advertising. _Named_: the only one that a purpose on consent names. _Besides_: the purpose names another, which grants. _Other basis_: Legitimate interests, with the signal named or not. A category that is not named is none of the purpose’s, and one that is denied denies nothing else.',
    table(
      ['signal', 'reading', 'named', 'besides', 'other basis, named', 'other basis'],
      rows('one_signal', ['signal', 'reading', 'named', 'besides', 'other_basis_named', 'other_basis']),
    ),
    'Global Privacy Control, for a purpose that everything else allows. _Listed_: the use is in `gpc.deny_uses`.',
    table(['basis', 'listed', 'sent by', 'verdict'], rows('gpc', ['basis', 'listed', 'sent', 'verdict'])),
    '',
  ].join('\n\n');
}

function verdict(value: string | boolean | undefined): string {
  if (value === 'allowed') return '**allowed**';
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : (value ?? '');
}
