/**
 * Marked personal values, and the search for them in whatever form they may come out again. Every planted value is
 * remembered, so that an unkeyed hash of it counts as a leak too.
 */
import { createHash } from 'node:crypto';

/** Stands in most values; nothing else in a test run holds it, in capitals or not. */
const MARK = 'qzcanary7';

const PHONE = '+44 20 7946 0958';
const CARD = '4000 0077 4611 8832';
/** The same card as an app might send it where a number is due. */
export const CARD_NUMBER = 4_000_007_746_118_832;
const IBAN = 'GB33BUKB20201555555555';
const SSN = '078-05-1120';
const ADDRESS = '203.0.113.77';
const CHANCE = 'R7kQ2vX9mB4tZ8wL3nC6pD1sF5gH0jYaE2uV';

const base64url = (text: string): string => Buffer.from(text).toString('base64url');
const jwtOf = (mail: string): string =>
  `${base64url('{"alg":"HS256","typ":"JWT"}')}.${base64url(`{"sub":"${mail}","iat":1767225600}`)}.${base64url(`${MARK}${CHANCE}`)}`;

/** Kind of value → the value, made from an e-mail address of its own. Detection must know each of these anywhere in a text. */
const DETECTABLE = {
  email: (mail) => mail,
  'email in a text': (mail) => `please write to ${mail}, thank you`,
  'email in capitals': (mail) => mail.toUpperCase(),
  phone: () => PHONE,
  card: () => CARD,
  iban: () => IBAN,
  ssn: () => `SSN ${SSN}`,
  'ip address': () => ADDRESS,
  jwt: (mail) => jwtOf(mail),
  bearer: (mail) => `Bearer ${base64url(`${mail}${CHANCE}`)}`,
  'api key': () => ['gh', 'p_', CHANCE].join(''),
  url: (mail) => `https://shop.example/reset?email=${encodeURIComponent(mail)}&step=2`,
  'url path': (mail) => `https://shop.example/users/${mail}/orders#${mail}`,
  'json in a string': (mail) => JSON.stringify({ user: { mail } }),
  'base64 in a string': (mail) => Buffer.from(JSON.stringify({ mail })).toString('base64'),
  'percent-encoded': (mail) => encodeURIComponent(`mail ${mail}`),
} as const satisfies Readonly<Record<string, (mail: string) => string>>;

export type CanaryKind = keyof typeof DETECTABLE;
export const CANARY_KINDS = Object.keys(DETECTABLE) as readonly CanaryKind[];

/** Parts that give a value away, with what stands around them taken off. */
const NEEDLES: readonly string[] = [
  MARK,
  '2079460958',
  '20 7946 0958',
  '4000007746118832',
  '4000 0077 4611 8832',
  'BUKB20201555555555',
  SSN,
  '078051120',
  ADDRESS,
  CHANCE,
];

/** A place where a canary was found. */
export interface Leak {
  readonly needle: string;
  readonly form: string;
  readonly around: string;
}

export interface CanarySet {
  /** A fresh value of a kind; `place` says where it is planted, for the report. */
  plant(kind: CanaryKind, place: string): string;
  /** A person's name with the mark: no detector knows it, so only for places that the plan does not send. */
  plantName(place: string): string;
  /** Number of values planted so far. */
  readonly planted: number;
  /** Every sign of a planted value in some bytes. */
  find(bytes: Uint8Array): readonly Leak[];
}

export function createCanarySet(): CanarySet {
  const places: string[] = [];
  const fresh: string[] = [];
  const digests = new Set<string>();
  const next = (place: string): string => `${MARK}n${places.push(place)}x`;
  const keep = (value: string): string => {
    fresh.push(value);
    return value;
  };
  return {
    plant: (kind, place) => {
      const mail = keep(`${next(`${kind} in ${place}`)}@person.example`);
      return keep(DETECTABLE[kind](mail));
    },
    plantName: (place) => keep(`Anna ${next(`name in ${place}`)} Markedperson`),
    get planted() {
      return places.length;
    },
    find: (bytes) => {
      for (const value of fresh.splice(0)) for (const digest of digestsOf(value)) digests.add(digest);
      return findLeaks(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), digests, places);
    },
  };
}

interface Form {
  readonly needle: string;
  readonly form: string;
  readonly text: string;
  readonly anyCase: boolean;
}

