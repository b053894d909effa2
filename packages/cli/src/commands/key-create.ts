import { checkNewGroup, createGroup, expectRing } from '@headgate/seal';
import { confirm } from '../keys/confirm.ts';
import { keysDirectory, openNamedKek, withKeys } from '../keys/key-scope.ts';

/** Adds a group of recipients with a key that is active at once. */
export const run = withKeys(async (context, given) => {
  const { print } = context;
  const [group = ''] = given.args;
  const directory = keysDirectory(context, given);
  const ring = expectRing(directory);
  checkNewGroup(ring, group);
  if (print.format === 'human') print.data(`${group}: a new group, whose key is made and active at once`);
  const ended = await confirm(context, given, { question: 'Create it?', isGrave: false });
  if (ended !== null) return ended;
  const kek = await openNamedKek(context, { settings: ring.kek, isNew: false });
  const kid = await createGroup({ directory, kek, now: Date.now() }, group);
  if (print.format === 'json') print.json({ schemaVersion: 1, group, kid });
  else print.data(`${group}: ${kid} is active`);
  print.note('Give its public half to the gateway: headgate key publish. Back up: headgate key backup.');
  return 'clean';
});
