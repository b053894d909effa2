/** Reads the name of a field: what it says about the value that stands under it. */
import { PROVIDERS } from './detectors/providers.ts';
import { wordsOf } from './field-words.ts';
import {
  ABBREVIATIONS,
  DETAIL_WORDS,
  FILLERS,
  HOLDER_WORDS,
  NAME_PARTS,
  OPAQUE_PARAMETERS,
  OWNERS,
  PERSON_WORDS,
  PHRASE_MEANINGS,
  PROGRAMS_VERBS,
  PROGRAM_WORDS,
  RECEIVER_WORDS,
  ROLE_NAMES,
  WHOLE_MEANINGS,
} from './key-words.ts';
import { MEANING } from './meaning.ts';

/** Types behind the names of variables, as in FullStory's `agent_name_str`. */
const TYPES: ReadonlySet<string> = new Set(['str', 'string', 'text', 'value']);
/** The whole of a name in its object: SCIM's `name.formatted` (RFC 7643 §4.1.1), FHIR's `name.text`. */
const WHOLE_NAMES: ReadonlySet<string> = new Set(['formatted', 'text']);
/** Longer names are no names; in characters. */
const NAME_LENGTH_MAX = 80;
const WORDS_MAX = 12;
/** Words of the longest phrase. */
const PHRASE_WORDS_MAX = 5;
/** Names remembered; names are few, and the memory is emptied when strangers send too many. */
const REMEMBERED_MAX = 8192;

/** Names by which telemetry numbers visits and windows, not log-ins (OpenTelemetry's attributes `session.*`; PostHog). */
const TELEMETRY_NAMES: ReadonlySet<string> = new Set([
  'session.id',
  'session.previous_id',
  '$session_id',
  '$window_id',
  // An agent of a pipeline (OpenTelemetry's attributes `cicd.*`).
  'cicd.worker.name',
]);
/** Before what was summed: Helm's annotations `checksum/secret` of pods (https://helm.sh/docs/howto/charts_tips_and_tricks, 2026-11). */
const SUMMED = 'checksum';
/** How the name of a provider's key ends where it does not say secret. */
const KEY_NAMES: ReadonlySet<string> = new Set(['key', 'auth', 'creds']);
/** What the text of an error or of a line of a log is called inside it. */
const MESSAGE_WORDS: ReadonlySet<string> = new Set(
  'message msg text title description detail details reason cause formatted body'.split(' '),
);
/** What the number of a thing is called in the object of that thing, and things whose numbers say who somebody is. */
const NUMBERS: ReadonlySet<string> = new Set('number no num nr nummer numero'.split(' '));
const NUMBERED =
  MEANING.phone |
  MEANING.card |
  MEANING.bankAccount |
  MEANING.passport |
  MEANING.driverLicence |
  MEANING.plate |
  MEANING.nationalId |
  MEANING.imei;
/** What airlines and checks of identity call a paper (APIS: ICAO Doc 9944), and its number in there. */
const PAPERS: ReadonlySet<string> = new Set(
  'apis apisdata traveldocument identitydocument iddocument'.split(' '),
);
const NUMBERS_OF_PAPERS: ReadonlySet<string> = new Set(
  'number documentnumber docnumber documentno'.split(' '),
);
/** As ISO 20022 calls accounts, and the interfaces of Open Banking after it. */
const ACCOUNTS: ReadonlySet<string> = new Set('creditoraccount debtoraccount bankaccount'.split(' '));
const VEHICLES: ReadonlySet<string> = new Set('vehicle vehicles car truck van'.split(' '));
const REGISTRATIONS: ReadonlySet<string> = new Set(
  'registration registrationnumber registrationno reg regno'.split(' '),
);
/** What a thing of this kind is shown as is not a person's name: `DestinationDefinition.DisplayName`. */
const THINGS: ReadonlySet<string> = new Set(
  (
    'definition type template app application product destination source role permission connector integration plugin ' +
    'sensor model metric feature plan category channel policy resource rule workflow job queue topic culture locale language ' +
    'country currency timezone calendar voice font theme device'
  ).split(' '),
);
/** What publishers write of a page or a product, and what holds it. */
const PAGE_TEXTS: ReadonlySet<string> = new Set(['title', 'description', 'headline']);
const PAGES: ReadonlySet<string> = new Set(
  'page document article product products item items video episode course book'.split(' '),
);
/** Whose names are brands and titles, however much like those of people: `Dr. Pepper`, `Mr. Coffee`. */
const WARES: ReadonlySet<string> = new Set(['product', 'products', 'item', 'items']);
/** What Meta's and others' conversion APIs match people by (https://developers.facebook.com/docs/marketing-api/conversions-api/parameters/customer-information-parameters, 2026-11). */
const MATCH_PARENT = 'userdata';
const MATCH_KEYS: ReadonlyMap<string, number> = new Map([
  ['em', MEANING.email],
  ['ph', MEANING.phone],
  ['fn', MEANING.personName],
  ['ln', MEANING.personName],
  ['db', MEANING.birthDate],
]);
/** Letters of a phrase that is told from the word it is joined to. */
const JOINED_LENGTH_MIN = 4;
/** What names join with a phrase to one word. */
const JOINED_OWNERS: ReadonlySet<string> = new Set(
  (
    'user users usr customer cust contact client member guest owner sender recipient receiver buyer seller admin account ' +
    'billing shipping delivery home work office personal primary secondary your employee patient student driver ' +
    'passenger parent lead login signup register profile visitor subscriber db database pg mysql smtp imap ftp ssh ldap root ' +
    'keystore truststore wifi proxy redis mongo from reply sales support person'
  ).split(' '),
);
/** Providers whose keys are made for pages and apps, and come with what these send. */
const BROWSER_PROVIDERS: ReadonlySet<string> = new Set(
  (
    'amplitude mixpanel segment posthog sentry firebase hotjar fullstory intercom recaptcha appsflyer onesignal bugsnag ' +
    'rollbar optimizely mapbox pusher algolia google facebook launchdarkly datadog braze typesense raygun'
  ).split(' '),
);
/** What makes a key in a header, or of a provider, no secret. */
const HARMLESS_KEYS: ReadonlySet<string> = new Set(
  'idempotency cache public publishable write site partition sort routing surrogate row object translation websocket'.split(
    ' ',
  ),
);

