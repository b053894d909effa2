/**
 * Tracking plans of Segment Protocols: the rules that the Public API lists (`GET /tracking-plans/{id}/rules`,
 * https://docs.segmentapis.com/tag/Tracking-Plans), and plans of the Config API before it.
 */
import type { Call, Json, JsonObject } from '../../event.ts';
import { CALLS, isJsonObject } from '../../event.ts';
import type { DraftEvent, ImportFile, Imported, Importer, UnreadFile } from './imported.ts';
import { convertMessageRule, makeDraft } from './make-draft.ts';
import { membersOf, objectsOf, readData, textOf } from './read-data.ts';

/** Segment's own annotations. */
const ANNOTATIONS: ReadonlySet<string> = new Set(['labels', 'key', 'eventKey']);

export const segment: Importer = {
  reads: 'a tracking plan of Segment as JSON: rules of the Public API, or a plan of the Config API',
  wants: (path) => path.endsWith('.json'),
  read: (files) => readAll(files),
};

function readAll(files: readonly ImportFile[]): Imported {
  const unread: UnreadFile[] = [];
  const events = new Map<string, DraftEvent>();
  for (const file of files) {
    const rules = rulesOf(readData(file));
    const drafts = rules.flatMap((rule) => publicRule(rule) ?? []);
    if (rules.length === 0)
      unread.push({ file: file.path, reason: 'holds no rules of a Segment tracking plan' });
    if (drafts.length < rules.length) {
      unread.push({
        file: file.path,
        reason: `has ${rules.length - drafts.length} rules that stand for no event`,
      });
    }
    for (const draft of drafts) {
      const known = events.get(draft.key);
      if (known === undefined || Number.parseInt(draft.version, 10) >= Number.parseInt(known.version, 10)) {
        events.set(draft.key, draft);
      }
    }
  }
  return { events: [...events.values()], unread };
}

/** All rules of an answer, in the form of the Public API. */
function rulesOf(data: Json | null): readonly JsonObject[] {
  if (data === null || !isJsonObject(data)) return objectsOf(data ?? undefined);
  const inner = isJsonObject(data['data']) ? data['data'] : data;
  const listed = objectsOf(inner['rules']);
  if (listed.length > 0) return listed;
  const plan = isJsonObject(inner['trackingPlan']) ? inner['trackingPlan'] : inner;
  return isJsonObject(plan['rules']) ? configRules(plan['rules']) : [];
}

/** The Config API has events by name, and one rule for each other call. */
function configRules(rules: JsonObject): readonly JsonObject[] {
  const events = objectsOf(rules['events']).map((event) => ({
    type: 'TRACK',
    key: event['name'] ?? '',
    version: event['version'] ?? 1,
    jsonSchema: {
      description: event['description'] ?? '',
      ...(isJsonObject(event['rules']) ? event['rules'] : {}),
    },
  }));
  const others = membersOf(rules).flatMap(([call, rule]) =>
    call === 'events' || Object.keys(rule).length === 0
      ? []
      : [{ type: call.toUpperCase(), key: '', version: 1, jsonSchema: rule }],
  );
  return [...events, ...others];
}

function publicRule(rule: JsonObject): DraftEvent | null {
  const call = callOf(textOf(rule, 'type'));
  const name = textOf(rule, 'key');
  const { jsonSchema } = rule;
  if (call === null || !isJsonObject(jsonSchema) || (call === 'track' && name === null)) return null;
  const { schema, notes } = convertMessageRule(jsonSchema, call, ANNOTATIONS);
  const { description: said, ...rest } = schema;
  const version = typeof rule['version'] === 'number' ? Math.max(0, Math.trunc(rule['version'])) : 1;
  const isNamed = call === 'track' || call === 'page' || call === 'screen';
  return makeDraft({
    key: `${call} ${name ?? ''}`.trim(),
    call,
    name: isNamed ? name : null,
    version: `${version}.0.0`,
    description: textOf(jsonSchema, 'description') ?? (typeof said === 'string' ? said : ''),
    deprecated: typeof rule['deprecatedAt'] === 'string',
    schema: rest,
    notes,
  });
}

/** `COMMON` holds for every call, and a plan has nothing like it. */
function callOf(type: string | null): Call | null {
  return CALLS.find((call) => call === type?.toLowerCase()) ?? null;
}
