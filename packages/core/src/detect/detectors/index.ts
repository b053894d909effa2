/** Every detector, strongest first: secrets, then specific formats, then general ones. The order settles overlaps. */
import type { Detector } from '../detector.ts';
import { apiKey } from './api-key.ts';
import { bankAccount } from './bank-account.ts';
import { bearer } from './bearer.ts';
import { card } from './card.ts';
import { driverLicence } from './driver-licence.ts';
import { email } from './email.ts';
import { iban } from './iban.ts';
import { imei } from './imei.ts';
import { ipv4 } from './ipv4.ts';
import { ipv6 } from './ipv6.ts';
import { jwt } from './jwt.ts';
import { longText } from './long-text.ts';
import { mac } from './mac.ts';
import { nationalId } from './national-id.ts';
import { passport } from './passport.ts';
import { phone } from './phone.ts';
import { plate } from './plate.ts';
import { privateKey } from './private-key.ts';
import { ssn } from './ssn.ts';
import { urlUserinfo } from './url-userinfo.ts';
import { urlValue } from './url-value.ts';
import { vin } from './vin.ts';

export const DETECTORS: readonly Detector[] = Object.freeze([
  privateKey,
  jwt,
  apiKey,
  bearer,
  iban,
  card,
  ssn,
  nationalId,
  imei,
  vin,
  bankAccount,
  passport,
  driverLicence,
  email,
  mac,
  phone,
  ipv6,
  ipv4,
  plate,
  urlUserinfo,
  urlValue,
  longText,
]);