const remembered = new Map<string, number>();
const rememberedParameters = new Map<string, number>();
const rememberedNames = new Map<string, number>();

/**
 * The meanings (bits of `MEANING`) of a name, in snake, kebab, dotted or camel case; 0 where it says nothing.
 * `parent` is the name of the object around it, which decides whether a bare `name` is a person's.
 */
export function meaningOf(name: string, parent = ''): number {
  if (name.length > NAME_LENGTH_MAX || parent.length > NAME_LENGTH_MAX) return 0;
  const key = parent === '' ? name : `${parent}\n${name}`;
  return look(remembered, key, () => read(name, parent));
}

/** Whether a name is that of a role, which means nothing by itself: under it only what is written like a full name is one. */
export function isRoleName(name: string): boolean {
  const phrase = wordsOf(name).join('');
  return ROLE_NAMES.has(phrase) || isDoer(phrase);
}

/** `unlocked_by`, `lastEditedBy`: who did what, if that is not rather what programs do. */
function isDoer(phrase: string): boolean {
  return phrase.endsWith('edby') && !PROGRAMS_VERBS.some((verb) => phrase.endsWith(verb, phrase.length - 2));
}

/** As `meaningOf`, for a name within a text: a header, a cookie, a member of JSON, an attribute of a log line. */
export function nestedMeaning(name: string): number {
  return look(rememberedNames, name, (each) => read(each, 'params'));
}

/** As `meaningOf`, for the name of a URL parameter, where a short word may stand for a secret. */
export function parameterMeaning(name: string): number {
  return look(rememberedParameters, name, (each) => {
    const meaning = read(each, 'params');
    if (meaning !== 0) return meaning | MEANING.parameter;
    return OPAQUE_PARAMETERS.has(wordsOf(each).join('')) ? MEANING.code | MEANING.parameter : 0;
  });
}

function look(memory: Map<string, number>, name: string, ask: (name: string) => number): number {
  const known = memory.get(name);
  if (known !== undefined) return known;
  if (memory.size >= REMEMBERED_MAX) memory.clear();
  const meaning = ask(name);
  memory.set(name, meaning);
  return meaning;
}

function read(name: string, parent: string): number {
  if (TELEMETRY_NAMES.has(name)) return 0;
  if (name === 'HOME' || name === 'home') return MEANING.homeDirectory;
  const written = wordsOf(name);
  if (written.length === 0 || written.length > WORDS_MAX) return 0;
  const words = withoutNumber(written);
  const whole = isShownThing(written, parent) ? 0 : wholeMeaning(written, words);
  if (whole !== undefined) return whole;
  const spelt = spell(words);
  return (
    readPhrases(words) ||
    readPhrases(spelt) ||
    readPhrases(written) ||
    readKind(spelt, spell(wordsOf(parent))) ||
    readJoined(words)
  );
}

function spell(words: readonly string[]): readonly string[] {
  return words.map((word) => ABBREVIATIONS.get(word) ?? word);
}

