import { originOf, stripUrl } from '../clean.ts';
import type { Message } from '../event.ts';
import { LIBRARY } from '../library.ts';
import { randomId } from '../random.ts';

/**
 * All that the SDK adds to an event by itself, beside the ids and the consent: no title, no user agent, no screen, no time zone.
 * `at` is milliseconds since 1970.
 */
export function describe(at: number): Pick<Message, 'messageId' | 'timestamp'> & {
  readonly context: Omit<Message['context'], 'consent'>;
} {
  const referrer = originOf(document.referrer);
  return {
    messageId: randomId(),
    timestamp: new Date(at).toISOString(),
    context: {
      library: LIBRARY,
      locale: navigator.language,
      page: { url: stripUrl(location.href), ...(referrer && { referrer }) },
    },
  };
}
