import { isTokenAt, tokenEnd } from '../characters.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { MEANING } from '../meaning.ts';
import { isOpaque, isPlaceholder, isRandomLike } from '../opaque.ts';
import { SIGN } from '../signs.ts';

/** A segment of a path is a token from this length on, in characters. */
const SEGMENT_LENGTH_MIN = 12;
const LENGTH_MAX = 4096;

/** Segments of paths behind which a token follows. */
const BEFORE_TOKEN: ReadonlySet<string> = new Set(
  (
    'reset resetpassword passwordreset reset-password password-reset forgot forgot-password recover recovery verify verification ' +
    'verify-email confirm confirmation confirm-email activate activation invite invites invitation invitations accept join magic ' +
    'magic-link magiclink login signin sign-in auth oauth callback sso unsubscribe optout token tokens t session sessions share ' +
    'shared s k key download dl unlock otp onetime one-time reset_password password_reset invitation-token set-password'
  ).split(' '),
);

/**
 * Tokens that let in whoever has them: links for resetting, confirming, inviting and signing in, codes of OAuth and one-time
 * codes; under their names, and in paths behind words such as `reset`.
 */
export const opaqueToken: Detector = {
  id: 'opaque_token',
  version: 1,
  kind: 'token',
  trigger: SIGN.slash | SIGN.token12,
  meanings: MEANING.code,
  patterns: [],
  find,
};

function find(text: string, meaning: number): readonly Span[] {
  if ((meaning & MEANING.code) !== 0) return findNamed(text);
  let spans: Span[] | null = null;
  for (let slash = text.indexOf('/'); slash >= 0; slash = text.indexOf('/', slash + 1)) {
    const end = tokenEnd(text, slash + 1);
    if (end - slash - 1 < SEGMENT_LENGTH_MIN || !isRandomLike(text.slice(slash + 1, end))) continue;
    if (!BEFORE_TOKEN.has(segmentBefore(text, slash))) continue;
    spans ??= [];
    spans.push({ start: slash + 1, end });
  }
  return spans ?? NO_SPANS;
}

function segmentBefore(text: string, slash: number): string {
  let start = slash;
  while (start > 0 && slash - start < 32 && isTokenAt(text, start - 1)) start--;
  return text.slice(start, slash).toLowerCase();
}

function findNamed(text: string): readonly Span[] {
  if (text.length > LENGTH_MAX || isPlaceholder(text)) return NO_SPANS;
  return isOpaque(text) || isCode(text) ? [{ start: 0, end: text.length }] : NO_SPANS;
}

/** Four to eight digits: what is sent by SMS, or stands on the back of a card beside three. */
function isCode(text: string): boolean {
  return /^\d{3,8}$/u.test(text);
}
