import type { Found, LintRule, LintSubject, LintedEvent } from '../rule.ts';

export const tombstoneReuse: LintRule = {
  id: 'tombstone-reuse',
  level: 'violation',
  kind: 'governance',
  what: 'An id, a name on the wire or a field is used that the plan says is used up for ever.',
  roles: ['privacy', 'analytics'],
  find: (subject) =>
    subject.events.flatMap((event) => [...eventBreaches(event, subject), ...fieldBreaches(event)]),
};

function eventBreaches({ file, spec }: LintedEvent, { planFile }: LintSubject): Found[] {
  const { ids = [], names = [] } = planFile.value.tombstones ?? {};
  const { name, aliases } = file.value.wire;
  const used: readonly (readonly [text: string, yamlPath: readonly PropertyKey[], isUsedUp: boolean])[] = [
    [spec.id, ['id'], ids.includes(spec.id)],
    ...(name === undefined ? [] : [[name, ['wire', 'name'], names.includes(name)] as const]),
    ...aliases.map((alias, at) => [alias, ['wire', 'aliases', at], names.includes(alias)] as const),
  ];
  return used
    .filter(([, , isUsedUp]) => isUsedUp)
    .map(([text, yamlPath]) => ({
      file,
      yamlPath,
      message: `"${text}" is among the tombstones of the plan.`,
      mend: 'Choose another, so that old data and new are told apart.',
    }));
}

function fieldBreaches({ file, fields }: LintedEvent): Found[] {
  const dead = new Set(file.value.tombstones ?? []);
  return fields
    .filter(({ spec }) => dead.has(spec.path))
    .map(({ spec, yamlPath }) => ({
      file,
      yamlPath,
      message: `"${spec.path}" is among the tombstones of the event.`,
      mend: 'Choose another name, so that old data and new are told apart.',
    }));
}
