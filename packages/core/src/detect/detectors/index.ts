/** Every detector, strongest first: secrets, then specific formats, then general ones. The order settles overlaps. */
import type { Detector } from '../detector.ts';
import { address } from './address.ts';
import { apiKey } from './api-key.ts';
import { bearer } from './bearer.ts';
import { birthDate } from './birth-date.ts';
import { card } from './card.ts';
import { coordinates } from './coordinates.ts';
import { coordinatesDms } from './coordinates-dms.ts';
import { email } from './email.ts';
import { emailObfuscated } from './email-obfuscated.ts';
import { iban } from './iban.ts';
import { ipv4 } from './ipv4.ts';
import { ipv6 } from './ipv6.ts';
import { jwt } from './jwt.ts';
import { longText } from './long-text.ts';
import { name } from './name.ts';
import { osUser } from './os-user.ts';
import { osUserWindows } from './os-user-windows.ts';
import { phone } from './phone.ts';
import { privateKey } from './private-key.ts';
import { ssn } from './ssn.ts';
import { urlUserinfo } from './url-userinfo.ts';
import { urlValue } from './url-value.ts';
import { username } from './username.ts';

export const DETECTORS: readonly Detector[] = Object.freeze([
  privateKey,
  jwt,
  apiKey,
  bearer,
  iban,
  card,
  ssn,
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
  name,
  username,
  urlUserinfo,
  urlValue,
  longText,
]);
