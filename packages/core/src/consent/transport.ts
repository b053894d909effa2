/** The signals that a request carries for all its events: a header, and the names that advertising gave to query parameters. */
import { isJsonObject } from '../event.ts';
import type { ReceivedEvent, Signals, UrlConsent } from '../event.ts';
import { EMPTY_OBJECT } from '../wire/read-value.ts';
import type { WireRequest } from '../wire/wire.ts';

/** Query parameter → member of `UrlConsent` (IAB TCF "URL parameters", GPP "URL-based services", USP, Google's tags). */
export const URL_PARAMETERS = {
  gdpr: 'gdpr',
  gdpr_consent: 'tcString',
  gpp: 'gpp',
  gpp_sid: 'gppSid',
  us_privacy: 'usPrivacy',
  gcs: 'gcs',
  gcd: 'gcd',
} as const satisfies Readonly<Record<string, keyof UrlConsent>>;

const PARAMETERS = Object.entries(URL_PARAMETERS);
const NOTHING: UrlConsent = Object.freeze({
  gdpr: '',
  tcString: '',
  gpp: '',
  gppSid: '',
  usPrivacy: '',
  gcs: '',
  gcd: '',
});

/** Reads the signals of one request. */
export function readSignals({ headers, query }: Pick<WireRequest, 'headers' | 'query'>): Signals {
  const gpc = saysOne(headers['sec-gpc']);
  if (query.size === 0) return { gpc };
  const found = PARAMETERS.filter(([parameter]) => (query.get(parameter) ?? '') !== '');
  if (found.length === 0) return { gpc };
  const url = Object.fromEntries(found.map(([parameter, member]) => [member, query.get(parameter) ?? '']));
  return { gpc, url: { ...NOTHING, ...url } };
}

/**
 * The event with `context.consent.gpc`, for vendors to whom a plan sends that field: requests to vendors hold the events of many
 * people, so the header itself cannot go on. A `consent` that is no object stays as it is.
 */
export function recordGpc(event: ReceivedEvent): ReceivedEvent {
  const { consent = EMPTY_OBJECT } = event.context;
  if (!isJsonObject(consent)) return event;
  return { ...event, context: { ...event.context, consent: { ...consent, gpc: true } } };
}

/** A proxy may add the header again, and Node joins what comes twice: one signal among them is a signal. */
function saysOne(header: string | undefined): boolean {
  return header !== undefined && header.split(',').some((each) => each.trim() === '1');
}
