/** For the protocol that owns `/batch`: PostHog's envelope, once the body is known to be JSON. */
import { isJsonArray } from '../../event.ts';
import type { JsonObject } from '../../event.ts';
import type { Opened, WireLimits, WireRequest } from '../wire.ts';
import { BATCH } from './capture.ts';
import { openList } from './containers.ts';

/** Opens the envelope and hands it over to PostHog; null when it is none of PostHog's. */
export function openPosthogEnvelope(
  envelope: JsonObject,
  _request: WireRequest,
  limits: WireLimits,
): Opened | null {
  const { batch } = envelope;
  if (!isJsonArray(batch)) return null;
  const opened = openList(batch, envelope, limits);
  if (opened.kind === 'refused') return opened;
  return { ...opened, handOver: { protocol: 'posthog', endpoint: BATCH } };
}
