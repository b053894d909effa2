import { expectGroup, expectRing, mendRing, nextStepDue, planRotation, rotateKeys } from '@headgate/seal';
import type { Ring, RotationDone, RotationStep } from '@headgate/seal';
import { isGiven } from '../command.ts';
import { Failure } from '../exit.ts';
import { confirm } from '../keys/confirm.ts';
import { keysDirectory, openNamedKek, withKeys } from '../keys/key-scope.ts';
import type { Print } from '../print.ts';
import { formatTime } from '../words.ts';

/** Does the steps of the rotation that are due, or replaces the key of one group at once. Encrypts no field anew. */
export const run = withKeys(async (context, given) => {
  const { print } = context;
  const [group] = given.args;
  const isAtOnce = isGiven(given, 'now');
  if (isAtOnce && group === undefined) {
    throw new Failure(
      'usage',
      'which group is to have a new key now?',
      'Name it: headgate key rotate <group> --now.',
    );
  }
  const directory = keysDirectory(context, given);
  const ring = expectRing(directory);
  if (group !== undefined) expectGroup(ring, group);
  const request = { isAtOnce, ...(group === undefined ? {} : { group }) };
  const steps = planRotation(ring, { ...request, now: Date.now() });
  if (steps.length === 0) {
    if (!isGiven(given, 'dryRun')) await mendRing(directory);
    return tellNothing(print, ring, group);
  }
  if (print.format === 'human') for (const step of steps) print.data(foresee(step));
  const ended = await confirm(context, given, { question: 'Rotate?', isGrave: false });
  if (ended !== null) {
    if (print.format === 'json')
      print.json({ schemaVersion: 1, isDone: false, steps: steps.map(documentOf) });
    return ended;
  }
  const kek = await openNamedKek(context, { settings: ring.kek, isNew: false });
  tellDone(print, await rotateKeys({ directory, kek, now: Date.now() }, request));
  return 'clean';
});

function tellDone(print: Print, done: readonly RotationDone[]): void {
  if (print.format === 'json') {
    const steps = done.map(({ step, kid }) => ({ ...documentOf(step), kid }));
    print.json({ schemaVersion: 1, isDone: true, steps });
  } else for (const each of done) print.data(tell(each));
  if (done.some(({ step }) => step.kind !== 'prepare')) {
    print.note('Give the public keys to the gateway, or it goes on with the old ones: headgate key publish,');
    print.note('and there headgate plan reload.');
  }
  print.note('Carry the ring to every machine that opens fields, and back up: headgate key backup.');
}

function tellNothing(print: Print, ring: Ring, group: string | undefined): 'clean' {
  if (print.format === 'json') print.json({ schemaVersion: 1, isDone: true, steps: [] });
  const groups = group === undefined ? [...ring.groups.keys()] : [group];
  const due = groups.map((each) => nextStepDue(ring, each) ?? Infinity);
  print.note(
    due.length === 0
      ? 'There is no group yet: headgate key create <group>.'
      : `Nothing is due before ${formatTime(Math.min(...due))}. With --now a key is replaced all the same.`,
  );
  return 'clean';
}

function foresee(step: RotationStep): string {
  const { group } = step;
  switch (step.kind) {
    case 'prepare':
      return `${group}: makes the next key, to be active from ${formatTime(step.activeFrom)}; the active one stays`;
    case 'activate':
      return `${group}: ${step.kid} becomes active${retires(step.retires)}`;
    case 'replace': {
      const discards = step.discards === null ? '' : `; ${step.discards}, which waits, is destroyed unused`;
      return `${group}: makes a new key, active at once${retires(step.retires)}${discards}`;
    }
  }
}

function retires(kid: string | null): string {
  return kid === null ? '' : `; ${kid} only opens what is sealed to it`;
}

function tell({ step, kid }: RotationDone): string {
  return `${step.group}: ${kid} is ${step.kind === 'prepare' ? 'next' : 'active'}`;
}

function documentOf(step: RotationStep): object {
  return step.kind === 'prepare' ? { ...step, activeFrom: new Date(step.activeFrom).toISOString() } : step;
}
