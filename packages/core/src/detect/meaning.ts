const NAME = 1 << 2;
const CODE = 1 << 22;
const SAFE = 1 << 27;
/** Beside another bit: the one of its kinds that has a name of its own. All other bits are taken. */
const PARTICULAR = 1 << 29;

/**
 * What the name of a field says about its value: bits of one number, so that asking costs nothing. Names come from object
 * keys, URL parameters, cookies, headers, form fields, key/value lists and columns; `key-meaning.ts` reads them.
 */
export const MEANING = {
  email: 1 << 0,
  phone: 1 << 1,
  /** The name of a person. */
  name: NAME,
  /** A name of nothing but a person: a first or family name. */
  personName: NAME | PARTICULAR,
  /** A login or handle. */
  username: 1 << 3,
  /** A postal address or its street. */
  address: 1 << 4,
  birthDate: 1 << 5,
  /** A latitude, a longitude, or both. */
  coordinates: 1 << 6,
  ip: 1 << 7,
  mac: 1 << 8,
  imei: 1 << 9,
  vin: 1 << 10,
  plate: 1 << 11,
  card: 1 << 12,
  /** An IBAN, account or routing number. */
  bankAccount: 1 << 13,
  /** Any identifier that a state gives to people: SSN, tax, health, identity card. */
  nationalId: 1 << 14,
  passport: 1 << 15,
  driverLicence: 1 << 16,
  password: 1 << 17,
  /** A key, token or secret of a program. */
  secret: 1 << 18,
  /** A session id, or a token against forged requests. */
  session: 1 << 19,
  /** The value of an `Authorization` header. */
  authorization: 1 << 20,
  /** A list of cookies. */
  cookies: 1 << 21,
  /** A one-time code, or a link's code (reset, magic, OAuth, invitation); sensitive only if opaque. */
  code: CODE,
  wallet: 1 << 23,
  seedPhrase: 1 << 24,
  /** Text that a person typed: feedback, comments, messages, searches. */
  userText: 1 << 25,
  /** What was sent to or came from a language model. */
  prompt: 1 << 26,
  /** Known to be no personal data however it looks: a version, a user agent, a count, a hash, a template, a write key. */
  safe: SAFE,
  /** Beside another meaning: the name is that of a parameter in a URL or a form. */
  parameter: 1 << 28,
  /** Safe, and what a program calls itself, which may say whom to write to about it. */
  userAgent: SAFE | PARTICULAR,
  /** The directory in which the files of one person lie. */
  homeDirectory: 1 << 30,
  /** A code as short as those of cards and of messages to phones are, three digits or more. */
  shortCode: CODE | PARTICULAR,
  /** The message of an error, a line of a log, the title of a page: sentences that nobody typed to be sent. */
  programText: 1 << 31,
} as const;

export type MeaningName = keyof typeof MEANING;
