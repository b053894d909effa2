/**
 * The plan's events as semantic conventions of OpenTelemetry, `definition/2`
 * (https://github.com/open-telemetry/weaver/blob/main/schemas/semconv-syntax.v2.md): attributes named by the plan's id and the
 * event's, because the same name may mean another thing in another event.
 */
import type { Json, JsonObject } from '../../event.ts';
import { isJsonArray } from '../../event.ts';
import type { FieldSpec } from '../plan.ts';
import { toYaml } from '../to-yaml.ts';
import type { Catalogue, CatalogueEvent, CatalogueField, Exporter } from './exported.ts';

export const otel: Exporter = {
  gives: 'otel/events.yaml: attributes and events of OpenTelemetry semantic conventions (definition/2)',
  write: (catalogue) => [{ name: 'otel/events.yaml', content: toYaml(registryOf(catalogue)) }],
};

function registryOf({ events }: Catalogue): JsonObject {
  const live = events.filter(({ spec }) => spec.status !== 'retired');
  return {
    file_format: 'definition/2',
    attributes: live.flatMap((event) => attributesOf(event)),
    events: live.map(eventOf),
  };
}

/** What stands in lists of objects has no form as an attribute; the list itself stands as one of any kind. */
function attributeFields({ fields }: CatalogueEvent): readonly CatalogueField[] {
  return fields.filter(({ spec }) => !spec.path.slice(0, -2).includes('[]'));
}

function objectLists({ spec }: CatalogueEvent): readonly FieldSpec[] {
  const found: FieldSpec[] = [];
  const visit = (field: FieldSpec): void => {
    if (field.type === 'array' && field.items !== null && !isValue(field.items)) found.push(field);
    else for (const child of field.children) visit(child);
  };
  visit(spec.fields);
  return found;
}

function isValue({ type }: FieldSpec): boolean {
  return type !== 'object' && type !== 'array';
}

function keyOf({ spec }: CatalogueEvent, path: string): string {
  return `${spec.id}.${path.replaceAll('[]', '')}`;
}

function attributesOf(event: CatalogueEvent): readonly JsonObject[] {
  const values = attributeFields(event).map((field) => ({
    key: keyOf(event, field.spec.path),
    type: typeOf(field.spec),
    ...briefOf(field.description, field.spec.path),
    stability: 'development',
    ...(field.isDeprecated
      ? { deprecated: { reason: 'uncategorized', note: 'Deprecated in the plan.' } }
      : {}),
    annotations: {
      headgate: {
        categories: [...field.spec.categories],
        ...(field.spec.declared ? { tier: field.spec.tier } : {}),
      },
    },
  }));
  const lists = objectLists(event).map((field) => ({
    key: keyOf(event, field.path),
    type: 'any',
    ...briefOf(event.descriptions.get(field.path) ?? '', field.path),
    stability: 'development',
  }));
  return [...values, ...lists];
}

function briefOf(description: string, path: string): JsonObject {
  return { brief: description === '' ? `The field ${path}.` : description };
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'string',
  integer: 'int',
  number: 'double',
  boolean: 'boolean',
};

function typeOf({ path, type, schema }: FieldSpec): Json {
  const { enum: values } = schema;
  const plain = TYPES[type] ?? 'any';
  if (path.endsWith('[]')) return `${plain}[]`;
  if (!isJsonArray(values) || type === 'number' || type === 'boolean') return plain;
  const members = values.filter((value) => typeof value === 'string' || Number.isInteger(value));
  return {
    members: members.map((value) => ({
      id: memberId(JSON.stringify(value)),
      value,
      stability: 'development',
    })),
  };
}

function memberId(value: string): string {
  const words = value
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '_')
    .replaceAll(/^_+|_+$/gu, '');
  return /^[a-z]/u.test(words) ? words : `value_${words}`;
}

function eventOf(event: CatalogueEvent): JsonObject {
  const { spec } = event;
  const refs = [
    ...attributeFields(event).map(({ spec: field, isRequired }) => ({
      ref: keyOf(event, field.path),
      requirement_level: isRequired && !field.path.includes('.') ? 'required' : 'recommended',
    })),
    ...objectLists(event).map((field) => ({
      ref: keyOf(event, field.path),
      requirement_level: 'recommended',
    })),
  ];
  return {
    name: spec.id,
    brief: spec.description,
    stability: 'development',
    ...(spec.status === 'deprecated'
      ? { deprecated: { reason: 'uncategorized', note: 'Deprecated in the plan.' } }
      : {}),
    attributes: refs,
    annotations: {
      headgate: { version: spec.version, expires: event.expires, sent_as: spec.name ?? spec.call },
    },
  };
}
