import type { Detector, Span } from '../detector.ts';
import { NO_SPANS } from '../detector.ts';
import { SIGN } from '../signs.ts';

/** Any of the forms below; each begins with a dollar sign and its scheme. */
const FORMS: readonly RegExp[] = [
  // crypt(5): MD5 and Apache's (22), bcrypt (53), SHA-256 (43) and SHA-512 (86), yescrypt and scrypt (43)
  /\$(?:1|apr1)\$[./\dA-Za-z]{1,8}\$[./\dA-Za-z]{22}(?![./\dA-Za-z])/uy,
  /\$2[abxy]?\$\d\d\$[./\dA-Za-z]{53}(?![./\dA-Za-z])/uy,
  /\$[56]\$(?:rounds=\d{1,9}\$)?[./\dA-Za-z]{1,16}\$(?:[./\dA-Za-z]{86}|[./\dA-Za-z]{43})(?![./\dA-Za-z])/uy,
  /\$(?:y|gy|7)\$[./\dA-Za-z]{3,16}\$[./\dA-Za-z]{1,86}\$[./\dA-Za-z]{43}(?![./\dA-Za-z])/uy,
  // Cisco's types 8 and 9 (https://www.cisco.com/c/en/us/support/docs/security-vpn, 2026-11)
  /\$[89]\$[./\dA-Za-z]{14}\$[./\dA-Za-z]{43}(?![./\dA-Za-z])/uy,
  // PHP's portable hashes, of WordPress and phpBB
  /\$[PH]\$[./\dA-Za-z]{31}(?![./\dA-Za-z])/uy,
  // RFC 9106 and the PHC string format (https://github.com/P-H-C/phc-string-format)
  /\$argon2(?:id|i|d)\$(?:v=\d{1,3}\$)?m=\d{1,10},t=\d{1,10},p=\d{1,5}\$[+/\dA-Za-z]{8,128}\$[+/\dA-Za-z]{16,256}/uy,
  /\$pbkdf2(?:-sha\d{1,3})?\$(?:i=)?\d{1,9}(?:,l=\d{1,4})?\$[./+\dA-Za-z]{8,128}\$[./+\dA-Za-z]{16,256}/uy,
  /\$scrypt\$ln=\d{1,3},r=\d{1,3},p=\d{1,5}\$[./+\dA-Za-z]{8,128}\$[./+\dA-Za-z]{16,256}/uy,
  // Kerberos answers that are encrypted with a key made of the password, as tools that guess it write them
  /\$krb5(?:asrep|tgs|pa)\$\d{2}\$[^\s:$]{0,128}[:$](?:[^\s$]{1,256}\$){0,3}[\da-fA-F]{32}\$?[\da-fA-F]{64,8192}/uy,
];

/** How the names of schemes begin. */
const SCHEMES = '1256789HPagkpsy';

/**
 * Hashes of passwords as systems store them, with scheme and salt: a weak password is guessed from its hash, and the salt
 * alone tells two people apart.
 */
export const passwordHash: Detector = {
  id: 'password_hash',
  version: 1,
  kind: 'password',
  trigger: SIGN.digit | SIGN.beyondHex,
  patterns: FORMS,
  find,
};

function find(text: string): readonly Span[] {
  let spans: Span[] | null = null;
  for (let dollar = text.indexOf('$'); dollar >= 0; dollar = text.indexOf('$', dollar + 1)) {
    const end = hashEnd(text, dollar);
    if (end === 0) continue;
    spans ??= [];
    spans.push({ start: dollar, end });
    dollar = end - 1;
  }
  return spans ?? NO_SPANS;
}

/** The position after the hash that begins at the dollar sign; 0 where none does. */
function hashEnd(text: string, dollar: number): number {
  if (!SCHEMES.includes(text.charAt(dollar + 1)) || text.indexOf('$', dollar + 2) < 0) return 0;
  for (const form of FORMS) {
    form.lastIndex = dollar;
    if (form.test(text)) return form.lastIndex;
  }
  return 0;
}
