import { createHash, randomBytes } from 'node:crypto';
import type { Run } from '../command.ts';

const TOKEN_BYTES = 32;

/** Makes a token for one caller, and its digest for the policy. Neither is kept. */
export const run: Run = async ({ print }) => {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const digest = createHash('sha256').update(token).digest('hex');
  if (print.format === 'json') print.json({ schemaVersion: 1, token, token_sha256: digest });
  else print.data(`token:        ${token}\ntoken_sha256: ${digest}`);
  print.note('Give the token to the caller, and the digest to the policy. The token is not kept.');
  return 'clean';
};
