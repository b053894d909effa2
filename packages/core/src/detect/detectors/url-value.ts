import type { Detector, Span } from '../detector.ts';
import { NEVER, NO_SPANS } from '../detector.ts';
import { MEANING } from '../meaning.ts';
import { isMask } from './placeholder.ts';

/** Names under which any value is personal or secret, however it looks. One-time codes must be opaque: see `opaque_token`. */
const SENSITIVE =
  MEANING.email |
  MEANING.phone |
  MEANING.name |
  MEANING.username |
  MEANING.address |
  MEANING.birthDate |
  MEANING.coordinates |
  MEANING.ip |
  MEANING.card |
  MEANING.bankAccount |
  MEANING.nationalId |
  MEANING.passport |
  MEANING.driverLicence |
  MEANING.password |
  MEANING.secret |
  MEANING.session |
  MEANING.authorization;

/**
 * Values of parameters whose names say that they are personal or secret, in the query or fragment of a URL and in bare
 * lists of pairs, where no other detector knows their form. The span is the value, so that the rest of the URL stays useful.
 */
export const urlValue: Detector = {
  id: 'url_value',
  version: 3,
  kind: 'url_value',
  trigger: NEVER,
  meanings: MEANING.parameter,
  patterns: [],
  find,
};

function find(text: string, meaning: number): readonly Span[] {
  if ((meaning & SENSITIVE) === 0 || isStandIn(text)) return NO_SPANS;
  return [{ start: 0, end: text.length }];
}

const FLAGS: ReadonlySet<string> = new Set(
  'true false null undefined none yes no on off redacted hidden removed'.split(' '),
);

/** Nothing, a flag, or something that stands for a value: `true`, `0`, `{token}`, `:id`, `[email]`, `***`, `xxx`, `$1`. */
function isStandIn(text: string): boolean {
  return (
    text.length < 2 ||
    '{[:*<$'.includes(text.charAt(0)) ||
    FLAGS.has(text.toLowerCase()) ||
    isMask(text, 0, text.length)
  );
}
