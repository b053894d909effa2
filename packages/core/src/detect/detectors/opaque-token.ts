import { isTokenAt, tokenEnd } from '../characters.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { MEANING } from '../meaning.ts';
import { SIGN } from '../signs.ts';
import { isOpaque, isUuid } from './opaque.ts';
import { isPlaceholder } from './placeholder.ts';

/** Shortest code under a key that says code, and shortest in a path. */
const LENGTH_MIN = 6;
const PATH_LENGTH_MIN = 16;
/** From here on a code needs no digit to be opaque. */
const OPAQUE_LENGTH = 20;
const LENGTH_MAX = 2048;
/** A segment between the word and the code: an id, or one in base64. */
const OWNER_LENGTH_MAX = 40;
/** Parameters of one URL that are looked at. */
const PARAMETERS_MAX = 32;
const CODE = /^[\w+/=.~%|:-]+$/u;
const ONE_TIME_CODE = /^\d{6,8}$/u;
const SHORT_CODE = /^\d{3,8}$/u;
const WORDS = /^[a-z]+(?:[-_.][a-z]+)+$/iu;
const NUMBERED_WORD = /^[a-z]+[-_]?\d+$/iu;
/** Segments of a path behind which links carry a code, as their first word or, in `reset-password`, any word. */
const LINK_WORDS: ReadonlySet<string> = new Set(
  (
    'reset resetpassword password passwordreset verify verification verifyemail invite invites invitation invitations ' +
    'magic magiclink magic-link confirm confirmation activate activation unsubscribe token tokens auth login signin sso ' +
    'recover recovery unlock join accept claim share shared download callback secret passwordless otp opt-out optout ' +
    'email-verification validate delete-account onboarding ' +
    'passwort passwortreset zuruecksetzen zurucksetzen bestaetigen bestaetigung bestatigen aktivieren aktivierung einladung ' +
    'einladungen abmelden abmeldung restablecer recuperar contrasena confirmar confirmacion activar activacion invitacion ' +
    'verificar verificacion reinitialiser reinitialisation motdepasse mot-de-passe confirmer activer activation verifier ' +
    'desinscription reimposta recupera conferma attiva invito verifica disiscriviti redefinir senha convite ativar ' +
    'wachtwoord herstel bevestig bevestigen bevestiging uitnodiging activeren afmelden haslo potwierdz aktywacja zaproszenie ' +
    'aterstall bekrafta inbjudan nulstil bekraeft'
  ).split(' '),
);

/** Of those, the words of pages that do what a link in a message asks for, so that a code among its parameters is that link's. */
const ACTION_WORDS: ReadonlySet<string> = new Set(
  (
    'reset resetpassword passwordreset verify verification verifyemail invite invitation magic magiclink confirm confirmation ' +
    'activate activation unsubscribe recover recovery unlock passwordless optout optin abmelden abmeldung bestaetigen ' +
    'aktivieren desinscription confirmer activer confirmar activar restablecer conferma attiva disiscriviti redefinir ' +
    'afmelden bevestig bevestigen activeren potwierdz'
  ).split(' '),
);
const VAULT = '.vault.azure.net/';
/** From there to the version: `secrets/` or `certificates/`, and a name of up to 127 characters. */
const VAULT_PATH_LENGTH_MAX = 160;

/** Parameters that say where somebody came from, or which campaign, list or message it is about. */
const TRACKING = /^(?:utm_|_ga|_gl|_hs)|clid$|(?:^|[_-])id$|Id$/u;

/**
 * Codes that stand for a person's consent or log-in: reset, magic, invitation and OAuth codes under keys that say so, and
 * in the path of a URL behind words such as `/reset/`, or under whatever name behind `/unsubscribe?`. A code of six digits is one too, or of three where the key names the
 * code of a card or of a message; a word is none.
 */
export const opaqueToken: Detector = {
  id: 'opaque_token',
  version: 4,
  kind: 'token',
  trigger: SIGN.token16 | SIGN.slash,
  meanings: MEANING.code,
  patterns: [CODE, ONE_TIME_CODE, SHORT_CODE, WORDS, NUMBERED_WORD, TRACKING],
  find,
};

