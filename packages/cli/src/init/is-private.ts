/** Whether a text that is to be repeated, such as the name of an event, holds a secret, personal data, or what has the form of a token. */
import { FINDING_KINDS, scanText } from '@headgate/core';

/** Vendors' tokens that are public by design are no finding, and are not repeated here either. */
const TOKEN_RUN = /[A-Za-z0-9]{20,}/g;
const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/i;
const DIGITS_MIN = 2;

export function isPrivate(text: string): boolean {
  return isTokenLike(text) || scanText(text).some(({ kind }) => FINDING_KINDS[kind] !== 'long-text');
}

/** The same for a path, in which names of people are nobody's data. */
export function isSecretPath(path: string): boolean {
  return isTokenLike(path) || scanText(path).some(({ kind }) => FINDING_KINDS[kind] === 'secret');
}

function isTokenLike(text: string): boolean {
  const runs = text.match(TOKEN_RUN) ?? [];
  return UUID.test(text) || runs.some((run) => (run.match(/\d/g) ?? []).length >= DIGITS_MIN);
}
