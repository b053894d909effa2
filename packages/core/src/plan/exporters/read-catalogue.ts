/** The plan's files → what exports tell: who gets which field, how, and why not. */
import type { Checked } from '../../issue.ts';
import { explainFields } from '../explain-fields.ts';
import { parsePlan } from '../parse-plan.ts';
import type { PlanFile } from '../parse-plan.ts';
import type { EventSpec, FieldSpec, Plan, VendorSpec } from '../plan.ts';
import { allFields, isLeaf } from '../plan-rules.ts';
import { readYaml } from '../read-yaml.ts';
import { writtenEvent, writtenPlan } from '../written.ts';
import type { WrittenEvent, WrittenField } from '../written.ts';
import { TRANSFORMS } from '../../protect/transforms/index.ts';
import type { Catalogue, CatalogueEvent, CatalogueField, Standing } from './exported.ts';

/** References followed from one node; the parser has refused loops. */
const HOPS_MAX = 10;

/** Reads a plan for exports. The value is null where the plan has errors. */
export function readCatalogue(planFile: PlanFile, eventFiles: readonly PlanFile[]): Checked<Catalogue> {
  const { value: plan, issues } = parsePlan(planFile, eventFiles);
  const written = readYaml(planFile.text, planFile.path, writtenPlan).value;
  if (plan === null || written === null) return { value: null, issues };
  const documents = new Map(
    eventFiles.flatMap(({ text, path }): [string, WrittenEvent][] => {
      const document = readYaml(text, path, writtenEvent).value;
      return document === null ? [] : [[document.id, document]];
    }),
  );
  const events = plan.events
    .toSorted((left, right) => (left.id < right.id ? -1 : 1))
    .flatMap((spec) => {
      const document = documents.get(spec.id);
      return document === undefined ? [] : [eventOf(spec, document, plan)];
    });
  const purposes = [
    ...new Map(plan.events.flatMap((event) => event.purposes).map((each) => [each.use, each])).values(),
  ];
  const value: Catalogue = {
    id: plan.id,
    description: written.description ?? '',
    vendors: [...plan.vendors.values()],
    purposes,
    context: contextOf(plan, written.context?.schema),
    events,
  };
  return { value, issues };
}

/** The same for every event; what keeps an event back keeps its context back too. */
function contextOf(plan: Plan, schema: WrittenField | undefined): readonly CatalogueField[] {
  const [first] = plan.events;
  if (plan.context === null || first === undefined) return [];
  const nodes = nodesOf(schema ?? {});
  const standings = [...plan.vendors.values()].map((vendor) =>
    standingsOf({ spec: first, kept: null, part: 'context' }, vendor, plan),
  );
  return fieldsOf(plan.context.fields, nodes, standings);
}

function fieldsOf(
  root: FieldSpec,
  nodes: ReadonlyMap<string, Node>,
  standings: readonly ((field: FieldSpec) => Standing | null)[],
): readonly CatalogueField[] {
  return allFields(root)
    .filter((field) => isLeaf(field) && field.path !== '')
    .map((field): CatalogueField => {
      const node = nodes.get(field.path);
      return {
        spec: field,
        description: describe(node?.written),
        isRequired: node?.isRequired ?? false,
        isDeprecated: node?.written.deprecated === true,
        standings: standings.flatMap((standing) => standing(field) ?? []),
      };
    });
}

function eventOf(spec: EventSpec, document: WrittenEvent, plan: Plan): CatalogueEvent {
  const nodes = nodesOf(document.schema);
  const standings = [...plan.vendors.values()].map((vendor) =>
    standingsOf({ spec, kept: keptBack(spec, vendor), part: 'properties' }, vendor, plan),
  );
  return {
    spec,
    subjects: document.subjects,
    questions: document.questions ?? [],
    team: document.owners?.team ?? null,
    notify: document.owners?.notify ?? [],
    expires: document.expires,
    descriptions: new Map([...nodes].map(([path, { written }]) => [path, describe(written)])),
    fields: fieldsOf(spec.fields, nodes, standings),
  };
}

function describe(written: WrittenField | undefined): string {
  return written?.description ?? written?.title ?? '';
}

interface Asked {
  readonly spec: EventSpec;
  /** Why nothing of it reaches the vendor; null where something may. */
  readonly kept: 'not-run' | 'use-not-served' | null;
  readonly part: 'properties' | 'context';
}

/** By the account that `explain` gives of an event that carried nothing: `absent` there means that it would leave. */
function standingsOf(
  { spec, kept, part }: Asked,
  vendor: VendorSpec,
  plan: Plan,
): (field: FieldSpec) => Standing | null {
  const accounts = explainFields(
    {
      event: spec.id,
      vendor: vendor.name,
      environment: 'production',
      set: { id: '', vendor: vendor.name, event: spec.id, fields: [] },
      remarks: [],
      findings: [],
    },
    plan,
  );
  const byPath = new Map(accounts.map((account) => [account.path, account]));
  return (field) => {
    const account = byPath.get(`${part}.${field.path}`);
    if (account === undefined) return null;
    const { transform } = account;
    const isSent = account.reason === 'absent' && kept === null;
    const bound = field.transforms.get(vendor.name) ?? field.transforms.get('*');
    const form =
      bound === undefined ? 'clear' : (TRANSFORMS.get(bound.name)?.effect(bound.params).form ?? null);
    const sent = transform === null ? 'sent' : 'transformed';
    const reason = account.reason !== 'absent' ? account.reason : (kept ?? sent);
    return { vendor: vendor.name, form: isSent ? form : null, transform, reason };
  };
}

/** Why nothing of an event reaches the vendor in production, whatever its fields. */
function keptBack(spec: EventSpec, { uses }: VendorSpec): 'not-run' | 'use-not-served' | null {
  if (spec.status === 'draft' || spec.status === 'retired') return 'not-run';
  if (uses === null) return null;
  const isServed = spec.purposes.some(({ use }) =>
    uses.some((served) => use === served || use.startsWith(`${served}.`)),
  );
  return isServed ? null : 'use-not-served';
}

interface Node {
  readonly written: WrittenField;
  readonly isRequired: boolean;
}

/** Every node of a written schema by the path that its `FieldSpec` has. */
function nodesOf(schema: WrittenField): Map<string, Node> {
  const nodes = new Map<string, Node>();
  const definitions = schema.$defs ?? {};
  const visit = (written: WrittenField, path: string, isRequired: boolean): void => {
    const node = followed(written, definitions);
    nodes.set(path, { written: node, isRequired });
    for (const [key, child] of Object.entries(node.properties ?? {})) {
      visit(child, path === '' ? key : `${path}.${key}`, node.required?.includes(key) === true);
    }
    if (node.items !== undefined) visit(node.items, `${path}[]`, false);
  };
  visit(schema, '', true);
  return nodes;
}

function followed(written: WrittenField, definitions: Readonly<Record<string, WrittenField>>): WrittenField {
  let node = written;
  for (let hops = 0; node.$ref !== undefined && hops < HOPS_MAX; hops += 1) {
    node = definitions[node.$ref.slice('#/$defs/'.length)] ?? {};
  }
  return node;
}
