import type { LintRule } from '../rule.ts';

export const missingOwner: LintRule = {
  id: 'missing-owner',
  level: 'improvement',
  kind: 'governance',
  what: 'An event names no team that answers for it.',
  find: ({ events }) =>
    events.flatMap(({ file, spec }) =>
      file.value.owners === undefined
        ? [
            {
              file,
              yamlPath: ['id'],
              message: `Nobody owns "${spec.id}".`,
              mend: 'Add owners: { team: ..., notify: [...] }.',
            },
          ]
        : [],
    ),
};

export const missingQuestion: LintRule = {
  id: 'missing-question',
  level: 'improvement',
  kind: 'governance',
  what: 'An event names no question that it is to answer.',
  find: ({ events }) =>
    events.flatMap(({ file, spec }) =>
      (file.value.questions ?? []).length === 0
        ? [
            {
              file,
              yamlPath: ['id'],
              message: `"${spec.id}" names no question that it is to answer.`,
              mend: 'Add questions: ["..."], or stop collecting it.',
            },
          ]
        : [],
    ),
};
