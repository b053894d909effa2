/** Self-describing events: the few that mean another call or have other names in the Segment spec, and all others under their own. */
import { isJsonObject } from '../../event.ts';
import type { Json, JsonObject } from '../../event.ts';
import { readId, setOwn } from '../read-value.ts';
import { readShopEvent } from './commerce.ts';
import { meaning } from './meaning.ts';
import type { Meaning } from './meaning.ts';
import { isIdentify, isScreenView } from './schema.ts';
import type { SelfDescribing } from './schema.ts';

/**
 * The event's name is the schema's. Its vendor and version stay in `context.snowplow.schema`. Null where the data is a list or a
 * single value, which no plan could describe.
 */
export function decodeSelfDescribing(
  event: SelfDescribing,
  entities: readonly SelfDescribing[],
): Meaning | null {
  const { name, data } = event;
  if (!isJsonObject(data)) return null;
  const title = data['name'];
  if (isScreenView(name) && typeof title === 'string') {
    return meaning({ call: 'screen', name: title, properties: without(data, 'name'), entities, event });
  }
  const userId = isIdentify(name) ? readId(data['id']) : null;
  if (userId !== null) {
    return meaning({
      call: 'identify',
      name: '',
      properties: without(data, 'id'),
      userId,
      entities,
      event,
    });
  }
  const shop = readShopEvent(event, entities);
  if (shop !== null) return meaning({ call: 'track', ...shop, event });
  return meaning({ call: 'track', name: name.name, properties: data, entities, event });
}

function without(data: JsonObject, name: string): JsonObject {
  const rest: Record<string, Json> = {};
  for (const [key, value] of Object.entries(data)) {
    if (key !== name) setOwn(rest, key, value);
  }
  return rest;
}
