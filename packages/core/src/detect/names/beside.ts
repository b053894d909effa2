/** Whose a bare `name` is, by what stands beside it: `{"name": "Zoe Jones", "email": "…"}` is somebody, a `name` beside `industry` a company. */
import type { Json, JsonObject } from '../../event.ts';
import { meaningOf } from '../key-meaning.ts';
import { wordsOf } from '../field-words.ts';
import { MEANING } from '../meaning.ts';
import { isFullName } from './person-name.ts';

/** Members that are looked at; senders choose how many there are. */
const MEMBERS_MAX = 64;
/** Names of somebody's own address, besides those of one word that mean nothing else; in one word, as they are compared. */
const MAILBOX_KEYS: ReadonlySet<string> = new Set(
  (
    'emailaddress mailaddress useremail workemail personalemail primaryemail contactemail customeremail address mbox upn ' +
    'userprincipalname id userid username userlogin login alternateid externalid sub distinctid mailnickname'
  ).split(' '),
);
/** What says of what type an object is, and types of people; JSON-LD, ActivityStreams, xAPI and the interfaces of ticketing. */
const TYPE_KEYS: ReadonlySet<string> = new Set([
  'type',
  '@type',
  'objectType',
  'resourceType',
  'kind',
  '__typename',
]);
const TYPES: ReadonlySet<string> = new Set('person user contact employee customer patient guest'.split(' '));
const MAILBOX = /^(?:mailto:)?[^@\s/]{1,64}@[^@\s/]{1,80}\.[a-z]{2,}$/iu;
/** What only companies and places have. */
const OF_COMPANIES: ReadonlySet<string> = new Set(
  (
    'industry employees employeecount numberofemployees numemployees companysize domain openinghours stars chain ' +
    'annualrevenue vatnumber vatid'
  ).split(' '),
);
/** Objects whose `name` is never a person's, whoever answers their mail. */
const COMPANIES: ReadonlySet<string> = new Set(
  (
    'company companies organization organisation org group groups team hotel shop store merchant vendor supplier restaurant ' +
    'venue branch school hospital clinic app application project campaign list form template site product products item items ' +
    'library sdk os browser device network screen page event events span spans metric metrics log logger logs scope thread module ' +
    'plan brand bank airline agency institution tenant workspace subscription service package'
  ).split(' '),
);
/** Longer keys are no names of what companies have. */
const KEY_LENGTH_MAX = 64;
/** Emptied when strangers send too many. */
const REMEMBERED_MAX = 4096;
const remembered = new Map<string, boolean>();
/** What an address was replaced with, in an event that is written over while it is read. */
const REPLACED = '[email]';

/** Whether a member so called, in an object of this name, is judged by what stands beside it. */
export function isBareName(key: string, parent: string): boolean {
  return key.length === 4 && key.toLowerCase() === 'name' && !COMPANIES.has(wordsOf(parent).at(-1) ?? '');
}

/** Whether the value is written like a full name, and something that only people have stands beside it. */
export function isBesidePersons(value: Json, members: JsonObject): boolean {
  if (typeof value !== 'string' || !isFullName(value)) return false;
  const keys = Object.keys(members).slice(0, MEMBERS_MAX);
  if (keys.some((key) => isPersons(key, members[key]))) return true;
  return keys.some((key) => isMailbox(key, members[key])) && !isOfCompany(keys);
}

/** Whether what stands beside a name only companies have. */
export function isBesideCompanys(members: JsonObject): boolean {
  const keys = Object.keys(members).slice(0, MEMBERS_MAX);
  return isOfCompany(keys) && !keys.some((key) => isPersons(key, members[key]));
}

function isOfCompany(keys: readonly string[]): boolean {
  return keys.some(isCompanys);
}

/** Whether a member so called is one that only companies have; remembered, since names are few and to take one apart is dear. */
function isCompanys(key: string): boolean {
  const known = remembered.get(key);
  if (known !== undefined) return known;
  if (remembered.size >= REMEMBERED_MAX) remembered.clear();
  const answer = key.length <= KEY_LENGTH_MAX && OF_COMPANIES.has(wordsOf(key).join(''));
  remembered.set(key, answer);
  return answer;
}

/** A first name or a birthday, or a type that says it: `{"type": "User", "name": "…"}`. */
function isPersons(key: string, value: Json | undefined): boolean {
  if (TYPE_KEYS.has(key)) return typeof value === 'string' && TYPES.has(value.toLowerCase());
  const meaning = meaningOf(key);
  return meaning === MEANING.birthDate || meaning === MEANING.personName;
}

/** `zoe@shop.example`, also behind `mailto:`, under a name that says no more than that: `created_by_email` is somebody else's. */
function isMailbox(key: string, value: Json | undefined): boolean {
  if (typeof value !== 'string' || !(value === REPLACED || MAILBOX.test(value))) return false;
  const words = wordsOf(key);
  return MAILBOX_KEYS.has(words.join('')) || (words.length === 1 && meaningOf(key) === MEANING.email);
}
