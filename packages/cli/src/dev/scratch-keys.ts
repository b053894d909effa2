/** Public keys for a plan that seals, made for one run: their private halves are kept nowhere, so that nobody opens what is sealed. */
import { recipientGroups } from '@headgate/core';
import type { Plan } from '@headgate/core';
import { formatRecipients } from '@headgate/seal';
import type { Recipient } from '@headgate/seal';
import { kidOf, rawPublicKey } from '@headgate/seal/envelope';
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `seal` of a configuration names. */
export interface ScratchKeys {
  readonly recipients: string;
  readonly subjects: string;
}

/** People who can be met in one run with fields that are sealed to them. */
const SUBJECTS = 1000;
const DAY_MS = 86_400_000;
/** Longer than anybody leaves a run alone. */
const DAYS = 30;

/** Writes them beside the configuration of the run; null where the plan seals nothing. `now` in milliseconds since 1970. */
export function writeScratchKeys(plan: Plan, directory: string, now: number): ScratchKeys | null {
  const groups = recipientGroups(plan);
  if (groups.size === 0) return null;
  const made = [...groups].map((group) => [group, recipient(now)] as const);
  const keys = { recipients: 'recipients.json', subjects: 'subject-pool.txt' };
  const text = formatRecipients({ tenant: 'dev', groups: new Map(made) });
  writeFileSync(join(directory, keys.recipients), text);
  const pool = Array.from({ length: SUBJECTS }, () => `${publicKey().toString('base64url')}\n`);
  writeFileSync(join(directory, keys.subjects), pool.join(''));
  return keys;
}

function recipient(now: number): Recipient {
  const key = publicKey();
  // Some time back, for a clock that is set while it runs.
  const times = { notBefore: now - DAY_MS, notAfter: now + DAYS * DAY_MS };
  return { kid: kidOf(key), publicKey: key.toString('base64url'), ...times };
}

function publicKey(): Buffer {
  return rawPublicKey(generateKeyPairSync('x25519').publicKey);
}
