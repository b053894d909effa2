/** All that one event says of consent, from its request and from its body: read once, whatever is asked of it then. */
import { isJsonArray, isJsonObject } from '../event.ts';
import type { Json, JsonObject, ReceivedEvent, UrlConsent } from '../event.ts';
import { readConsentMode, readGcd, readGcs } from './consent-mode.ts';
import type { ConsentMode } from './consent-mode.ts';
import { readGppString, readUsPrivacy } from './gpp.ts';
import type { OptOuts } from './gpp.ts';
import { GPP_IDS, US_SECTIONS } from './gpp-sections.ts';
import type { GppSectionName } from './gpp-sections.ts';
import { ABSENT, UNREADABLE } from './reading.ts';
import type { Signal } from './reading.ts';
import { readTcString } from './tcf.ts';
import type { TcfPurposes } from './tcf.ts';

export interface SentConsent {
  readonly gpc: boolean;
  /** `context.consent` as it came. */
  readonly consent: Json | undefined;
  readonly tcf: readonly Signal<TcfPurposes>[];
  readonly gpp: readonly Signal<OptOutSection>[];
  readonly gcm: readonly Signal<ConsentMode>[];
}

/** One section; `applies` is false where the sender lists the sections that apply and this is not among them. */
export interface OptOutSection {
  readonly name: GppSectionName;
  readonly optOuts: OptOuts;
  readonly applies: boolean;
}

const NONE: readonly never[] = Object.freeze([]);

/** Reads everything. `ageMaxMs`: how long a TC string is good after its last change. */
export function readSentConsent(event: ReceivedEvent, ageMaxMs: number): SentConsent {
  const consent = Object.hasOwn(event.context, 'consent') ? event.context['consent'] : undefined;
  const { gpc, url } = event.signals;
  if (consent === undefined && url === undefined) return { gpc, consent, tcf: NONE, gpp: NONE, gcm: NONE };
  const body = isJsonObject(consent) ? consent : undefined;
  const gpps = [
    ...(url === undefined ? [] : [gppOf(url.gpp, url.gppSid)]),
    ...(body === undefined ? [] : [gppOf(textOf(body, 'gpp'), sidOf(body))]),
  ];
  const tcStrings = gpps.flatMap(({ tcString }) => (tcString === '' ? [] : [tcString]));
  const limits = { now: event.receivedAt, ageMaxMs };
  return {
    gpc: gpc || saysGpc(body) || gpps.some((each) => each.gpc),
    consent,
    tcf: [
      ...(url === undefined ? [] : [tcfOf(url.tcString, url.gdpr, limits)]),
      ...(body === undefined ? [] : [tcfOf(textOf(body, 'tcf'), textOf(body, 'gdpr') ?? '', limits)]),
      ...tcStrings.map((each) => readTcString(each, limits)),
    ],
    gpp: [
      ...gpps.flatMap((each) => each.sections),
      ...(url === undefined ? [] : [uspOf(url.usPrivacy)]),
      ...(body === undefined ? [] : [uspOf(textOf(body, 'usPrivacy'))]),
    ],
    gcm: consentModesOf(body, url),
  };
}

type Text = string | null;

/** The text of a member, empty where it is absent; null where it is something else. A number counts as its digits. */
function textOf(body: JsonObject, member: string): Text {
  const value = Object.hasOwn(body, member) ? body[member] : undefined;
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : null;
}

/** Only 1 says that the control is on; `true` is how JavaScript's `navigator.globalPrivacyControl` says it. */
function saysGpc(body: JsonObject | undefined): boolean {
  const gpc = body === undefined || !Object.hasOwn(body, 'gpc') ? undefined : body['gpc'];
  return gpc === true || gpc === 1 || gpc === '1';
}

/** `gdpr=1` without a string: whoever sent it was bound to send one. */
function tcfOf(text: Text, gdpr: string, limits: Parameters<typeof readTcString>[1]): Signal<TcfPurposes> {
  if (text === null) return UNREADABLE;
  return text === '' && gdpr === '1' ? UNREADABLE : readTcString(text, limits);
}

interface ReadGpp {
  readonly sections: readonly Signal<OptOutSection>[];
  readonly gpc: boolean;
  readonly tcString: string;
}

/** `applicable` are section ids as text, or null where the sender lists none; nothing of the list can take back an opt-out. */
function gppOf(text: Text, sid: string | readonly string[]): ReadGpp {
  const signal = text === null ? UNREADABLE : readGppString(text);
  if (signal.kind !== 'read') return { sections: [signal], gpc: false, tcString: '' };
  const { sections, gpc, tcString } = signal.of;
  const ids = typeof sid === 'string' ? sid.split(/[,_]/).filter((each) => each !== '') : sid;
  const read = [...sections].map(([name, optOuts]): Signal<OptOutSection> => {
    const applies = ids.length === 0 || ids.includes(String(idOf(name)));
    return { kind: 'read', of: { name, optOuts, applies } };
  });
  return { sections: read, gpc, tcString };
}

function idOf(name: GppSectionName): number {
  return name === 'uspv1' ? GPP_IDS.uspv1 : US_SECTIONS[name].id;
}

function sidOf(body: JsonObject): string | readonly string[] {
  const sid = Object.hasOwn(body, 'gppSid') ? body['gppSid'] : undefined;
  if (isJsonArray(sid)) return sid.map(String);
  return typeof sid === 'string' || typeof sid === 'number' ? String(sid) : '';
}

function uspOf(text: Text): Signal<OptOutSection> {
  if (text === '') return ABSENT;
  const optOuts = text === null ? null : readUsPrivacy(text);
  return optOuts === null ? UNREADABLE : { kind: 'read', of: { name: 'uspv1', optOuts, applies: true } };
}

function consentModesOf(
  body: JsonObject | undefined,
  url: UrlConsent | undefined,
): readonly Signal<ConsentMode>[] {
  const found: Signal<ConsentMode>[] = [];
  if (url !== undefined) found.push(readGcs(url.gcs), readGcd(url.gcd));
  if (body !== undefined && Object.hasOwn(body, 'gcm')) found.push(readConsentMode(body['gcm']));
  // The Measurement Protocol's consent comes as preferences under the names of the types.
  const preferences = body === undefined ? undefined : body['categoryPreferences'];
  if (isJsonObject(preferences)) found.push(readConsentMode(preferences));
  return found;
}