function isShownThing(words: readonly string[], parent: string): boolean {
  return words.join('') === 'displayname' && THINGS.has(singular(wordsOf(parent).at(-1) ?? ''));
}

/** `policies` as `policy`, `roles` as `role`. */
function singular(word: string): string {
  return word.replace(/ies$/u, 'y').replace(/s$/u, '');
}

/** What the name says as one phrase, with its number or without. */
function wholeMeaning(written: readonly string[], words: readonly string[]): number | undefined {
  if (written[0] === SUMMED) return MEANING.safe;
  const phrase = words.join('');
  return PHRASE_MEANINGS.get(written.join('')) ?? PHRASE_MEANINGS.get(phrase) ?? WHOLE_MEANINGS.get(phrase);
}

/** `useremail`, `PGPASSWORD`: a phrase behind whose it is, written as one word. */
function readJoined(words: readonly string[]): number {
  const [word = '', ...others] = words;
  if (others.length > 0) return 0;
  for (let length = 2; length <= word.length - JOINED_LENGTH_MIN; length++) {
    if (!JOINED_OWNERS.has(word.slice(0, length))) continue;
    const meaning = PHRASE_MEANINGS.get(word.slice(length)) ?? 0;
    if (meaning !== 0) return meaning;
  }
  return 0;
}

/** What the last word says with those before it, or around it. */
function readKind(words: readonly string[], parent: readonly string[]): number {
  const matched =
    parent.join('') === MATCH_PARENT && words.length === 1 ? MATCH_KEYS.get(words[0] ?? '') : undefined;
  if (matched !== undefined) return matched;
  if (isKeyHeader(words) || isProvidersKey(words, parent)) return MEANING.secret;
  if (isAddressLine(words, parent)) return MEANING.address;
  return readNumber(words, parent) || readName(words, parent);
}

function readName(words: readonly string[], parent: readonly string[]): number {
  if (words.length === 1 && words[0] === 'name' && WARES.has(parent.at(-1) ?? '')) return MEANING.safe;
  if (isPersonsName(words, parent))
    return NAME_PARTS.has(words.at(-1) ?? '') ? MEANING.personName : MEANING.name;
  return isProgramsMessage(words, parent) ? MEANING.programText : 0;
}

/** `driverLicense.number`, `phone.no`, `vehicle.registration`: a number of what the object around it is. */
function readNumber(words: readonly string[], parent: readonly string[]): number {
  const phrase = words.join('');
  if (PAPERS.has(parent.join('')) && NUMBERS_OF_PAPERS.has(phrase)) return MEANING.passport;
  if (REGISTRATIONS.has(phrase) && VEHICLES.has(parent.at(-1) ?? '')) return MEANING.plate;
  if (ACCOUNTS.has(parent.join('')) && (phrase === 'identification' || NUMBERS.has(phrase)))
    return MEANING.bankAccount;
  return NUMBERS.has(phrase) ? (lastPhrase([...parent, 'number']) || lastPhrase(parent)) & NUMBERED : 0;
}

/** `error.message`, `exception.detail`, `logentry.formatted`, `page.title`. */
function isProgramsMessage(words: readonly string[], parent: readonly string[]): boolean {
  const [word = '', ...others] = words;
  if (others.length > 0) return false;
  if (PAGE_TEXTS.has(word) && PAGES.has(parent.at(-1) ?? '')) return true;
  return MESSAGE_WORDS.has(word) && lastPhrase(parent) === MEANING.programText;
}

/** What a name means, to whom it belongs aside: `password_user` is a password, though `user` alone is a login. */
function readPhrases(words: readonly string[]): number {
  const owner = words.slice(-1);
  if (words.length <= 1 || !owner.every((word) => OWNERS.has(word))) return lastPhrase(words);
  const meaning = readPhrases(words.slice(0, -1));
  return meaning !== 0 && isKept(meaning, owner)
    ? meaning | phraseEndingAt(words, words.length)
    : lastPhrase(words);
}

/** The meaning of the longest phrase that ends last: what stands behind it must not change its meaning. */
function lastPhrase(words: readonly string[]): number {
  for (let end = words.length; end > 0; end--) {
    const meaning = phraseEndingAt(words, end);
    if (meaning !== 0) return isKept(meaning, words.slice(end)) ? meaning : 0;
    const word = words[end - 1] ?? '';
    if (!isFiller(word) && !OWNERS.has(word)) break;
  }
  return 0;
}

/** Whether the words behind a phrase leave its meaning. A login of a client may be that of a program. */
function isKept(meaning: number, behind: readonly string[]): boolean {
  const mayBeOwned = (meaning & MEANING.username) === 0;
  return behind.every((word) => isFiller(word) || (mayBeOwned && OWNERS.has(word)));
}