const FORMS: readonly Form[] = [
  ...NEEDLES.flatMap((needle) => [
    ...formsOf(needle, needle),
    ...(needle.toUpperCase() === needle ? [] : formsOf(needle, needle.toUpperCase())),
  ]),
  // A token or an encoded text holds the mark as base64, and may be encoded once more.
  ...base64Forms(MARK).flatMap((text) => formsOf(MARK, text, true)),
];

/** `exact`: the text is base64, in which capitals matter. */
function formsOf(needle: string, text: string, exact = false): readonly Form[] {
  const bytes = Buffer.from(text);
  const once = encodeURIComponent(text);
  const all = [...bytes].map((byte) => `%${byte.toString(16)}`).join('');
  const escaped = text.replaceAll(/./gs, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const textual: readonly (readonly [string, string])[] = [
    ['plain', text],
    ['percent', once],
    ['percent twice', encodeURIComponent(once)],
    ['form', text.replaceAll(' ', '+')],
    ['UTF-16', Buffer.from(text, 'utf16le').toString('latin1')],
  ];
  const coded: readonly (readonly [string, string])[] = [
    ['percent throughout', all],
    ['percent throughout, twice', encodeURIComponent(all)],
    ['JSON escapes', escaped],
    ['hex', bytes.toString('hex')],
  ];
  const forms = [
    ...textual.map(([form, sought]) => ({
      form,
      text: exact ? sought : sought.toLowerCase(),
      anyCase: !exact,
    })),
    ...coded.map(([form, sought]) => ({ form, text: sought.toLowerCase(), anyCase: true })),
    ...base64Forms(text).map((sought) => ({ form: 'base64', text: sought, anyCase: false })),
  ];
  const suffix = exact ? ' of base64' : '';
  // Reversed, so that of equal texts the first form gives its name.
  const distinct = new Map(forms.toReversed().map((each) => [`${String(each.anyCase)}${each.text}`, each]));
  return [...distinct.values()].map((each) => ({ ...each, needle, form: `${each.form}${suffix}` }));
}

/** What is sure to stand in the base64 of any text that holds the needle, whatever comes before and after it. */
function base64Forms(needle: string): readonly string[] {
  const forms = [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), Buffer.from(needle)]).toString('base64');
    const whole = Math.floor((before + Buffer.byteLength(needle)) / 3) * 4;
    const inside = encoded.slice(before === 0 ? 0 : 4, whole);
    return [inside, inside.replaceAll('+', '-').replaceAll('/', '_')];
  });
  return [...new Set(forms)];
}

function findLeaks(bytes: Buffer, digests: ReadonlySet<string>, places: readonly string[]): readonly Leak[] {
  const text = bytes.toString('latin1');
  const lower = text.toLowerCase();
  const found = new Map<string, Leak>();
  for (const { needle, form, text: sought, anyCase } of FORMS) {
    const at = (anyCase ? lower : text).indexOf(sought);
    if (at === -1) continue;
    found.set(`${needle} ${form}`, { needle, form, around: surroundings(text, at, places) });
  }
  for (const match of text.matchAll(/[0-9a-fA-F]{32,128}|[A-Za-z0-9+/_-]{22,88}/g)) {
    const run = match[0];
    if (!digests.has(run) && !digests.has(run.toLowerCase())) continue;
    found.set(run, { needle: run, form: 'hash', around: surroundings(text, match.index, places) });
  }
  return [...found.values()];
}

function surroundings(text: string, at: number, places: readonly string[]): string {
  const around = text.slice(Math.max(0, at - 60), at + 100).replaceAll(/[^\x20-\x7e]/g, '.');
  const number = new RegExp(`${MARK}n(\\d+)x`, 'i').exec(text.slice(at, at + 40))?.[1];
  return number === undefined ? around : `${around} (planted: ${places[Number(number) - 1] ?? ''})`;
}

/** Unkeyed hashes of a value as it is, in the spelling that senders bring it to, and of its digits alone. */
function digestsOf(value: string): readonly string[] {
  const spellings = new Set([value, value.trim().toLowerCase(), value.replaceAll(/[^\d+]/g, '')]);
  return [...spellings]
    .filter((text) => text.length >= 8)
    .flatMap((text) =>
      ['sha256', 'md5', 'sha1'].map((algorithm) => createHash(algorithm).update(text).digest()),
    )
    .flatMap((digest) => [
      digest.toString('hex'),
      digest.toString('base64').replaceAll('=', ''),
      digest.toString('base64url'),
    ]);
}
