/** Every detector, strongest first: secrets, then specific formats, then general ones. The order settles overlaps. */
import type { Detector } from '../detector.ts';
import { address } from './address.ts';
import { apiKey } from './api-key.ts';
import { bankAccount } from './bank-account.ts';
import { bearer } from './bearer.ts';
import { birthDate } from './birth-date.ts';
import { card } from './card.ts';
import { driverLicence } from './driver-licence.ts';
import { coordinates } from './coordinates.ts';
import { coordinatesDms } from './coordinates-dms.ts';
import { email } from './email.ts';
import { emailObfuscated } from './email-obfuscated.ts';
import { connectionString } from './connection-string.ts';
import { iban } from './iban.ts';
import { imei } from './imei.ts';
import { ipv4 } from './ipv4.ts';
import { ipv6 } from './ipv6.ts';
import { jwt } from './jwt.ts';
import { logUser } from './log-user.ts';
import { loginOption } from './login-option.ts';
import { longText } from './long-text.ts';
import { oneTimeCode } from './one-time-code.ts';
import { opaqueToken } from './opaque-token.ts';
import { password } from './password.ts';
import { passwordHash } from './password-hash.ts';
import { name } from './name.ts';
import { osUser } from './os-user.ts';
import { osUserWindows } from './os-user-windows.ts';
import { mac, macInText } from './mac.ts';
import { nationalId } from './national-id.ts';
import { passport } from './passport.ts';
import { phone } from './phone.ts';
import { plate } from './plate.ts';
import { privateKey } from './private-key.ts';
import { secret } from './secret.ts';
import { seedPhrase } from './seed-phrase.ts';
import { session, sessionInText } from './session.ts';
import { ssn } from './ssn.ts';
import { urlValue } from './url-value.ts';
import { vin } from './vin.ts';
import { urlCredentials } from './url-credentials.ts';
import { wallet } from './wallet.ts';
import { username } from './username.ts';

export const DETECTORS: readonly Detector[] = Object.freeze([
  privateKey,
  jwt,
  apiKey,
  bearer,
  passwordHash,
  password,
  urlCredentials,
  connectionString,
  loginOption,
  session,
  sessionInText,
  opaqueToken,
  oneTimeCode,
  secret,
  seedPhrase,
  iban,
  card,
  ssn,
  nationalId,
  imei,
  vin,
  bankAccount,
  passport,
  driverLicence,
  wallet,
  email,
  emailObfuscated,
  phone,
  birthDate,
  coordinates,
  coordinatesDms,
  ipv6,
  ipv4,
  address,
  osUser,
  osUserWindows,
  logUser,
  mac,
  macInText,
  plate,
  name,
  username,
  urlValue,
  longText,
]);
