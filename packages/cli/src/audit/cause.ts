/** Why a finding is most likely there, as one sentence. It names the place, never what stands in it. */
import type { FindingKind } from '@headgate/core';

/** What the kinds are called in a sentence. */
const NOUNS: Readonly<Record<FindingKind, string>> = {
  email: 'an e-mail address',
  phone: 'a phone number',
  card: 'a card number',
  iban: 'an IBAN',
  ip: 'an IP address',
  ssn: 'a social security number',
  national_id: 'a national identity number',
  passport: 'a passport number',
  driver_licence: 'a driving licence number',
  bank_account: 'a bank account number',
  plate: 'a number plate',
  mac: 'a MAC address',
  imei: 'an IMEI',
  vin: 'a vehicle identification number',
  coordinates: 'coordinates',
  birth_date: 'a date of birth',
  address: 'a postal address',
  name: "a person's name",
  os_user: 'a user name in a file path',
  wallet: 'a wallet address',
  url_value: 'an identifying value',
  personal: 'a personal value',
  jwt: 'a JSON Web Token',
  bearer: 'a bearer token',
  api_key: 'an API key',
  private_key: 'a private key',
  password: 'a password',
  session: 'a session id',
  token: 'a token',
  credentials: 'credentials',
  seed_phrase: 'a seed phrase',
  secret: 'a secret',
  long_text: 'long text',
};

interface Place {
  readonly kind: FindingKind;
  readonly path: string;
  readonly where: 'value' | 'key';
}

/** Kinds of fields by their last name, in lower case without punctuation; the first that fits tells the cause. */
const FIELDS: readonly (readonly [names: RegExp, cause: (noun: string, field: string) => string])[] = [
  [
    /(?:url|uri|href|referrer|referer|link|location|querystring)$/,
    (noun) => `${noun} in a URL: its query, path or fragment carries it along`,
  ],
  [/cookies?$/, (noun) => `${noun} in a cookie that was recorded with the request`],
  [
    /(?:authorization|apikey|token|secret|password)$/,
    (noun, field) => `${noun} under \`${field}\`: a credential was sent as data`,
  ],
  [
    /(?:stack|stacktrace|exception|error|errormessage|log|trace)$/,
    (noun) => `${noun} in an error message or log line`,
  ],
  [
    /(?:search|query|q|keyword|term|searchterm|searchquery)$/,
    (noun) => `${noun} that someone typed into a search`,
  ],
  [
    /(?:prompt|completion|content|input|output)$/,
    (noun) => `${noun} in what was sent to or came from a form or a language model`,
  ],
  [
    /(?:message|comment|text|note|notes|body|description|feedback|reason|title|bio|subject)$/,
    (noun) => `${noun} in free text that people write`,
  ],
];

/** Names that announce their kind: the sender meant to send it. */
const MEANT: Partial<Readonly<Record<FindingKind, RegExp>>> = {
  email: /e?mail/,
  phone: /phone|mobile|msisdn|tel$/,
  ip: /(?:^|[a-z])ip(?:address)?$|addr/,
  card: /card|pan$/,
  iban: /iban/,
  name: /name/,
  address: /address|street/,
  birth_date: /birth|dob/,
};

/** A sentence without a full stop, its first letter large. */
export function causeOf(place: Place): string {
  const sentence = causeIn(place);
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function causeIn({ kind, path, where }: Place): string {
  const noun = NOUNS[kind];
  if (where === 'key') return `${noun} is used as the name of a field`;
  const segments = path
    .replaceAll('[]', '')
    .split('.')
    .filter((each) => each !== '');
  const field = segments.at(-1) ?? '';
  if (field === '') return `${noun} in the event itself`;
  const plain = field.toLowerCase().replaceAll(/[^a-z]/g, '');
  if (MEANT[kind]?.test(plain) === true) return `${noun} under \`${field}\`: a field that is meant for it`;
  if (segments.some((each) => each.toLowerCase() === 'cookies'))
    return `${noun} in a cookie that was recorded with the request`;
  const known = FIELDS.find(([names]) => names.test(plain));
  if (known !== undefined) return known[1](noun, field);
  if (field === '*') return `${noun} under a key that is data itself`;
  return `${noun} inside \`${field}\`, a field that nothing keeps it out of`;
}
