/** The minimal profile: what may travel of the fields that SDKs add by themselves when a plan lists none of its own. */
import type { WrittenField } from '../plan/written.ts';
import { CONTEXT_FIELDS } from './context-fields.ts';
import type { ContextField } from './context-fields.ts';

const LENGTH_MAX_DEFAULT = 64;

/**
 * The profile as a schema of the plan language. Fields that it drops are left out, as fields that nobody planned are. With
 * `own`, the fields written there are added, and stand for the profile's where both have a path.
 */
export function minimalProfile(own?: WrittenField): WrittenField {
  const properties: Record<string, WrittenField> = {};
  for (const [path, field] of Object.entries<ContextField>(CONTEXT_FIELDS)) {
    if (field.minimal === 'drop') continue;
    const [group = '', leaf] = path.split('.');
    if (leaf === undefined) properties[group] = writtenOf(field);
    else properties[group] = withChild(properties[group], leaf, writtenOf(field));
  }
  const profile: WrittenField = { type: 'object', properties };
  return own === undefined ? profile : overlay(profile, own);
}

function writtenOf({ type, category, minimal, lengthMax = LENGTH_MAX_DEFAULT }: ContextField): WrittenField {
  const transform = typeof minimal === 'string' ? {} : { transform: { '*': transformOf(minimal.transform) } };
  return {
    type,
    ...(type === 'string' ? { maxLength: lengthMax } : {}),
    'x-headgate': { categories: [category], ...transform },
  };
}

function transformOf(
  written: Extract<ContextField['minimal'], object>['transform'],
): string | Record<string, unknown> {
  return typeof written === 'string' ? written : { ...written };
}

function withChild(group: WrittenField | undefined, leaf: string, child: WrittenField): WrittenField {
  return { type: 'object', properties: { ...group?.properties, [leaf]: child } };
}

/** Objects are joined; of two leaves the second one stands. */
function overlay(under: WrittenField, over: WrittenField): WrittenField {
  if (under.properties === undefined || over.properties === undefined) return over;
  const properties = { ...under.properties };
  for (const [key, child] of Object.entries(over.properties)) {
    const below = Object.hasOwn(properties, key) ? properties[key] : undefined;
    properties[key] = below === undefined ? child : overlay(below, child);
  }
  return { ...over, properties };
}
