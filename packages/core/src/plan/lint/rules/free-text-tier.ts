import { allPlaces } from '../rule.ts';
import type { LintRule } from '../rule.ts';

/** Tier of what people type, at least. */
const FREE_TEXT_TIER = 3;

export const freeTextTier: LintRule = {
  id: 'free-text-tier',
  level: 'violation',
  kind: 'privacy',
  what: 'Free text is given a tier below 3, which it never has.',
  roles: ['privacy'],
  find: (subject) =>
    allPlaces(subject).flatMap((place) => {
      const own = place.node['x-headgate'];
      const isFree = Boolean(own?.free_text);
      if (!isFree || own?.tier === undefined || own.tier >= FREE_TEXT_TIER) return [];
      return [
        {
          file: place.file,
          yamlPath: [...place.yamlPath, 'x-headgate', 'tier'],
          message: `"${place.spec.path}" is free text, so its tier is at least ${FREE_TEXT_TIER}, not ${own.tier}.`,
          mend: 'Remove the tier; or bound the text and remove free_text.',
        },
      ];
    }),
};
