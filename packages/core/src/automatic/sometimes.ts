import type { AutomaticField } from './catalogue.ts';

/** Fields that an SDK adds only then. */
export function sometimes(when: string, fields: readonly AutomaticField[]): readonly AutomaticField[] {
  return fields.map((field) => ({ ...field, when }));
}
