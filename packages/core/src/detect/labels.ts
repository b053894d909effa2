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

/** The members that stand beside a label. */
export const LABELLED: ReadonlySet<string> = new Set(['value', 'values', 'attr__value']);

/** What the sibling of one of these calls it; null where there is none. */
export function labelOf(members: JsonObject): string | null {
  if (members['value'] === undefined && members['values'] === undefined) {
    const tagged = members['attr__value'] === undefined ? null : members['attr__name'];
    return typeof tagged === 'string' ? tagged : null;
  }
  for (const each of LABELS) {
    const label = members[each];
    if (typeof label === 'string') return label;
  }
  return null;
}
