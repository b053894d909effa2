import { STANDARD_ROTATION, initRing, readRing } from '@headgate/seal';
import type { RotationPolicy } from '@headgate/seal';
import { relative } from 'node:path';
import { textOption } from '../command.ts';
import type { Given } from '../command.ts';
import { Failure } from '../exit.ts';
import { keysDirectory, namedKek, openNamedKek, withKeys } from '../keys/key-scope.ts';
import { keepOutOfGit, refuseDataDirectory } from '../keys/private-directory.ts';

/** Makes a key ring without groups. What wraps its keys is tried out first. */
export const run = withKeys(async (context, given) => {
  const { print } = context;
  const directory = keysDirectory(context, given);
  if (readRing(directory) !== null) {
    throw new Failure('usage', 'there is a key ring already', 'Use it, or name another with --keys.');
  }
  await refuseDataDirectory(context, given, directory);
  const rotation = rotationOf(given);
  const tenant = textOption(given, 'tenant') ?? 'default';
  const kek = await openNamedKek(context, { settings: namedKek(context, given), isNew: true });
  await initRing({ directory, kek, now: Date.now() }, tenant, rotation);
  keepOutOfGit(directory);
  const shown = relative(context.directory, directory) || '.';
  const { provider } = kek.settings;
  if (print.format === 'json')
    print.json({ schemaVersion: 1, directory: shown, tenant, kek: provider, rotation });
  else print.data(`${shown}: a key ring of tenant ${tenant}, wrapped by ${provider}`);
  print.note(
    'Next: headgate key create <group>. Without what wraps the keys nothing can be read: back it up too.',
  );
  return 'clean';
});

function rotationOf(given: Given): RotationPolicy {
  const days = daysOf(given, 'days') ?? STANDARD_ROTATION.days;
  return {
    days,
    leadDays: daysOf(given, 'leadDays') ?? Math.min(STANDARD_ROTATION.leadDays, days),
    graceDays: daysOf(given, 'graceDays') ?? STANDARD_ROTATION.graceDays,
  };
}

function daysOf(given: Given, name: string): number | null {
  const text = textOption(given, name);
  if (text === undefined) return null;
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new Failure('usage', 'the terms of the rotation are whole numbers of days', 'Write it as --days 90.');
}
