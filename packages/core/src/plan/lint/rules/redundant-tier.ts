import { tierOfField } from '../../taxonomy/tier.ts';
import { allPlaces } from '../rule.ts';
import type { LintRule } from '../rule.ts';

export const redundantTier: LintRule = {
  id: 'redundant-tier',
  level: 'information',
  kind: 'language',
  what: 'A written tier is not above the one that the categories give, so it does nothing.',
  find: (subject) =>
    allPlaces(subject).flatMap((place) => {
      const own = place.node['x-headgate'];
      if (own?.tier === undefined) return [];
      const derived = tierOfField(own.categories, false, undefined);
      // Below 3 on free text it is a mistake and has a rule of its own.
      const isFree = Boolean(own.free_text);
      if (own.tier > derived || (isFree && own.tier < 3)) return [];
      return [
        {
          file: place.file,
          yamlPath: [...place.yamlPath, 'x-headgate', 'tier'],
          message: `The tier ${own.tier} is not above ${derived}, which the categories give.`,
          mend: 'Remove it; --fix does.',
        },
      ];
    }),
};
