import { AI_KEYS } from './ai.ts';
import { CHAIN_KEYS } from './chains.ts';
import { CLOUD_KEYS } from './cloud.ts';
import { DATA_KEYS } from './data.ts';
import { DEVTOOL_KEYS } from './devtools.ts';
import type { KeyFormat } from './format.ts';
import { MESSAGING_KEYS } from './messaging.ts';
import { PAYMENT_KEYS } from './payments.ts';
import { SAAS_KEYS } from './saas.ts';
import { SECURITY_KEYS } from './security.ts';
import { WEBHOOK_KEYS } from './webhooks.ts';

/** Every format of a secret key that is told by its prefix. */
export const KEY_FORMATS: readonly KeyFormat[] = [
  ...CLOUD_KEYS,
  ...AI_KEYS,
  ...PAYMENT_KEYS,
  ...DEVTOOL_KEYS,
  ...MESSAGING_KEYS,
  ...DATA_KEYS,
  ...SAAS_KEYS,
  ...SECURITY_KEYS,
  ...WEBHOOK_KEYS,
  ...CHAIN_KEYS,
];
