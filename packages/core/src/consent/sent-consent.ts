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
import type { ParseTcString, TcfLimits, TcfPurposes } from './tcf.ts';

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

export interface ConsentReading {
  /** How long a TC string is good after its last change; milliseconds. */
  readonly ageMaxMs: number;
  readonly parseTcString: ParseTcString;
}

/** Reads everything. */
export function readSentConsent(
  event: ReceivedEvent,
  { ageMaxMs, parseTcString }: ConsentReading,
): SentConsent {
  const { consent } = event.context;
  const { gpc, url } = event.signals;
  if (consent === undefined && url === undefined) return { gpc, consent, tcf: NONE, gpp: NONE, gcm: NONE };
  const all: Gathered = {
    gpc,
    tcf: [],
    gpp: [],
    gcm: [],
    limits: { now: event.receivedAt, ageMaxMs, parse: parseTcString },
  };
  if (url !== undefined) gatherUrl(url, all);
  if (isJsonObject(consent)) gatherBody(consent, all);
  return { gpc: all.gpc, consent, tcf: all.tcf, gpp: all.gpp, gcm: all.gcm };
}

interface Gathered {
  gpc: boolean;
  readonly tcf: Signal<TcfPurposes>[];
  readonly gpp: Signal<OptOutSection>[];
  readonly gcm: Signal<ConsentMode>[];
  readonly limits: Limits;
}

interface Limits extends TcfLimits {
  readonly parse: ParseTcString;
}

function gatherUrl(url: UrlConsent, all: Gathered): void {
  all.tcf.push(tcfOf(url.tcString, url.gdpr, all.limits));
  gatherGpp(url.gpp, url.gppSid, all);
  all.gpp.push(uspOf(url.usPrivacy));
  all.gcm.push(readGcs(url.gcs), readGcd(url.gcd));
}

function gatherBody(body: JsonObject, all: Gathered): void {
  // No object has members of these names but its own.
  const { tcf, gdpr, gpp, gppSid, usPrivacy, gpc, gcm, categoryPreferences: preferences } = body;
  all.gpc ||= saysGpc(gpc);
  all.tcf.push(tcfOf(textOf(tcf), textOf(gdpr) ?? '', all.limits));
  gatherGpp(textOf(gpp), sidOf(gppSid), all);
  const usp = textOf(usPrivacy);
  if (usp !== '') all.gpp.push(uspOf(usp));
  if (gcm !== undefined) all.gcm.push(readConsentMode(gcm));
  // The Measurement Protocol's consent comes as preferences under the names of the types.
  if (isJsonObject(preferences)) all.gcm.push(readConsentMode(preferences));
}

type Text = string | null;

/** The text of a member, empty where it is absent; null where it is something else. A number counts as its digits. */
function textOf(value: Json | undefined): Text {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : null;
}

/** Only 1 says that the control is on; `true` is how JavaScript's `navigator.globalPrivacyControl` says it. */
function saysGpc(gpc: Json | undefined): boolean {
  return gpc === true || gpc === 1 || gpc === '1';
}

/** `gdpr=1` without a string: whoever sent it was bound to send one. */
function tcfOf(text: Text, gdpr: string, limits: Limits): Signal<TcfPurposes> {
  if (text === null) return UNREADABLE;
  return text === '' && gdpr === '1' ? UNREADABLE : readTcString(text, limits, limits.parse);
}

/** `sid` are the ids of sections that apply, or nothing where the sender lists none; the list takes back no opt-out. */
function gatherGpp(text: Text, sid: string | readonly string[], all: Gathered): void {
  if (text === '') return;
  const signal = text === null ? UNREADABLE : readGppString(text);
  if (signal.kind !== 'read') {
    all.gpp.push(signal);
    return;
  }
  const { sections, gpc, tcString } = signal.of;
  const ids = typeof sid === 'string' ? sid.split(/[,_]/).filter((each) => each !== '') : sid;
  for (const [name, optOuts] of sections) {
    const applies = ids.length === 0 || ids.includes(String(idOf(name)));
    all.gpp.push({ kind: 'read', of: { name, optOuts, applies } });
  }
  all.gpc ||= gpc;
  if (tcString !== '') all.tcf.push(readTcString(tcString, all.limits, all.limits.parse));
}

function idOf(name: GppSectionName): number {
  return name === 'uspv1' ? GPP_IDS.uspv1 : US_SECTIONS[name].id;
}

function sidOf(sid: Json | undefined): string | readonly string[] {
  if (isJsonArray(sid)) return sid.map(String);
  return typeof sid === 'string' || typeof sid === 'number' ? String(sid) : '';
}

function uspOf(text: Text): Signal<OptOutSection> {
  if (text === '') return ABSENT;
  const optOuts = text === null ? null : readUsPrivacy(text);
  return optOuts === null ? UNREADABLE : { kind: 'read', of: { name: 'uspv1', optOuts, applies: true } };
}
