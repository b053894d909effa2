/** Tells a password from what else stands behind the word: states, types, code and hints. */
import { isPlaceholder } from './placeholder.ts';
import { REFERENCE_PATTERNS, isReference } from './reference.ts';

const LENGTH_MAX = 200;
/** Shortest password in running text, and under a key that says password. */
const LENGTH_MIN = 4;

/** States, verbs, types and labels of user interfaces. In lower case. */
const PLAIN_WORDS: ReadonlySet<string> = new Set(
  (
    'true false yes no on off null nil none undefined unknown empty blank unset set reset change changed changes update ' +
    'updated required optional missing invalid valid incorrect correct wrong weak medium strong expired expires active ' +
    'inactive enabled disabled hidden masked redacted filtered removed success succeeded failed failure error ok show ' +
    'hide toggle forgot forgotten forget remember confirm confirmed confirmation new old current next previous match ' +
    'matches mismatch mismatched accepted rejected denied allowed needed provided sent created deleted verified pending ' +
    'login logout signin signup submit cancel save saml sso oauth oidc magic magiclink otp totp sms email e-mail phone ' +
    'username user name text string number boolean object array password passwords pass passwd pwd passphrase secret ' +
    'token key value field input label placeholder type default manual auto automatic policy length strength method ' +
    'hash hashed encrypted plain plaintext bcrypt argon scrypt sha md must should cannot can may is was are has been ' +
    'not for and the your this that with from too very at in to of please enter or n a na title message hint help link button ' +
    'str int bool bytes char any optional never void shift configured rotated revoked encrypted todo tbd fixme example ' +
    'ungültig falsch erforderlich abgelaufen vergessen gesperrt geändert siehe fehlt leer incorrecta incorrecto inválida ' +
    'inválido incorreta incorreto caducada requerida requerido requise requis oubliée invalide expirée obrigatória ' +
    'obrigatório expirada errata scaduta richiesta obbligatoria nieprawidłowe wygasło wymagane błędne yanlış geçersiz gerekli'
  ).split(' '),
);
const DATE = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:$|[T ])/u;
/** A call, an index, a member or a variable of a program, and paths of translations such as `password.reset.title`. */
const CODE =
  /[([{]|^[a-z_]\w*(?:\.[a-z_]\w*)+;?$|^(?:env|os|proc[a-z]+|this|self|options|params|request|props)\b|^\$[a-z_]\w*$/iu;

/** Whether a key that says password has a password for its value, rather than a state, a date, a hint or a count. */
export function isKeyedPassword(value: string): boolean {
  if (value.length < 3 || value.length > LENGTH_MAX || /^\d{1,3}$/u.test(value)) return false;
  return !FRAGMENT.test(value) && !ADDRESS.test(value) && !standsForPassword(value);
}

/** Whether running text names a password here. Without quotes it must have a digit or a sign, as words have neither. */
export function isSpokenPassword(value: string, isQuoted: boolean): boolean {
  if (value.length < LENGTH_MIN || value.length > LENGTH_MAX || /\s/u.test(value)) return false;
  if (CODE.test(value) || REFERENCE.test(value) || standsForPassword(value)) return false;
  return isQuoted || (/[a-z]/iu.test(value) && /[\d!@#$%^&*_+~?]/u.test(value));
}

/** An address, a path, a selector or an entity of HTML. */
const REFERENCE = /^(?:[a-z][a-z\d+.-]*:\/\/|arn:|[#./\\]|&lt;)|^[^\d]*\/|[:,]$/iu;

/** A call that makes one of what it is given, `hash_password(password)`, and the member of an object, `form.password`. */
const COMPUTED = /^[a-z_]{1,40}\([a-z_.]{1,40}\)?;?$/iu;
const COMPUTES = /hash|crypt|passw/iu;
const MEMBER =
  /^[a-z_$][\w$]{0,40}(?:\.[a-z_$][\w$]{0,40}){0,4}\.(?:password|passwd|passphrase|secret|token)(?:\(\))?;?$/iu;

function isComputed(value: string): boolean {
  return MEMBER.test(value) || (COMPUTED.test(value) && COMPUTES.test(value));
}

/** A word, a date, a label, a place, a call or a stand-in. */
function standsForPassword(value: string): boolean {
  if (isPlain(value) || isComputed(value) || DATE.test(value) || isLabel(value)) return true;
  const told = value.replace(/^bearer /iu, '');
  return isReference(value) || isPlaceholder(told, 0, told.length);
}

/**
 * What cannot be a password even where a key says so: an address of the web, a path of three parts or more, or one below a
 * directory at the top, as shells have it in `PWD`.
 */
const ADDRESS =
  /^https?:\/\/|^\/(?:home|root|usr|opt|srv|var|tmp|mnt|app|apps|src|workspaces?|builds?)(?:\/[\w.-]+){0,16}\/?$|^\/[a-z][\w-]*(?:\/[a-z@][\w@.-]*){2,}$/iu;
/** Code between two quotes of which the first closed a string, or behind a name of code: `+new Cipher(`, `,$retries=`, `(char *)`. */
const FRAGMENT = /^[,+][$\w .]*[=:([]$|^(?:(?:const|unsigned) )?(?:char|void|string) ?\*$/iu;
const LABEL = /^(?=[^#/]*[#/])[#./]?[a-z]+(?:[-_/#.][a-z]+)+$/iu;

/** A path, a selector or a name of code that speaks of passwords: `#rotate-password`, `admin/passwords#renew`. */
function isLabel(value: string): boolean {
  return /passw/iu.test(value) && LABEL.test(value);
}

/** One plain word, several of them in a slug or a sentence, or no letter and no digit at all. */
function isPlain(value: string): boolean {
  const words = value
    .toLowerCase()
    .split(/[\s_.:,;!?/()[\]#-]+/u)
    .filter(Boolean);
  return words.every((word) => PLAIN_WORDS.has(word));
}

/** Patterns that the functions above use. */
export const VALUE_PATTERNS: readonly RegExp[] = [
  DATE,
  CODE,
  REFERENCE,
  ADDRESS,
  FRAGMENT,
  LABEL,
  COMPUTED,
  COMPUTES,
  MEMBER,
  ...REFERENCE_PATTERNS,
];
