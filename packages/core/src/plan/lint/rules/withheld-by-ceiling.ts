import { isLeaf, allFields, tierFor } from '../../plan-rules.ts';
import type { LintRule } from '../rule.ts';

/** Paths named in one message. */
const PATHS_MAX = 5;

export const withheldByCeiling: LintRule = {
  id: 'withheld-by-ceiling',
  level: 'information',
  kind: 'privacy',
  what: "A vendor is given '*', and its ceiling keeps some of the fields from it.",
  find: ({ events, plan }) =>
    events.flatMap(({ file, spec }) =>
      [...spec.vendors].flatMap(([name, fields]) => {
        const vendor = plan.vendors.get(name);
        if (vendor === undefined || fields !== null) return [];
        const kept = allFields(spec.fields).filter(
          (field) => isLeaf(field) && tierFor(field, name) > vendor.ceiling,
        );
        if (kept.length === 0) return [];
        const paths = kept.slice(0, PATHS_MAX).map(({ path }) => path);
        const more = kept.length > PATHS_MAX ? ` and ${kept.length - PATHS_MAX} more` : '';
        return [
          {
            file,
            yamlPath: ['vendors', name],
            message: `The ceiling ${vendor.ceiling} of ${name} keeps back ${paths.join(', ')}${more}.`,
            mend: 'List the fields that it is to have, or transform these.',
          },
        ];
      }),
    ),
};
