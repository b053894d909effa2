import type { YamlFile } from '../../read-yaml.ts';
import { allPlaces } from '../rule.ts';
import type { Found, LintRule } from '../rule.ts';

type Listed = readonly [yamlPath: readonly PropertyKey[], list: readonly unknown[] | undefined];

export const repeatedEntry: LintRule = {
  id: 'repeated-entry',
  level: 'information',
  kind: 'language',
  what: 'A list names the same thing twice.',
  find: (subject) => {
    const { value: plan } = subject.planFile;
    const ofPlan: Listed[] = [
      [['taxonomy', 'extend'], plan.taxonomy.extend],
      [['gpc', 'deny_uses'], plan.gpc.deny_uses],
      [['identity', 'ids'], plan.identity.ids],
      ...Object.entries(plan.vendors).map(([name, { uses }]): Listed => [['vendors', name, 'uses'], uses]),
    ];
    const ofEvents = subject.events.flatMap(({ file }) => {
      const { value } = file;
      // Sources and aliases that stand twice are claimed twice, which the language forbids.
      const lists: Listed[] = [
        [['wire', 'operations'], value.wire.operations],
        [['questions'], value.questions],
        [['owners', 'notify'], value.owners?.notify],
        [['subjects'], value.subjects],
        [['purposes'], value.purposes],
        [['identity', 'ids'], value.identity?.ids],
        ...Object.entries(value.vendors).map(([name, fields]): Listed => [
          ['vendors', name],
          fields === '*' ? [] : fields,
        ]),
      ];
      return lists.flatMap((listed) => repeats(file, listed));
    });
    const ofFields = allPlaces(subject).flatMap(({ file, yamlPath, node }) => [
      ...repeats(file, [[...yamlPath, 'required'], node.required]),
      ...repeats(file, [[...yamlPath, 'enum'], node.enum]),
      ...repeats(file, [[...yamlPath, 'x-headgate', 'categories'], node['x-headgate']?.categories]),
    ]);
    return [...ofPlan.flatMap((listed) => repeats(subject.planFile, listed)), ...ofEvents, ...ofFields];
  },
};

function repeats(file: YamlFile<unknown>, [yamlPath, list = []]: Listed): Found[] {
  const name = String(yamlPath.at(-1));
  return list.flatMap((entry, at) =>
    list.indexOf(entry) === at
      ? []
      : [
          {
            file,
            yamlPath: [...yamlPath, at],
            message: `Entry ${at + 1} of "${name}" stands there already.`,
            mend: 'Remove it; --fix does.',
          },
        ],
  );
}
