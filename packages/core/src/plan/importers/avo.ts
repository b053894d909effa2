/**
 * Tracking plans of Avo, as its Public API exports them and its publishing webhook sends them
 * (https://www.avo.app/docs/public-api/export-tracking-plan): JSON Schema of draft 06 for each event.
 */
import type { Json, JsonObject } from '../../event.ts';
import { isJsonArray, isJsonObject } from '../../event.ts';
import type { DraftEvent, ImportFile, Imported, Importer, ReviewNote, UnreadFile } from './imported.ts';
import { convertMessageRule, makeDraft } from './make-draft.ts';
import { objectsOf, readData, textOf } from './read-data.ts';

/** Avo's own annotations; a name mapping that is not empty is told by itself. */
const ANNOTATIONS: ReadonlySet<string> = new Set(['index', 'nameMapping', 'id']);

export const avo: Importer = {
  reads: 'a tracking plan of Avo as JSON, as its Public API exports it',
  wants: (path) => path.endsWith('.json'),
  read: (files) => readAll(files),
};

function readAll(files: readonly ImportFile[]): Imported {
  const unread: UnreadFile[] = [];
  const all: DraftEvent[] = [];
  for (const file of files) {
    const data = readData(file);
    const events = data !== null && isJsonObject(data) ? objectsOf(data['events']) : [];
    const drafts = events.flatMap((event) => toDraft(event) ?? []);
    if (events.length === 0)
      unread.push({ file: file.path, reason: 'holds no events of an Avo tracking plan' });
    if (drafts.length < events.length) {
      unread.push({
        file: file.path,
        reason: `has ${events.length - drafts.length} events without a name or rules`,
      });
    }
    all.push(...drafts);
  }
  return { events: all, unread };
}

function toDraft(event: JsonObject): DraftEvent | null {
  const name = textOf(event, 'name');
  const { rules } = event;
  if (name === null || !isJsonObject(rules)) return null;
  const { schema, notes } = convertMessageRule(rules, 'track', ANNOTATIONS);
  const { description: _, ...rest } = schema;
  const mapped: ReviewNote = { rule: 'collection', pointer: '/wire', detail: 'other names at destinations' };
  return makeDraft({
    key: name,
    description: textOf(event, 'description') ?? '',
    schema: rest,
    notes: hasMapping(rules) ? [...notes, mapped] : notes,
  });
}

/** Whether a destination gets the event or one of its members under another name. */
function hasMapping(node: Json): boolean {
  if (isJsonArray(node)) return node.some(hasMapping);
  if (!isJsonObject(node)) return false;
  const { nameMapping } = node;
  return (isJsonArray(nameMapping) && nameMapping.length > 0) || Object.values(node).some(hasMapping);
}
