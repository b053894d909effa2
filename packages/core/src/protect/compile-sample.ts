/** Sampling: whether an event is in the sample of its kind, decided by who it is about, so that a person's story stays whole. */
import { NO_SUBJECT } from './pseudonymiser.ts';

/**
 * The same subject is always in or always out of an event's sample, independently from event to event. An event of nobody goes by
 * its message id: all of them share one subject, and would else be all in or all out, which is no rate.
 */
export function compileSample(
  eventId: string,
  rate: number,
): (subject: string, messageId: string) => boolean {
  if (rate >= 1) return () => true;
  const salt = hash(eventId);
  return (subject, messageId) => {
    const drawn = subject === NO_SUBJECT ? hash(messageId) : Number.parseInt(subject.slice(8), 16);
    return mix(mix(drawn) ^ salt) / 2 ** 32 < rate;
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
