import type { LintRule } from '../rule.ts';

export const vendorWithoutPurpose: LintRule = {
  id: 'vendor-without-purpose',
  level: 'improvement',
  kind: 'governance',
  what: 'A vendor serves none of the purposes of an event, so it never gets it.',
  find: ({ events, plan }) =>
    events.flatMap(({ file, spec }) =>
      [...spec.vendors.keys()].flatMap((name) => {
        const served = plan.vendors.get(name)?.uses ?? null;
        const isServed = spec.purposes.some(({ use }) =>
          served?.some((each) => use === each || use.startsWith(`${each}.`)),
        );
        if (served === null || isServed) return [];
        return [
          {
            file,
            yamlPath: ['vendors', name],
            message: `None of the purposes of this event is among the uses of ${name}.`,
            mend: `Take ${name} off the event, or add the purpose to its uses in plan.yaml.`,
          },
        ];
      }),
    ),
};
