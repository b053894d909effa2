/**
 * A generic webhook, signed as Standard Webhooks asks for (https://github.com/standard-webhooks/standard-webhooks,
 * spec/standard-webhooks.md): `webhook-id`, `webhook-timestamp` and `webhook-signature` over `id.timestamp.body`.
 * The body is `{"events": […]}`; the receiver drops doubles by the `id` of each event.
 */
import type { CleanEvent } from '../../event.ts';
import { toMessage } from '../event-message.ts';
import { readStatus } from '../read-answer.ts';
import { createSettingsReader } from '../settings.ts';
import type { VendorUrl } from '../settings.ts';
import type { Vendor, VendorRequest, VendorTools } from '../vendor.ts';

export interface WebhookSettings {
  readonly url: VendorUrl;
  /** The signing key as base64, without the `whsec_` prefix. */
  readonly secret: string;
}

/** The spec asks for 24 to 64 random bytes; as base64 that is 32 to 86 characters and the padding. */
const SECRET_SHAPE =
  /^(?:whsec_)?(?=[A-Za-z0-9+/]{32,86}={0,2}$)(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Any HTTP endpoint of the operator. */
export const webhook: Vendor<WebhookSettings> = {
  kind: 'webhook',
  batch: { eventsMax: 500, bytesMax: 1_000_000 },
  secrets: ['secret'],
  parseSettings: (written, file) => {
    const reader = createSettingsReader(written, file, ['url', 'secret']);
    const secret = reader.text('secret', { pattern: SECRET_SHAPE, shape: 'base64 of 24 to 64 bytes' });
    return reader.finish({ url: reader.url('url', { query: true }), secret: secret.replace(/^whsec_/, '') });
  },
  hosts: (settings) => [settings.url.host],
  accepts: () => true,
  leavesOut: () => null,
  toRequests: (events, settings, tools) => (events.length === 0 ? [] : [sign(events, settings, tools)]),
  /** A wrong signature is answered 401 by most receivers: a matter of configuration, so the events are kept. */
  readAnswer: (answer, _request, tools) => readStatus(answer, tools.now),
};

function sign(events: readonly CleanEvent[], settings: WebhookSettings, tools: VendorTools): VendorRequest {
  const body = JSON.stringify({ events: events.map(toMessage) });
  const timestamp = String(Math.floor(tools.now / 1000));
  const id = idOf(events, settings, tools);
  const signature = tools.hmacBase64(settings.secret, `${id}.${timestamp}.${body}`);
  return {
    method: 'POST',
    url: settings.url.base,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    },
    body,
    gzip: false,
    carries: events.map((_, position) => position),
  };
}

/** The same for the same events in every attempt, so that a receiver can tell a repetition; it has no dot in it. */
function idOf(events: readonly CleanEvent[], settings: WebhookSettings, tools: VendorTools): string {
  const digest = tools.hmacBase64(settings.secret, events.map((event) => event.id).join('\n'));
  return `msg_${digest.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`;
}
