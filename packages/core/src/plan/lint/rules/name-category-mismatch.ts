import { meaningOf } from '../../../detect/key-meaning.ts';
import { MEANING } from '../../../detect/meaning.ts';
import type { MeaningName } from '../../../detect/meaning.ts';
import { tierOfField } from '../../taxonomy/tier.ts';
import { leavesOf } from '../rule.ts';
import type { FieldPlace, LintRule } from '../rule.ts';

/** What a name says → the categories that fit it, the usual one first. Names that say less certain things are left out. */
const FITTING = {
  email: ['user.contact.email'],
  phone: ['user.contact.phone_number', 'user.contact.fax_number'],
  name: ['user.name'],
  username: ['user.account.username', 'user.unique_id', 'user.name'],
  address: ['user.contact.address', 'user.location', 'user.device.ip_address'],
  birthDate: ['user.demographic.date_of_birth'],
  coordinates: ['user.location'],
  ip: ['user.device.ip_address'],
  mac: ['user.device.device_id'],
  imei: ['user.device.device_id'],
  vin: ['user.government_id.vehicle_registration'],
  plate: ['user.government_id.vehicle_registration'],
  card: ['user.financial.credit_card', 'user.payment'],
  bankAccount: ['user.financial.bank_account', 'user.payment'],
  nationalId: ['user.government_id', 'user.health_and_medical'],
  passport: ['user.government_id.passport_number'],
  driverLicence: ['user.government_id.drivers_license_number'],
  password: ['user.authorization.password'],
  secret: ['user.authorization.credentials', 'system.authentication'],
  session: [
    'user.authorization.credentials',
    'user.device.cookie',
    'user.device.cookie_id',
    'user.unique_id',
  ],
  authorization: ['user.authorization.credentials', 'system.authentication'],
  cookies: ['user.device.cookie', 'user.device.cookie_id', 'user.authorization'],
  wallet: ['user.financial', 'user.unique_id'],
  seedPhrase: ['user.authorization.credentials'],
} as const satisfies Partial<Readonly<Record<MeaningName, readonly string[]>>>;

const TIMES: ReadonlySet<string> = new Set(['date-time', 'time']);

export const nameCategoryMismatch: LintRule = {
  id: 'name-category-mismatch',
  level: 'violation',
  kind: 'privacy',
  what: 'The name of a field says that it holds something more sensitive than its categories do.',
  roles: ['privacy'],
  find: (subject) =>
    leavesOf(subject).flatMap((place) => {
      const fitting = fittingFor(place);
      const [usual] = fitting;
      if (usual === undefined) return [];
      const { categories, key, tier } = place.spec;
      if (categories.some((category) => fitting.some((each) => isRelated(category, each)))) return [];
      if (tier >= tierOfField([usual], false, undefined)) return [];
      return [
        {
          ...place,
          message: `"${key}" is named like ${usual}, but its categories are ${categories.join(', ')}.`,
          mend: `Add the category ${usual}, or rename the field after what it holds.`,
        },
      ];
    }),
};

/** Empty where the name says nothing, or the schema leaves no room for what it says. */
function fittingFor(place: FieldPlace): readonly string[] {
  const { spec, parent } = place;
  if (!spec.declared || isClosed(place)) return [];
  const meaning = meaningOf(spec.key, parent);
  if ((meaning & MEANING.safe) !== 0) return [];
  const said = Object.entries(FITTING).find(
    ([name]) =>
      // A whole number named `position` is a place in a list.
      (name !== 'coordinates' || spec.type !== 'integer') && (meaning & (BITS.get(name) ?? 0)) !== 0,
  );
  return said?.[1] ?? [];
}

function isClosed({ node, spec }: FieldPlace): boolean {
  if (node.enum !== undefined || node.const !== undefined) return true;
  return spec.type === 'boolean' || TIMES.has(node.format ?? '');
}

const BITS: ReadonlyMap<string, number> = new Map(Object.entries(MEANING));

/** A category fits by itself, by one below it, and by a less exact one above it that is not the root. */
function isRelated(category: string, fitting: string): boolean {
  if (category === fitting || category.startsWith(`${fitting}.`)) return true;
  return category.includes('.') && fitting.startsWith(`${category}.`);
}