function find(text: string, meaning: number): readonly Span[] {
  if ((meaning & MEANING.safe) !== 0) return NO_SPANS;
  if ((meaning & MEANING.code) !== 0)
    return isNamedCode(text, meaning) ? [{ start: 0, end: text.length }] : NO_SPANS;
  let spans: Span[] | null = findInQuery(text);
  for (let slash = text.indexOf('/'); slash >= 0; slash = text.indexOf('/', slash + 1)) {
    const end = tokenEnd(text, slash + 1);
    if (end - slash <= PATH_LENGTH_MIN || !endsSegment(text, end) || !isBehindLink(text, slash)) continue;
    if (!isPathCode(text.slice(slash + 1, end)) || isVersionAt(text, slash)) continue;
    spans ??= [];
    spans.push({ start: slash + 1, end });
  }
  return spans ?? NO_SPANS;
}

/** The codes among the parameters of a page that does what a link in a message asks for; null where there are none. */
function findInQuery(text: string): Span[] | null {
  let spans: Span[] | null = null;
  for (let mark = text.indexOf('?'); mark >= 0; mark = text.indexOf('?', mark + 1)) {
    if (!isLinkSegment(text, mark, ACTION_WORDS)) continue;
    let next = '&';
    for (let count = 0; count < PARAMETERS_MAX && next === '&'; count++) {
      const start = mark + 1;
      const end = parameterEnd(text, start);
      const [name = '', ...value] = text.slice(start, end).split('=');
      if (isLinkCode(name, value.join('='))) {
        spans ??= [];
        spans.push({ start: start + name.length + 1, end });
      }
      next = text.charAt(end);
      mark = end;
    }
  }
  return spans;
}

function parameterEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + LENGTH_MAX);
  let end = start;
  while (end < limit && !'&#"\'<>\\) \n\r\t'.includes(text.charAt(end))) end++;
  return end;
}

function isLinkCode(name: string, value: string): boolean {
  return value.length >= OPAQUE_LENGTH && !TRACKING.test(name) && isPathCode(value);
}

function isNamedCode(text: string, meaning: number): boolean {
  return isCode(text) || ((meaning & MEANING.shortCode) === MEANING.shortCode && SHORT_CODE.test(text));
}

/** Digits and letters together, or at least twenty characters without a space, or six to eight digits. */
function isCode(value: string): boolean {
  if (value.length < LENGTH_MIN || value.length > LENGTH_MAX || !CODE.test(value)) return false;
  if (isPlaceholder(value, 0, value.length)) return false;
  return isOpaque(value) || isUuid(value) || ONE_TIME_CODE.test(value) || looksMade(value);
}

/** Long, or digits among letters; neither several words nor a word with a number behind it, as voucher codes are. */
function looksMade(value: string): boolean {
  if (WORDS.test(value) || NUMBERED_WORD.test(value)) return false;
  return value.length >= OPAQUE_LENGTH || (/\d/u.test(value) && /[a-z]/iu.test(value));
}

function isPathCode(value: string): boolean {
  return (isOpaque(value) || isUuid(value)) && !isPlaceholder(value, 0, value.length);
}

/** Whether a vault of Azure has the version of a secret or key there (https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates, 2026-11). */
function isVersionAt(text: string, slash: number): boolean {
  const [, path] = text.slice(Math.max(0, slash - VAULT_PATH_LENGTH_MAX), slash).split(VAULT);
  return path?.split('/').length === 2;
}

function endsSegment(text: string, end: number): boolean {
  return end === text.length || '/?#&"\'<> )\n'.includes(text.charAt(end));
}

/** Whether the segment before is one of a link, or says whose link it is: `/reset/42/<code>`. */
function isBehindLink(text: string, slash: number): boolean {
  if (isLinkSegment(text, slash, LINK_WORDS)) return true;
  const before = text.lastIndexOf('/', slash - 1);
  return before > 0 && slash - before <= OWNER_LENGTH_MAX && isLinkSegment(text, before, ACTION_WORDS);
}

/** Whether the segment before the slash or question mark, or a word of it, is one of the words. */
function isLinkSegment(text: string, slash: number, words: ReadonlySet<string>): boolean {
  let start = slash;
  while (start > 0 && slash - start < 40 && isTokenAt(text, start - 1)) start--;
  if (start === slash || text.charAt(start - 1) !== '/') return false;
  const segment = text.slice(start, slash).toLowerCase();
  return words.has(segment) || segment.split(/[-_]/u).some((word) => words.has(word));
}
