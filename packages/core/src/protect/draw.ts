/** Drawing by who an event is about: the same draw at every event of a subject, different for every salt. */
import { NO_SUBJECT } from './pseudonymiser.ts';

/**
 * Gives a number in [0, 1) for a subject's internal index. Events about nobody share one subject and would all be drawn alike,
 * so they go by their message id.
 */
export function compileDraw(salt: string): (subject: string, messageId: string) => number {
  const salted = hash(salt);
  return (subject, messageId) => {
    const drawn = subject === NO_SUBJECT ? hash(messageId) : Number.parseInt(subject.slice(8), 16);
    return mix(mix(drawn) ^ salted) / 2 ** 32;
  };
}

/** FNV-1a, 32 bits (http://www.isthe.com/chongo/tech/comp/fnv/). */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  return state;
}

/** The finaliser of MurmurHash3, 32 bits: every bit of the answer depends on every bit of what is given. */
function mix(bits: number): number {
  let state = bits ^ (bits >>> 16);
  state = Math.imul(state, 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}
