/** Every detector, strongest first: secrets, then specific formats, then general ones. The order settles overlaps. */
import type { Detector } from '../detector.ts';
import { apiKey } from './api-key.ts';
import { bearer } from './bearer.ts';
import { card } from './card.ts';
import { email } from './email.ts';
import { connectionString } from './connection-string.ts';
import { iban } from './iban.ts';
import { ipv4 } from './ipv4.ts';
import { ipv6 } from './ipv6.ts';
import { jwt } from './jwt.ts';
import { loginOption } from './login-option.ts';
import { longText } from './long-text.ts';
import { opaqueToken } from './opaque-token.ts';
import { password } from './password.ts';
import { phone } from './phone.ts';
import { privateKey } from './private-key.ts';
import { secret } from './secret.ts';
import { seedPhrase } from './seed-phrase.ts';
import { session } from './session.ts';
import { ssn } from './ssn.ts';
import { urlCredentials } from './url-credentials.ts';
import { urlValue } from './url-value.ts';
import { wallet } from './wallet.ts';

export const DETECTORS: readonly Detector[] = Object.freeze([
  privateKey,
  jwt,
  apiKey,
  bearer,
  urlCredentials,
  connectionString,
  loginOption,
  password,
  session,
  opaqueToken,
  secret,
  seedPhrase,
  iban,
  card,
  ssn,
  wallet,
  email,
  phone,
  ipv6,
  ipv4,
  urlValue,
  longText,
]);
