/** Lists of named values, as `{"key": …, "value": …}`: attributes of OTLP, fields of forms, elements that were clicked. */
import type { JsonObject } from '../event.ts';

/** Members whose object says by another member what they are. */
const LABELS = [
  'key',
  'field',
  'name',
  'param',
  'header',
  'attribute',
  'property',
  'label',
  'fieldName',
  'field_name',
] as const;

/** What the sibling of a `value` calls it; null where there is none. */
export function labelOf(members: JsonObject): string | null {
  const tagged = members['attr__name'];
  if (typeof tagged === 'string') return tagged;
  if (members['value'] === undefined && members['values'] === undefined) return null;
  for (const each of LABELS) {
    const label = members[each];
    if (typeof label === 'string') return label;
  }
  return null;
}
