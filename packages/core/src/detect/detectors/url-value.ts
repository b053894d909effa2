import { isDigitAt, isLetterAt, isSpaceAt } from '../characters.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { SIGN } from '../signs.ts';

/** Characters of a parameter's name at most. */
const NAME_LENGTH_MAX = 64;
/** Names of several everyday meanings count only with a value of at least this many characters, digits among them. */
const OPAQUE_LENGTH_MIN = 6;

const WHITE_SPACE = /\s+/u;
/** What parts the words of a name. */
const SEPARATORS = /[_.[\]$-]/gu;

/** Names of which any value is personal or secret. Compared without case and without `_`, `-`, `.`, `[` and `]`. */
const SENSITIVE_NAMES = wordSet(`
  email emailaddress mail usermail useremail phone phonenumber tel telephone mobile mobilenumber msisdn cell whatsapp
  name fullname firstname lastname middlename givenname familyname surname fname lname realname displayname username
  login loginhint user customername recipientname contactname cardholder holder
  password passwd pwd pass passphrase newpassword oldpassword userpassword passcode pin
  secret clientsecret appsecret secretkey sharedsecret
  token accesstoken authtoken refreshtoken idtoken resettoken resetpasswordtoken logintoken magictoken invitetoken
  invitationtoken confirmationtoken verificationtoken verifytoken sessiontoken csrftoken xsrftoken bearertoken
  securitytoken usertoken oauthtoken oauthverifier authenticitytoken apitoken privatetoken personalaccesstoken jwt
  apikey accesskey accesskeyid privatekey secretaccesskey subscriptionkey licensekey authkey encryptionkey
  authorization credential credentials samlresponse samlrequest assertion clientassertion
  sessionid sessid sid phpsessid jsessionid aspsessionid connectsid asid laravelsession sessionkey
  otp totp mfacode passcode verificationcode authcode authorizationcode invitecode resetcode devicecode usercode
  signature sig xamzsignature xgoogsignature xamzsecuritytoken xamzcredential
  address street streetaddress postaladdress address1 address2 addressline1 dob birthday birthdate dateofbirth
  ssn socialsecuritynumber nationalid passport passportnumber taxid iban accountnumber cardnumber ccnumber cvv cvc
  latitude longitude lat lng lon ip ipaddress clientip userip
`);

/** Names that are sensitive only with an opaque value: `code=US` and `key=title` are not. */
const OPAQUE_NAMES = wordSet(`
  key auth session code reset state nonce ticket hash invite verify confirm confirmation activation magic link sess
  verifier challenge credentialid t access auth0 sso challengecode
`);

/**
 * Values of parameters whose names say that they are personal or secret, in the query or fragment of a URL, in a bare
 * list of pairs and in cookies. The span is the value, so that the rest of the URL stays useful.
 */
export const urlValue: Detector = {
  id: 'url_value',
  version: 1,
  kind: 'url_value',
  trigger: SIGN.equals,
  patterns: [SEPARATORS, WHITE_SPACE],
  find,
};

function find(text: string): readonly Span[] {
  let spans: Span[] | null = null;
  let free = 0;
  for (let equals = text.indexOf('='); equals >= 0; equals = text.indexOf('=', Math.max(equals + 1, free))) {
    const nameStart = parameterStart(text, equals, free);
    const strictness = nameStart < 0 ? null : strictnessOf(text, nameStart, equals);
    if (strictness === null) continue;
    // Only the value of a sensitive name is read over: another may hold a URL with parameters of its own.
    const start = equals + 1;
    const end = valueEnd(text, start);
    free = end;
    if (end === start || isPlaceholder(text, start, end)) continue;
    if (strictness === 'opaque' && !isOpaque(text, start, end)) continue;
    spans ??= [];
    spans.push({ start, end });
  }
  return spans ?? NO_SPANS;
}

/** Where the name of the parameter begins, or -1 where the `=` is not that of a pair. */
function parameterStart(text: string, equals: number, free: number): number {
  const first = Math.max(free, equals - NAME_LENGTH_MAX);
  let start = equals;
  while (start > first && isNameAt(text, start - 1)) start--;
  if (start === equals) return -1;
  if (start === 0) return 0;
  const before = text.charAt(start - 1);
  if ('?&#;'.includes(before)) return start;
  // Cookies are parted by `; `, and Snowplow and some routers put a fragment's pairs behind a slash.
  const isCookie = before === ' ' && text.charAt(start - 2) === ';';
  return isCookie || text.startsWith('#/', start - 2) ? start : -1;
}

function isNameAt(text: string, index: number): boolean {
  return isLetterAt(text, index) || isDigitAt(text, index) || '_-.[]$'.includes(text.charAt(index));
}

function valueEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && !'&#;"\'<>\\'.includes(text.charAt(end)) && !isSpaceAt(text, end)) end++;
  return end;
}

/** Which values of this parameter are sensitive: `any`, only `opaque` ones, or none (null). */
function strictnessOf(text: string, start: number, end: number): 'any' | 'opaque' | null {
  // Campaign parameters are in most URLs, and none is sensitive.
  if (text.startsWith('utm_', start)) return null;
  const name = plainName(text, start, end);
  if (SENSITIVE_NAMES.has(name)) return 'any';
  return OPAQUE_NAMES.has(name) ? 'opaque' : null;
}

/** The name in lower case and without what parts its words; as it stands, at little cost, where that changes nothing. */
function plainName(text: string, start: number, end: number): string {
  const name = text.slice(start, end);
  for (let index = 0; index < name.length; index++) {
    const code = name.charCodeAt(index);
    if (code < 97) return name.replace(SEPARATORS, '').toLowerCase();
  }
  return name;
}

/** Nothing, a flag, or something that stands for a value: `true`, `0`, `{token}`, `:id`, `[email]`, `***`. */
function isPlaceholder(text: string, start: number, end: number): boolean {
  if (end - start === 1) return true;
  if ('{[:*<$'.includes(text.charAt(start))) return true;
  return FLAGS.has(text.slice(start, end).toLowerCase());
}

const FLAGS = wordSet('true false null undefined none yes no on off redacted hidden removed');

function isOpaque(text: string, start: number, end: number): boolean {
  if (end - start < OPAQUE_LENGTH_MIN) return false;
  let digits = 0;
  for (let index = start; index < end; index++) if (isDigitAt(text, index)) digits++;
  return digits > 0 || end - start >= 20;
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(WHITE_SPACE));
}
