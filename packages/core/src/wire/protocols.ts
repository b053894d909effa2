/** All wire protocols. A new one is a folder here and a line in `PROTOCOLS`. */
import { mixpanel } from './mixpanel/mixpanel.ts';
import { segment } from './segment/segment.ts';
import type { Endpoint, Protocol } from './wire.ts';

/** In the order in which they are asked for a path; no two claim the same one. */
export const PROTOCOLS: readonly Protocol[] = [segment, mixpanel];

/** The endpoint at this path (without query and trailing slash) and the protocol it belongs to, or null. */
export function findEndpoint(
  path: string,
): { readonly protocol: Protocol; readonly endpoint: Endpoint } | null {
  for (const protocol of PROTOCOLS) {
    const endpoint = protocol.find(path);
    if (endpoint !== null) return { protocol, endpoint };
  }
  return null;
}
