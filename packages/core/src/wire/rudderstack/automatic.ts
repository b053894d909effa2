/** RudderStack's words beside the `context` of a message, as data, so that the vendor side can read the table backwards. */
import { contextPlaces } from '../context-builder.ts';
import type { ContextPlace } from '../context-builder.ts';

/** Id of the protocol, and the key of `context` that keeps what only RudderStack has a word for. */
export const RUDDERSTACK_CONTEXT = 'rudderstack';

/**
 * Word of the message → path in `context`. `channel` is the SDKs'; `request_ip` and `rudderId` are the data plane's, and come
 * with messages that were taken from one (rudder-server, gateway/handle.go).
 */
export const BESIDE_CONTEXT: ReadonlyMap<string, ContextPlace> = contextPlaces({
  channel: 'channel',
  request_ip: 'ip',
  rudderId: 'rudderstack.rudderId',
});
