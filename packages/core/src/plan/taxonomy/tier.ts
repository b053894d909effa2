/** Sensitivity derived from categories: 1 technical, 2 interaction, 3 stored content, 4 highly sensitive. */
export const TIERS = [1, 2, 3, 4] as const;
export type Tier = (typeof TIERS)[number];

const TIER_BY_PREFIX: Readonly<Record<string, Tier>> = {
  system: 1,
  user: 3,
  'user.telemetry': 1,
  'user.privacy_preferences': 1,
  'user.demographic': 3,
  'user.demographic.language': 1,
  'user.demographic.race_ethnicity': 4,
  'user.demographic.religious_belief': 4,
  'user.demographic.political_opinion': 4,
  'user.demographic.sexual_orientation': 4,
  'user.behavior': 2,
  'user.behavior.browsing_history': 3,
  'user.behavior.search_history': 3,
  'user.account': 3,
  'user.account.settings': 2,
  'user.content': 3,
  'user.content.public': 2,
  'user.location': 4,
  'user.location.imprecise': 2,
  'user.location.precise': 4,
  'user.device': 2,
  'user.device.cookie_id': 3,
  'user.device.device_id': 3,
  'user.device.ip_address': 3,
  'user.authorization': 4,
  'user.biometric': 4,
  'user.childrens': 4,
  'user.criminal_history': 4,
  'user.financial': 4,
  'user.payment': 4,
  'user.government_id': 4,
  'user.health_and_medical': 4,
  'user.sensor': 4,
  'user.user_sensor': 4,
};

/** The tier of one category key: that of its longest listed prefix, 4 where none is listed. */
function tierOfCategory(category: string): Tier {
  for (let key = category; key !== ''; key = key.slice(0, Math.max(0, key.lastIndexOf('.')))) {
    const tier = TIER_BY_PREFIX[key];
    if (tier !== undefined) return tier;
  }
  return 4;
}

/** The tier of a field: the highest of its categories, raised to 3 for free text and to what was written by hand. */
export function tierOfField(
  categories: readonly string[],
  freeText: boolean,
  written: Tier | undefined,
  raised: RaisedTiers = {},
): Tier {
  let tier: Tier = freeText ? 3 : 1;
  for (const category of categories) {
    tier = higher(tier, higher(tierOfCategory(category), raisedTier(category, raised)));
  }
  return written === undefined ? tier : higher(tier, written);
}

/** Category → tier, as a plan raises it for that category and all below it. */
export type RaisedTiers = Readonly<Record<string, Tier>>;

function raisedTier(category: string, raised: RaisedTiers): Tier {
  let tier: Tier = 1;
  for (const [key, each] of Object.entries(raised)) {
    if (category === key || category.startsWith(`${key}.`)) tier = higher(tier, each);
  }
  return tier;
}

function higher(left: Tier, right: Tier): Tier {
  return left > right ? left : right;
}
