import { digitsEnd, isAlphanumericAt, isDigitAt } from '../characters.ts';
import { hasCueBefore, makeCues, mayHoldCue } from '../cues.ts';
import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { SIGN } from '../signs.ts';

/** Digits of a code. */
const DIGITS_MIN = 4;
const DIGITS_MAX = 8;
/** What announces a code in messages; two words are one without the space. */
const CUES = makeCues(
  (
    'otp passcode verificationcode securitycode logincode accesscode authenticationcode confirmationcode timecode ' +
    'timepassword timepin activationcode signincode mfacode 2facode bestätigungscode sicherheitscode ' +
    'verifizierungscode anmeldecode einmalcode deverificación deseguridad deconfirmación devérification desécurité ' +
    'diverifica disicurezza deverificação desegurança verificatiecode beveiligingscode verifieringskod ' +
    'engangskode engångskod vahvistuskoodi weryfikacyjny ověřovacíkód doğrulamakodu kodunuz'
  ).split(' '),
);
/** `482913 is your code`. */
const BEHIND =
  /[ \t](?:is your|is the|ist (?:ihr|dein)|es (?:tu|su)|est (?:votre|ton)|è il tuo|é (?:o )?seu|is (?:je|uw)) /iuy;

/**
 * One-time codes in running text, by the words before or behind them: `Your verification code is 482913`, `482913 is your
 * login code`. Numbers of orders, errors and postal codes have other words.
 */
export const oneTimeCode: Detector = {
  id: 'one_time_code',
  version: 1,
  kind: 'token',
  trigger: SIGN.digit | SIGN.space | SIGN.lower,
  patterns: [BEHIND],
  find,
};

function find(text: string): readonly Span[] {
  if (!mayHoldCue(text, CUES)) return NO_SPANS;
  let spans: Span[] | null = null;
  for (let index = 0; index < text.length; index++) {
    if (!isDigitAt(text, index)) continue;
    const end = digitsEnd(text, index);
    const length = end - index;
    if (
      length >= DIGITS_MIN &&
      length <= DIGITS_MAX &&
      isAlone(text, index, end) &&
      isSaid(text, index, end)
    ) {
      spans ??= [];
      spans.push({ start: index, end });
    }
    index = end;
  }
  return spans ?? NO_SPANS;
}

function isAlone(text: string, start: number, end: number): boolean {
  if (isAlphanumericAt(text, start - 1) || isAlphanumericAt(text, end)) return false;
  return (
    !'-./_#%'.includes(text.charAt(start - 1) || ' ') &&
    !('.-/'.includes(text.charAt(end) || ' ') && isDigitAt(text, end + 1))
  );
}

function isSaid(text: string, start: number, end: number): boolean {
  BEHIND.lastIndex = end;
  if (BEHIND.test(text)) return true;
  return hasCueBefore(text, start, CUES);
}
