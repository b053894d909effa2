/**
 * What each vendor may have, as a data contract of the Open Data Contract Standard 3.1.0
 * (https://github.com/bitol-io/open-data-contract-standard, schema/odcs-json-schema-v3.1.0.json): one contract for each vendor,
 * one schema object for each event that reaches it, with those fields alone that do.
 */
import type { Json, JsonObject } from '../../event.ts';
import type { FieldSpec, VendorSpec } from '../plan.ts';
import { toYaml } from '../to-yaml.ts';
import type { Catalogue, CatalogueEvent, CatalogueField, Exporter, Standing } from './exported.ts';

/** CloudEvents' labels of the data classification extension, by tier. */
const CLASSIFICATIONS = ['public', 'internal', 'confidential', 'restricted'] as const;
/** Above it an element is called critical. */
const CRITICAL_TIER = 3;

export const odcs: Exporter = {
  gives: 'odcs/<vendor>.yaml: one data contract (ODCS 3.1.0) for each vendor',
  write: (catalogue) =>
    catalogue.vendors.map((vendor) => ({
      name: `odcs/${vendor.name}.yaml`,
      content: toYaml(contractOf(vendor, catalogue)),
    })),
};

function contractOf(vendor: VendorSpec, { id, description, events, context }: Catalogue): JsonObject {
  const reaching = events.flatMap((event) => objectOf(event, vendor.name) ?? []);
  const around = reaching.length === 0 ? [] : contextOf(context, vendor.name);
  return {
    apiVersion: 'v3.1.0',
    kind: 'DataContract',
    id: `${id}.${vendor.name}`,
    name: `${id} to ${vendor.name}`,
    version: '1.0.0',
    status: 'active',
    description: {
      purpose: description === '' ? `What ${vendor.name} is sent by the plan ${id}.` : description,
      limitations: 'Only what is listed is sent, in the form that it says. Objects are closed.',
    },
    tags: [`role:${vendor.role}`, ...(vendor.region === null ? [] : [`region:${vendor.region}`])],
    schema: [...reaching, ...around],
    ...(vendor.retention === null ? {} : { slaProperties: [retentionOf(vendor.retention)] }),
  };
}

/** `P13M` as the number and unit that ODCS has; a duration of several units stays as it is. */
function retentionOf(retention: string): JsonObject {
  const [, number, unit] = /^P(\d+)([YMWD])$/u.exec(retention) ?? [];
  if (number === undefined || unit === undefined) return { property: 'retention', value: retention };
  const units: Readonly<Record<string, string>> = { Y: 'y', M: 'm', W: 'w', D: 'd' };
  return { property: 'retention', value: Number(number), unit: units[unit] ?? unit, driver: 'regulatory' };
}

/** Null where nothing of it reaches the vendor. */
function objectOf(event: CatalogueEvent, vendor: string): JsonObject | null {
  const { spec, team, descriptions } = event;
  const standings = reachingFields(event.fields, vendor);
  if (standings.size === 0) return null;
  return {
    name: spec.id,
    physicalName: spec.name ?? spec.call,
    logicalType: 'object',
    physicalType: spec.call,
    description: spec.description,
    tags: spec.purposes.map(({ use }) => `use:${use}`),
    customProperties: [
      { property: 'eventVersion', value: spec.version },
      { property: 'expires', value: event.expires },
      ...(team === null ? [] : [{ property: 'owner', value: team }]),
    ],
    properties: propertiesOf(spec.fields, { standings, descriptions, required: requiredOf(event) }),
  };
}

/** What SDKs put around every event, one field below another. */
function contextOf(context: readonly CatalogueField[], vendor: string): readonly JsonObject[] {
  const standings = reachingFields(context, vendor);
  const sent: Sent = { standings, descriptions: new Map(), required: new Set() };
  const properties = context.flatMap(({ spec }) => {
    const property = propertyOf(spec, sent);
    return property === null ? [] : [{ name: spec.path, ...property }];
  });
  if (properties.length === 0) return [];
  const description = 'Fields that SDKs put around every event.';
  return [
    {
      name: 'context',
      logicalType: 'object',
      physicalName: 'context',
      physicalType: 'context',
      description,
      properties,
    },
  ];
}

function reachingFields(fields: readonly CatalogueField[], vendor: string): ReadonlyMap<string, Standing> {
  return new Map(
    fields.flatMap(({ spec, standings }) => {
      const standing = standings.find((each) => each.vendor === vendor && each.form !== null);
      return standing === undefined ? [] : [[spec.path, standing] as const];
    }),
  );
}

interface Sent {
  readonly standings: ReadonlyMap<string, Standing>;
  readonly descriptions: ReadonlyMap<string, string>;
  readonly required: ReadonlySet<string>;
}

function requiredOf({ fields }: CatalogueEvent): ReadonlySet<string> {
  return new Set(fields.filter(({ isRequired }) => isRequired).map(({ spec }) => spec.path));
}

function propertiesOf(field: FieldSpec, sent: Sent): readonly JsonObject[] {
  return field.children.flatMap((child) => {
    const property = propertyOf(child, sent);
    return property === null ? [] : [{ name: child.key, ...property }];
  });
}

function propertyOf(field: FieldSpec, sent: Sent): JsonObject | null {
  const text = sent.descriptions.get(field.path) ?? '';
  const described = text === '' ? {} : { description: text };
  if (field.type === 'object') {
    const properties = propertiesOf(field, sent);
    return properties.length === 0 ? null : { logicalType: 'object', ...described, properties };
  }
  if (field.type === 'array') {
    const items = field.items === null ? null : propertyOf(field.items, sent);
    const options = pick(field.schema, ['minItems', 'maxItems', 'uniqueItems']);
    return items === null ? null : { logicalType: 'array', ...described, ...options, items };
  }
  const standing = sent.standings.get(field.path);
  if (standing === undefined) return null;
  const { transform } = standing;
  return {
    ...logicalType(field, transform),
    ...described,
    required: sent.required.has(field.path),
    classification: CLASSIFICATIONS[field.tier - 1] ?? 'restricted',
    criticalDataElement: field.tier > CRITICAL_TIER,
    tags: [...field.categories],
    ...(transform === null
      ? {}
      : { transformLogic: transform, transformDescription: `Sent in ${standing.form ?? 'no'} form.` }),
  };
}

const TYPE_OF_FORMAT: Readonly<Record<string, string>> = {
  'date-time': 'timestamp',
  date: 'date',
  time: 'time',
};
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  string: ['minLength', 'maxLength', 'pattern', 'format'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  integer: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
};

/** What a transform changes is a text, of which the bounds of the field say nothing. */
function logicalType({ type, schema }: FieldSpec, transform: string | null): JsonObject {
  if (transform === 'constant') return {};
  if (transform !== null) return { logicalType: 'string' };
  const { format } = schema;
  const moment = typeof format === 'string' ? TYPE_OF_FORMAT[format] : undefined;
  if (moment !== undefined) return { logicalType: moment };
  return { logicalType: type, ...pick(schema, OPTIONS[type] ?? []) };
}

function pick(schema: JsonObject, keys: readonly string[]): JsonObject {
  const options = keys.flatMap((key): [string, Json][] => {
    const value = schema[key];
    return value === undefined ? [] : [[key, value]];
  });
  return options.length === 0 ? {} : { logicalTypeOptions: Object.fromEntries(options) };
}
