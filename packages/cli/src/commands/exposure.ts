import type { Client, ExposureAnswer, ExposureQuery } from '@headgate/api';
import { ENVIRONMENTS } from '@headgate/core';
import type { Context, Given, Run } from '../command.ts';
import { textOption } from '../command.ts';
import { Failure } from '../exit.ts';
import { formatExposure } from '../format-exposure.ts';
import { askGateway } from '../gateway-client.ts';

/**
 * Says what a vendor was delivered. The gateway that runs is asked; where none does, and none was named, the ledger
 * file answers.
 */
export const run: Run = async (context, given) => {
  const question = questionOf(given);
  const exposure = await askGateway(context, given, ({ client }) => askKnown(client, question)).catch(
    (error: unknown) => askFile(error, question, context, given),
  );
  if (context.print.format === 'json') context.print.json({ schemaVersion: 1, ...exposure });
  else context.print.data(formatExposure(exposure));
  return 'clean';
};

/** On the day of a breach "nothing was delivered" must not be the answer to a misspelt name. */
async function askKnown(client: Client, question: ExposureQuery): Promise<ExposureAnswer> {
  const { vendor } = question;
  const answer = await client.exposure(question);
  if (answer.deliveries > 0) return answer;
  const vendors = await client.vendors();
  // A vendor that the plan does not name any more may have got something, before the days or elsewhere.
  if (vendors.some((each) => each.vendor === vendor)) return answer;
  if ((await client.exposure({ vendor })).deliveries > 0) return answer;
  throw new Failure(
    'usage',
    'neither the plan in force nor the ledger knows a vendor of this name',
    'See the vendors with headgate vendor list.',
  );
}

async function askFile(
  error: unknown,
  question: ExposureQuery,
  context: Context,
  given: Given,
): Promise<ExposureAnswer> {
  const isNamed = textOption(given, 'admin') !== undefined;
  if (!(error instanceof Failure) || error.exit !== 'unreachable' || isNamed) throw error;
  const { readLedgerFile } = await import('../ledger-file.ts');
  const answer = await readLedgerFile(context, given, question);
  if (answer === null) throw error;
  context.print.note('No gateway answers, so the ledger file was read.');
  if (answer.deliveries === 0)
    context.print.error(
      'The file does not tell a misspelt name from a vendor that got nothing: check the name.',
    );
  return answer;
}

function questionOf(given: Given): ExposureQuery {
  const [vendor = ''] = given.args;
  const [from, to] = [dayOption(given, 'from'), dayOption(given, 'to')];
  const environment = ENVIRONMENTS.find((each) => each === textOption(given, 'environment'));
  if (from !== undefined && to !== undefined && from > to) {
    throw new Failure('usage', '--from is later than --to', 'Swap them.');
  }
  return {
    vendor,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(environment === undefined ? {} : { environment }),
  };
}

function dayOption(given: Given, name: 'from' | 'to'): string | undefined {
  const written = textOption(given, name);
  if (written === undefined) return undefined;
  const time = Date.parse(`${written}T00:00:00Z`);
  // A day that the month does not have parses as no time, or as a day of the next month.
  const isDay = !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === written;
  if (isDay) return written;
  throw new Failure('usage', `--${name} is not a day`, 'Write it as 2026-11-24.');
}
