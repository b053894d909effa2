import { leavesOf } from '../rule.ts';
import type { LintRule } from '../rule.ts';

/** Special categories of Article 9(1) and the offences of Article 10 GDPR (Regulation (EU) 2016/679), in fideslang's keys. */
const SPECIAL = [
  'user.authorization.biometric',
  'user.biometric',
  'user.criminal_history',
  'user.demographic.political_opinion',
  'user.demographic.race_ethnicity',
  'user.demographic.religious_belief',
  'user.demographic.sexual_orientation',
  'user.health_and_medical',
] as const;

export const specialCategory: LintRule = {
  id: 'special-category',
  level: 'violation',
  kind: 'privacy',
  what: 'A field holds a special category of personal data and legal has not signed for it.',
  roles: ['legal', 'privacy'],
  find: (subject) =>
    leavesOf(subject).flatMap((place) => {
      const isSaid = place.annotation?.special_category === true;
      const special =
        place.spec.categories.find(isSpecial) ?? (isSaid ? 'what the plan calls special' : null);
      if (special === null) return [];
      return [
        {
          ...place,
          message: `"${place.spec.path}" holds ${special}, which Article 9 or 10 GDPR protects.`,
          mend: 'Leave it out, or have legal sign: a suppression with its owner, its reason and its last day.',
        },
      ];
    }),
};

function isSpecial(category: string): boolean {
  return SPECIAL.some((each) => category === each || category.startsWith(`${each}.`));
}
