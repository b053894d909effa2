import type { SenderParts } from '../sender.ts';

/**
 * Posts a body as `text/plain`, for which a browser asks the gateway no leave, without cookies and without the page's address. A
 * redirect is no answer. A browser whose `fetch` does not outlive the page (Firefox before 133) leaves by beacon, of whose answer
 * nobody hears; handed over counts as sent.
 */
export function postTo(url: string): SenderParts['post'] {
  return async (body, signal, isLeaving) => {
    if (isLeaving && !('keepalive' in Request.prototype))
      return { status: navigator.sendBeacon(url, body) ? 200 : 0, retryAfter: null };
    const { status, headers } = await fetch(url, {
      method: 'POST',
      body,
      signal,
      keepalive: true,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: 'error',
    });
    return { status, retryAfter: headers.get('retry-after') };
  };
}
