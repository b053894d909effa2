/** What the name of a field suggests about its category. A suggestion only: a person declares it, or something else. */
import { meaningOf } from '../../detect/key-meaning.ts';
import { MEANING } from '../../detect/meaning.ts';
import type { MeaningName } from '../../detect/meaning.ts';

const CATEGORY_BY_MEANING: Partial<Readonly<Record<MeaningName, string>>> = {
  email: 'user.contact.email',
  phone: 'user.contact.phone_number',
  name: 'user.name',
  username: 'user.account.username',
  address: 'user.contact.address',
  birthDate: 'user.demographic.date_of_birth',
  coordinates: 'user.location.precise',
  ip: 'user.device.ip_address',
  mac: 'user.device.device_id',
  imei: 'user.device.device_id',
  vin: 'user.government_id.vehicle_registration',
  plate: 'user.government_id.vehicle_registration',
  card: 'user.financial.credit_card',
  bankAccount: 'user.financial.bank_account',
  nationalId: 'user.government_id.national_identification_number',
  passport: 'user.government_id.passport_number',
  driverLicence: 'user.government_id.drivers_license_number',
  password: 'user.authorization.password',
  secret: 'user.authorization.credentials',
  session: 'user.authorization.credentials',
  authorization: 'user.authorization.credentials',
  cookies: 'user.device.cookie',
  code: 'user.authorization.credentials',
  wallet: 'user.financial',
  seedPhrase: 'user.authorization.credentials',
  userText: 'user.content.private',
  prompt: 'user.content.private',
};

/** The category; null where the name says nothing. `parent` is the name of the object around it. */
export function suggestCategory(name: string, parent: string): string | null {
  const meaning = meaningOf(name, parent);
  for (const [key, category] of Object.entries(CATEGORY_BY_MEANING)) {
    if (isMeaning(key) && (meaning & MEANING[key]) !== 0) return category;
  }
  return null;
}

function isMeaning(key: string): key is MeaningName {
  return Object.hasOwn(MEANING, key);
}
