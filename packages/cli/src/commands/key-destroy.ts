import { destroyInRing, expectRing, foreseeDestruction } from '@headgate/seal';
import type { Destruction } from '@headgate/seal';
import { textOption } from '../command.ts';
import { askGateway } from '../gateway-client.ts';
import { confirm } from '../keys/confirm.ts';
import { countSealedIn } from '../keys/count-sealed.ts';
import { keysDirectory, withKeys } from '../keys/key-scope.ts';
import { count } from '../print-issues.ts';
import { formatTime } from '../words.ts';

/** Removes a private key after saying what becomes unreadable with it. */
export const run = withKeys(async (context, given) => {
  const { print } = context;
  const [kid = ''] = given.args;
  const directory = keysDirectory(context, given);
  const ring = expectRing(directory);
  const effect =
    textOption(given, 'admin') === undefined
      ? await foreseeDestruction(ring, kid)
      : await askGateway(context, given, ({ client }) =>
          foreseeDestruction(ring, kid, countSealedIn(client)),
        );
  if (print.format === 'human') for (const line of foresee(effect, Date.now())) print.data(line);
  const ended = await confirm(context, given, { question: `Destroy ${kid} for ever?`, isGrave: true });
  if (ended === null) await destroyInRing({ directory, now: Date.now() }, kid);
  if (print.format === 'json')
    print.json({ schemaVersion: 1, isDone: ended === null, ...documentOf(effect) });
  if (ended !== null) return ended;
  if (print.format === 'human') print.data(`${kid} is destroyed`);
  print.note('Copies of the ring on other machines and backups still hold it: replace or delete them.');
  return 'clean';
});

function foresee({ kid, group, since, until, latest, fields }: Destruction, now: number): string[] {
  if (since === null || until === null || latest === null) {
    return [`${kid} of ${group} was never published: nothing that a gateway sealed becomes unreadable`];
  }
  const lines = [
    `${kid} of ${group} was published from ${formatTime(since)} to ${formatTime(until)}`,
    'Every field sealed to it becomes unreadable for everyone, for ever. Other keys are not touched.',
  ];
  if (fields !== null) {
    const lost = `${count(fields, 'field')} that the gateway keeps inside`;
    lines.push(`${lost} would be lost. Quarantined events and what travelled are not counted.`);
  }
  if (latest > now) {
    lines.push(
      `A gateway with an older recipients file may seal to it until ${formatTime(latest)}: that would be lost as well.`,
    );
  }
  return lines;
}

function documentOf({ kid, group, since, until, latest, fields }: Destruction): object {
  return { kid, group, since: iso(since), until: iso(until), latest: iso(latest), fields };
}

function iso(moment: number | null): string | null {
  return moment === null ? null : new Date(moment).toISOString();
}
