/** The entity in which Headgate sends to Snowplow what Snowplow has no word for, read again where two gateways stand in line. */
import { isJsonObject } from '../../event.ts';
import type { Json, JsonObject } from '../../event.ts';
import { readId } from '../read-value.ts';
import type { SelfDescribing } from './schema.ts';
import { REST_ENTITY } from './words.ts';

export interface Rest {
  readonly name: string | null;
  readonly groupId: string | null;
  readonly previousId: string | null;
  /** Those of a page view; others have their own place. */
  readonly properties: JsonObject | null;
  /** Group (null for none), leaf and value of each field. */
  readonly context: readonly (readonly [string | null, string, Json])[];
}

const NOTHING: Rest = { name: null, groupId: null, previousId: null, properties: null, context: [] };

/** Parts the first such entity from the others. */
export function readRest(entities: readonly SelfDescribing[]): {
  readonly rest: Rest;
  readonly others: readonly SelfDescribing[];
} {
  const entity = entities.find(({ name, data }) => name.name === REST_ENTITY && isJsonObject(data));
  if (entity === undefined || !isJsonObject(entity.data)) return { rest: NOTHING, others: entities };
  const { name, groupId, previousId, properties, context } = entity.data;
  return {
    others: entities.filter((each) => each !== entity),
    rest: {
      name: readId(name),
      groupId: readId(groupId),
      previousId: readId(previousId),
      properties: isJsonObject(properties) ? properties : null,
      context: isJsonObject(context) ? Object.entries(context).flatMap(fieldsOf) : [],
    },
  };
}

/** A group under the name `__proto__` is taken as a single value, which nothing can mistake for a prototype. */
function fieldsOf([key, value]: readonly [string, Json]): readonly (readonly [
  string | null,
  string,
  Json,
])[] {
  if (!isJsonObject(value) || key === '__proto__') return [[null, key, value]];
  return Object.entries(value).map(([leaf, held]) => [key, leaf, held] as const);
}
