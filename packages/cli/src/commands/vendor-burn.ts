import type { Run } from '../command.ts';
import { textOption } from '../command.ts';
import { Failure } from '../exit.ts';
import { askGateway } from '../gateway-client.ts';
import { count } from '../print-issues.ts';
import { printable } from '../print.ts';

/** Burns the pseudonym epoch of a vendor. It cannot be undone, so a reason must be given. */
export const run: Run = async (context, given) => {
  const { print } = context;
  const [vendor = ''] = given.args;
  const reason = textOption(given, 'reason');
  if (reason === undefined) {
    throw new Failure(
      'usage',
      'burning an epoch cannot be undone: the vendor will see every person as new',
      'Say why with --reason.',
    );
  }
  const answer = await askGateway(context, given, ({ client }) => client.burn(vendor, reason));
  if (print.format === 'json') {
    print.json({ schemaVersion: 1, ...answer });
    return 'clean';
  }
  const name = printable(answer.vendor.vendor);
  print.data(`${name} is in pseudonym epoch ${answer.epoch}; it sees every person as new from now on`);
  print.note('Its funnels, retention and cohorts start again. Other vendors and the ledger notice nothing.');
  if (answer.waiting > 0) {
    const events = count(answer.waiting, 'event');
    print.note(
      `Up to ${events} of the epoch before still wait for it; headgate vendor cut ${name} drops them.`,
    );
  }
  return 'clean';
};
