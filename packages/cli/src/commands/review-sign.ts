import { SIGNATURE_NAMESPACE, reviewPayload } from '@headgate/core';
import { KeyUnusable, readPrivateKey, signText } from '@headgate/gateway';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Context, Given, Run } from '../command.ts';
import { textOption } from '../command.ts';
import { Failure } from '../exit.ts';
import { checkDecision } from '../review/check-decision.ts';
import { readDecision } from '../review/decision-options.ts';
import { addDecision, readReviewFile } from '../review/review-file.ts';

/** Adds a signed decision to a review: signed here with a key file, or elsewhere and handed in. */
export const run: Run = async (context, given) => {
  const file = readReviewFile(context, given.args[0] ?? '');
  const now = Date.now();
  const decision = readDecision(given, now);
  const signed = {
    ...decision,
    signature: signatureOf(context, given, reviewPayload(file.review, decision)),
  };
  const unchecked = await checkDecision(context, given, { file, decision: signed, now });
  addDecision(file, signed);
  const { role, by, verdict, until } = decision;
  if (context.print.format === 'json') context.print.json({ schemaVersion: 1, ...decision });
  else context.print.data(`${verdict} by ${by} as ${role}, until ${until}`);
  if (unchecked !== null) context.print.note(`Nobody checked that it counts: ${unchecked}`);
  return 'clean';
};

function signatureOf(context: Context, given: Given, text: string): string {
  const signed = textOption(given, 'signature');
  if (signed !== undefined) return read(context, signed);
  const keyFile = textOption(given, 'key');
  if (keyFile === undefined) {
    const mend = 'Name a key file with --key, or what ssh-keygen -Y sign wrote with --signature.';
    throw new Failure('usage', 'nothing to sign with', mend);
  }
  try {
    return signText(text, SIGNATURE_NAMESPACE, readPrivateKey(read(context, keyFile)));
  } catch (error) {
    if (!(error instanceof KeyUnusable)) throw error;
    throw new Failure('usage', `${keyFile} cannot sign`, error.message);
  }
}

function read(context: Context, named: string): string {
  try {
    return readFileSync(resolve(context.directory, named), 'utf8');
  } catch {
    throw new Failure('usage', `${named} cannot be read`, 'Check the path, and who may read it.');
  }
}