/** `X-Functions-Key` and the like: headers that are no standard and carry a key. */
function isKeyHeader(words: readonly string[]): boolean {
  const start = words.indexOf('x');
  const isHeader = start === 0 || words[start - 1] === 'header' || words[start - 1] === 'headers';
  return isHeader && words.at(-1) === 'key' && !words.some((word) => HARMLESS_KEYS.has(word));
}

/** `stripe_key`, `TWILIO_AUTH` and `stripe.key`; not `segment_key`, which browsers send. */
function isProvidersKey(words: readonly string[], parent: readonly string[]): boolean {
  if (!KEY_NAMES.has(words.at(-1) ?? '')) return false;
  const told = words.length === 1 ? parent : words;
  return (
    told.some((word) => PROVIDERS.has(word)) &&
    !told.some((word) => BROWSER_PROVIDERS.has(word) || HARMLESS_KEYS.has(word))
  );
}

function phraseEndingAt(words: readonly string[], end: number): number {
  for (let length = Math.min(PHRASE_WORDS_MAX, end); length > 0; length--) {
    const meaning = PHRASE_MEANINGS.get(words.slice(end - length, end).join(''));
    if (meaning !== undefined) return meaning;
  }
  return 0;
}

/** `phone_2` and `emailAddress2` are what they would be without the number. */
function withoutNumber(words: readonly string[]): readonly string[] {
  const last = (words.at(-1) ?? '').replace(/\d+$/u, '');
  return [...words.slice(0, -1), last].filter((word) => word !== '');
}

function isFiller(word: string): boolean {
  return FILLERS.has(word) || /^\d+$/u.test(word);
}

/** `user_name`, `traits.name`, `customer.first` are a person's; `product_name`, `event.name` and a name at the top are not. */
function isPersonsName(words: readonly string[], parent: readonly string[]): boolean {
  const last = words.at(-1) ?? '';
  if (words.length > 1) return isOwned(words, last) || isTyped(words, last);
  if (parent.at(-1) === 'name' && WHOLE_NAMES.has(last)) return true;
  if (RECEIVER_WORDS.has(last) && isAddress(parent)) return true;
  if (last !== 'name' && !NAME_PARTS.has(last)) return false;
  if (last === 'name' && isHolder(parent)) return true;
  return isPersons(parent, last);
}

function isHolder(parent: readonly string[]): boolean {
  return HOLDER_WORDS.has(parent.join('')) || HOLDER_WORDS.has(parent.at(-1) ?? '');
}

/** `agent_name_str`. */
function isTyped(words: readonly string[], last: string): boolean {
  return TYPES.has(last) && isOwned(words.slice(0, -1), words.at(-2) ?? '');
}

/** `user_name`, and `user_last` with two words only. */
function isOwned(words: readonly string[], last: string): boolean {
  const isPart = words.length === 2 && (last === 'first' || last === 'last');
  return (last === 'name' || isPart) && PERSON_WORDS.has(words.at(-2) ?? '') && !isProgram(words);
}

/** Whether the words of the object around a name, its details aside, are those of a person. */
function isPersons(parent: readonly string[], last: string): boolean {
  let end = parent.length;
  while (end > 1 && DETAIL_WORDS.has(parent[end - 1] ?? '')) end--;
  const owner = parent[end - 1] ?? '';
  if (owner === 'name') return last !== 'name';
  if (owner === 'agent' && PROGRAM_WORDS.has(parent[end - 2] ?? '')) return false;
  return PERSON_WORDS.has(owner) || PERSON_WORDS.has(parent.join('')) || isDelivery(parent);
}

/** `shippingAddress.recipient`, `address.name`, but not `ip_address.name`. */
function isAddress(parent: readonly string[]): boolean {
  return parent.length > 0 && (phraseEndingAt(parent, parent.length) & MEANING.address) !== 0;
}

/** `address.line1`, `ship_to.line2`, as payments have them. */
function isAddressLine(words: readonly string[], parent: readonly string[]): boolean {
  return words.length === 1 && words[0] === 'line' && (isAddress(parent) || isDelivery(parent));
}

/** `ship_to.name`. */
function isDelivery(parent: readonly string[]): boolean {
  return parent.length === 2 && parent[1] === 'to' && ['ship', 'bill', 'sold'].includes(parent[0] ?? '');
}

/** `user_agent.name` and `gen_ai.agent.name`. */
function isProgram(words: readonly string[]): boolean {
  return words.at(-2) === 'agent' && PROGRAM_WORDS.has(words.at(-3) ?? '');
}
