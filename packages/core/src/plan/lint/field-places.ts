/** Written schema + what the parser made of it → every node with its place in the file. */
import type { FieldSpec } from '../plan.ts';
import type { YamlFile } from '../read-yaml.ts';
import type { WrittenAnnotation, WrittenField } from '../written.ts';
import type { FieldPlace } from './rule.ts';

const REFERENCE = '#/$defs/';

interface Walk {
  readonly file: YamlFile<unknown>;
  readonly definitions: Readonly<Record<string, WrittenField>>;
  /** Path of the root schema in the file. */
  readonly root: readonly PropertyKey[];
  readonly places: FieldPlace[];
}

type Above = Pick<FieldPlace, 'yamlPath' | 'parent'> & {
  readonly inherited: WrittenAnnotation | undefined;
};

/** All nodes below and with the root, in the order written. The schema must have been resolved without errors. */
export function fieldPlaces(
  written: WrittenField,
  spec: FieldSpec,
  file: YamlFile<unknown>,
  root: readonly PropertyKey[],
): readonly FieldPlace[] {
  const walk: Walk = { file, definitions: written.$defs ?? {}, root, places: [] };
  visit(written, spec, { yamlPath: root, parent: '', inherited: undefined }, walk);
  return walk.places;
}

function visit(written: WrittenField, spec: FieldSpec, above: Above, walk: Walk): void {
  const { node, yamlPath } = follow(written, above.yamlPath, walk);
  const annotation = node['x-headgate'] ?? above.inherited;
  walk.places.push({ file: walk.file, yamlPath, parent: above.parent, node, annotation, spec });
  const below = { parent: spec.key === '' ? above.parent : spec.key, inherited: annotation };
  for (const child of spec.children) {
    const next = node.properties?.[child.key];
    // The profile of the context adds fields that no file writes.
    if (next === undefined) continue;
    visit(next, child, { ...below, yamlPath: [...yamlPath, 'properties', child.key] }, walk);
  }
  if (node.items !== undefined && spec.items !== null) {
    visit(node.items, spec.items, { ...below, yamlPath: [...yamlPath, 'items'] }, walk);
  }
}

function follow(
  written: WrittenField,
  from: readonly PropertyKey[],
  walk: Walk,
): { readonly node: WrittenField; readonly yamlPath: readonly PropertyKey[] } {
  let node = written;
  let yamlPath = from;
  while (node.$ref !== undefined) {
    const name = node.$ref.slice(REFERENCE.length);
    const target = walk.definitions[name];
    // The parser has seen to it that there is one and that it ends.
    if (target === undefined) break;
    const annotation = node['x-headgate'];
    node = annotation === undefined ? target : { ...target, 'x-headgate': annotation };
    yamlPath = annotation === undefined ? [...walk.root, '$defs', name] : yamlPath;
  }
  return { node, yamlPath };
}
