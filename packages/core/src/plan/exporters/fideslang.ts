/**
 * The plan as a dataset and systems of fideslang 3.1.1 (https://github.com/ethyca/fideslang, src/fideslang/models.py): what a
 * record of processing activities is made from. The dataset is what is collected; each vendor is a system, with a declaration
 * for each purpose and kind of subject of what reaches it.
 */
import type { Json, JsonObject } from '../../event.ts';
import type { FieldSpec, Purpose, VendorSpec } from '../plan.ts';
import { toYaml } from '../to-yaml.ts';
import type { Catalogue, CatalogueEvent, CatalogueField, Exporter } from './exported.ts';

export const fideslang: Exporter = {
  gives: 'fides/dataset.yml and fides/systems.yml: what is collected, and what each vendor processes',
  write: (catalogue) => [
    { name: 'fides/dataset.yml', content: toYaml({ dataset: [datasetOf(catalogue)] }) },
    { name: 'fides/systems.yml', content: toYaml({ system: systemsOf(catalogue) }) },
  ],
};

function datasetOf({ id, description, events, context }: Catalogue): JsonObject {
  return {
    fides_key: keyOf(id),
    name: id,
    description: description === '' ? `What the plan ${id} collects.` : description,
    collections: [
      ...events.filter(({ spec }) => spec.status !== 'retired').map(collectionOf),
      ...(context.length === 0 ? [] : [contextCollection(context)]),
    ],
  };
}

function collectionOf({ spec, subjects, descriptions }: CatalogueEvent): JsonObject {
  return {
    name: spec.id,
    description: spec.description,
    data_uses: spec.purposes.map(({ use }) => use),
    data_subjects: [...subjects],
    fields: fieldsOf(spec.fields, descriptions),
  };
}

function contextCollection(context: readonly CatalogueField[]): JsonObject {
  const fields = context.map(({ spec }) => ({
    name: spec.path,
    ...(spec.declared ? { data_categories: [...spec.categories] } : {}),
    ...typeOf(spec, spec),
  }));
  return { name: 'context', description: 'Fields that SDKs put around every event.', fields };
}

/** A list of objects has the fields of its items; a list of values is one field. */
function fieldsOf(node: FieldSpec, descriptions: ReadonlyMap<string, string>): readonly JsonObject[] {
  return node.children.map((child) => {
    const inner = child.type === 'array' ? (child.items ?? child) : child;
    const categories = [...new Set([...child.categories, ...inner.categories])];
    const text = descriptions.get(child.path) ?? '';
    const below = inner.type === 'object' ? fieldsOf(inner, descriptions) : [];
    return {
      name: child.key,
      ...(text === '' ? {} : { description: text }),
      ...(categories.length > 0 ? { data_categories: categories } : {}),
      ...typeOf(child, inner),
      ...(below.length > 0 ? { fields: below } : {}),
    };
  });
}

/** Data types that fideslang knows; a list has brackets behind. */
const TYPES: Readonly<Record<string, string>> = {
  string: 'string',
  integer: 'integer',
  number: 'float',
  boolean: 'boolean',
  object: 'object',
};

function typeOf(field: FieldSpec, inner: FieldSpec): JsonObject {
  const type = TYPES[inner.type];
  return type === undefined ? {} : { fides_meta: { data_type: field.type === 'array' ? `${type}[]` : type } };
}

function systemsOf(catalogue: Catalogue): readonly JsonObject[] {
  const own = keyOf(catalogue.id);
  const vendors = catalogue.vendors.map((vendor) => vendorSystem(vendor, catalogue));
  const gateway = {
    fides_key: `${own}_gateway`,
    name: `Gateway of ${catalogue.id}`,
    description: 'Receives events and sends each vendor what the plan lets it have.',
    system_type: 'Service',
    ingress: [{ fides_key: own, type: 'dataset' }],
    egress: vendors.map((vendor) => ({ fides_key: vendor['fides_key'] ?? '', type: 'system' })),
    dataset_references: [own],
    privacy_declarations: [],
  };
  return [gateway, ...vendors];
}

function vendorSystem(vendor: VendorSpec, catalogue: Catalogue): JsonObject {
  const own = keyOf(catalogue.id);
  return {
    fides_key: `${own}_${keyOf(vendor.name)}`,
    name: vendor.name,
    description: `Receives events as ${vendor.role}${vendor.region === null ? '' : `, in ${vendor.region}`}.`,
    system_type: vendor.role === 'controller' ? 'Application' : 'Third Party',
    ingress: [{ fides_key: `${own}_gateway`, type: 'system' }],
    privacy_declarations: declarationsOf(vendor, catalogue),
  };
}

interface Declared {
  readonly purpose: Purpose;
  readonly subjects: readonly string[];
  readonly categories: Set<string>;
}

/** One for each purpose and set of subjects: what reaches the vendor under it, whatever the event. */
function declarationsOf(vendor: VendorSpec, catalogue: Catalogue): readonly JsonObject[] {
  const declared = new Map<string, Declared>();
  for (const event of catalogue.events) {
    const own = reachingCategories(event.fields, vendor.name);
    if (!event.spec.vendors.has(vendor.name) || (own.length === 0 && event.spec.fields.children.length > 0))
      continue;
    const categories = [
      ...own,
      ...identityCategories(event),
      ...reachingCategories(catalogue.context, vendor.name),
    ];
    for (const purpose of event.spec.purposes.filter(({ use }) => serves(vendor, use))) {
      const subjects = [...event.subjects].toSorted();
      const key = `${purpose.use} ${subjects.join(' ')}`;
      const known = declared.get(key) ?? { purpose, subjects, categories: new Set<string>() };
      for (const category of categories) known.categories.add(category);
      declared.set(key, known);
    }
  }
  return [...declared.values()].map((each) => declarationOf(each, vendor));
}

function declarationOf({ purpose, subjects, categories }: Declared, vendor: VendorSpec): JsonObject {
  const listed: readonly Json[] = [...categories].toSorted();
  return {
    name: `${purpose.use} of ${subjects.join(', ')}`,
    data_categories: listed,
    data_use: purpose.use,
    data_subjects: subjects,
    legal_basis_for_processing: purpose.basis,
    ...(vendor.retention === null ? {} : { retention_period: vendor.retention }),
  };
}

function serves({ uses }: VendorSpec, use: string): boolean {
  return uses === null || uses.some((served) => use === served || use.startsWith(`${served}.`));
}

/** Ids of people travel beside the fields, always as pseudonyms. */
function identityCategories({ spec }: CatalogueEvent): readonly string[] {
  return spec.identities.length > 0 ? ['user.unique_id.pseudonymous'] : [];
}

function reachingCategories(fields: readonly CatalogueField[], vendor: string): readonly string[] {
  return fields
    .filter(({ standings }) => standings.some((each) => each.vendor === vendor && each.form !== null))
    .flatMap(({ spec }) => spec.categories);
}

/** A fides key has letters, digits, `_`, `.`, `-` and angle brackets. */
function keyOf(name: string): string {
  return name.replaceAll(/[^\w.-]/gu, '_');
}
