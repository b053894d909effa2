/** The recommended events of Google Analytics 4 as a plan to begin with; it reads no file. */
import type { Json, JsonObject } from '../../event.ts';
import { convertSchema } from './convert-schema.ts';
import { GA4_EVENTS, GA4_ITEM, GA4_PARAMETERS } from './ga4-events.ts';
import type { Ga4Event, Ga4Type } from './ga4-events.ts';
import type { DraftEvent, Importer } from './imported.ts';
import { makeDraft } from './make-draft.ts';

/** https://support.google.com/analytics/answer/9267744; ISO 4217 for the currency. */
const VALUE_LENGTH_MAX = 100;
const ITEMS_MAX = 200;

export const ga4: Importer = {
  reads: 'nothing: the recommended events of Google Analytics 4 are known',
  wants: () => false,
  read: () => ({ events: Object.entries<Ga4Event>(GA4_EVENTS).map(toDraft), unread: [] }),
};

function toDraft([name, { about, parameters, required = [] }]: readonly [string, Ga4Event]): DraftEvent {
  const properties = parameters.map((key): [string, Json] => [key, schemaFor(key, GA4_PARAMETERS[key])]);
  const { schema, notes } = convertSchema({
    type: 'object',
    additionalProperties: false,
    ...(required.length > 0 ? { required } : {}),
    properties: Object.fromEntries(properties),
  });
  return makeDraft({ key: name, description: about, schema, notes });
}

function schemaFor(key: string, type: Ga4Type): JsonObject {
  if (key === 'currency') return { type: 'string', pattern: '^[A-Z]{3}$' };
  if (type === 'string') return { type, maxLength: VALUE_LENGTH_MAX };
  if (type !== 'items') return { type };
  const members = Object.entries(GA4_ITEM).map(([member, each]): [string, Json] => [
    member,
    schemaFor(member, each),
  ]);
  return {
    type: 'array',
    maxItems: ITEMS_MAX,
    items: { type: 'object', additionalProperties: false, properties: Object.fromEntries(members) },
  };
}
