/** Segment's own reading of its spec. */
import { isJsonObject } from '../../event.ts';
import type { JsonObject } from '../../event.ts';
import { readObject } from '../read-value.ts';
import { correctedTime, withMember } from '../spec-messages.ts';
import type { Dialect } from '../spec-messages.ts';

/** Messages of analytics-node, analytics-next and the HTTP API. */
export const DIALECT: Dialect = {
  protocol: 'segment',
  timeOf: (message, receivedAt) =>
    correctedTime(message['originalTimestamp'] ?? message['timestamp'], message['sentAt'], receivedAt),
  traitsOf: (message) => readObject(message['traits'] ?? message['properties']),
  contextOf: (message) => {
    const context = readObject(message['context']);
    return context === null ? null : withRuntime(context, message['_metadata']);
  },
};

/** What analytics-node 3.1.0 says of its runtime (plugins/segmentio/index.js) joins the context. */
function withRuntime(context: JsonObject, metadata: JsonObject[string] | undefined): JsonObject {
  if (!isJsonObject(metadata)) return context;
  const { nodeVersion, jsRuntime } = metadata;
  const named =
    typeof jsRuntime === 'string' ? withMember(context, ['server', 'runtime'], jsRuntime) : context;
  return typeof nodeVersion === 'string'
    ? withMember(named, ['server', 'runtimeVersion'], nodeVersion)
    : named;
}
