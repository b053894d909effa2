/** Sampling: whether an event is in the sample of its kind, decided by who it is about, so that a person's story stays whole. */
import { compileDraw } from './draw.ts';

/**
 * The same subject is always in or always out of an event's sample, independently from event to event. An event of nobody goes by
 * its message id.
 */
export function compileSample(
  eventId: string,
  rate: number,
): (subject: string, messageId: string) => boolean {
  if (rate >= 1) return () => true;
  const draw = compileDraw(eventId);
  return (subject, messageId) => draw(subject, messageId) < rate;
}
