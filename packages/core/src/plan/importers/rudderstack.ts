/**
 * Tracking plans of RudderStack: the YAML of its command (`rudder/v1`), and the JSON that its APIs give of a plan or of its
 * events (https://www.rudderstack.com/docs/api/data-catalog-api/).
 */
import type { Call, Json, JsonObject } from '../../event.ts';
import { CALLS, isJsonObject } from '../../event.ts';
import { convertSchema } from './convert-schema.ts';
import type { DraftEvent, ImportFile, Imported, Importer, UnreadFile } from './imported.ts';
import { convertMessageRule, makeDraft } from './make-draft.ts';
import { membersOf, objectsOf, readData, textOf } from './read-data.ts';
import { idOf, isRudderDocument, readCatalog, schemaOf, withVariants } from './rudder-catalog.ts';
import type { RudderCatalog } from './rudder-catalog.ts';

export const rudderstack: Importer = {
  reads: 'a directory of RudderStack YAML (rudder/v1), or a tracking plan as JSON',
  wants: (path) => /\.(?:ya?ml|json)$/u.test(path),
  read: (files) => readAll(files),
};

function readAll(files: readonly ImportFile[]): Imported {
  const unread: UnreadFile[] = [];
  const documents: JsonObject[] = [];
  const events: DraftEvent[] = [];
  for (const file of files) {
    const data = readData(file);
    if (isRudderDocument(data)) {
      documents.push(data);
      continue;
    }
    const { drafts, without } = planEvents(data);
    if (drafts.length + without === 0)
      unread.push({ file: file.path, reason: 'is no part of a RudderStack plan' });
    if (without > 0) unread.push({ file: file.path, reason: `has ${without} events without rules` });
    events.push(...drafts);
  }
  const catalog = readCatalog(documents);
  for (const rule of catalog.rules) {
    const draft = ruleEvent(rule, catalog);
    if (draft === null)
      unread.push({ file: textOf(rule, 'id') ?? 'a rule', reason: 'names an event that is not there' });
    else events.push(draft);
  }
  return { events: distinct(events), unread };
}

/** Several plans may have rules for one event: the first stands. */
function distinct(events: readonly DraftEvent[]): readonly DraftEvent[] {
  const byKey = new Map<string, DraftEvent>();
  for (const event of events) if (!byKey.has(event.key)) byKey.set(event.key, event);
  return [...byKey.values()];
}

function ruleEvent(rule: JsonObject, catalog: RudderCatalog): DraftEvent | null {
  const event = catalog.events.get(idOf(rule['event']));
  if (event === undefined) return null;
  const reference = isJsonObject(rule['event']) ? rule['event'] : {};
  const isOpen = [
    rule['additional_properties'],
    rule['allow_unplanned'],
    reference['allow_unplanned'],
  ].includes(true);
  const own = schemaOf(rule['properties'], isOpen, catalog);
  const { schema, notes } = convertSchema(withVariants(own, rule['variants'], catalog));
  return draftOf(event, { call: textOf(event, 'event_type'), schema, notes, version: 1 });
}

/** Events of a plan as JSON, in any of the forms that the APIs have had. */
function planEvents(data: Json | null): { readonly drafts: readonly DraftEvent[]; readonly without: number } {
  if (data === null) return { drafts: [], without: 0 };
  const plan = isJsonObject(data) ? data : {};
  const rules = isJsonObject(plan['rules']) ? plan['rules'] : {};
  const version = typeof plan['version'] === 'number' ? Math.max(0, Math.trunc(plan['version'])) : 1;
  const listed = [data, plan['events'], plan['data'], rules['events']]
    .map(objectsOf)
    .find(({ length }) => length > 0);
  const others = membersOf(rules).flatMap(([call, rule]) =>
    CALLS.some((each) => each === call) ? [{ eventType: call, rules: rule }] : [],
  );
  const all = [...(listed ?? []), ...others];
  const drafts = all.flatMap((event) => {
    if (!isJsonObject(event['rules'])) return [];
    const written = textOf(event, 'eventType') ?? textOf(event, 'event_type');
    return [
      draftOf(event, { call: written, ...convertMessageRule(event['rules'], callOf(written)), version }),
    ];
  });
  return { drafts, without: all.length - drafts.length };
}

function callOf(written: string | null): Call {
  return CALLS.find((each) => each === written) ?? 'track';
}

interface RuleParts extends Pick<DraftEvent, 'schema' | 'notes'> {
  readonly call: string | null;
  readonly version: number;
}

function draftOf(event: JsonObject, { call: written, schema, notes, version }: RuleParts): DraftEvent {
  const call = callOf(written);
  const name = call === 'track' ? textOf(event, 'name') : null;
  const { description: _, ...rest } = schema;
  return makeDraft({
    key: `${call} ${name ?? ''}`.trim(),
    call,
    name,
    version: `${version}.0.0`,
    description: textOf(event, 'description') ?? '',
    schema: rest,
    notes,
  });
}
