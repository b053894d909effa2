import type { TapQuery, TappedEvent } from '@headgate/api';
import { OUTCOMES } from '@headgate/core';
import type { Context, Given, Run } from '../command.ts';
import { textOption } from '../command.ts';
import { Failure } from '../exit.ts';
import { formatTapped } from '../format-event.ts';
import { askGateway } from '../gateway-client.ts';

const LIMIT_MAX = 1_000_000;

/** Shows events as they are decided, until the limit, a signal, or the end of the gateway. JSON is one event a line. */
export const run: Run = async (context, given) => {
  const query = queryOf(given);
  await askGateway(
    context,
    given,
    async ({ client, url }) => {
      for await (const line of client.tap(query, context.signal)) {
        if (line.kind === 'listening') context.print.note(`listening at ${url}, Ctrl-C stops`);
        if (line.kind === 'event') show(context, line);
        if (line.kind === 'end' && line.reason === 'stopping') context.print.note('the gateway is stopping');
      }
    },
    { isTimed: false },
  );
  return 'clean';
};

function show({ print }: Context, tapped: TappedEvent): void {
  if (print.format === 'json') print.json(tapped);
  else print.data(formatTapped(tapped));
}

function queryOf(given: Given): TapQuery {
  const event = textOption(given, 'event');
  const vendor = textOption(given, 'vendor');
  const outcome = outcomeOf(given);
  const limit = limitOf(given);
  return {
    ...(event === undefined ? {} : { event }),
    ...(vendor === undefined ? {} : { vendor }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(limit === undefined ? {} : { limit }),
  };
}

function outcomeOf(given: Given): TapQuery['outcome'] {
  const written = textOption(given, 'outcome');
  if (written === undefined || written === 'routed') return written;
  if (isOutcome(written)) return written;
  const known = ['routed', ...Object.keys(OUTCOMES)].join(', ');
  throw new Failure('usage', 'there is no such outcome', `Name one of: ${known}.`);
}

function isOutcome(written: string): written is keyof typeof OUTCOMES {
  return Object.hasOwn(OUTCOMES, written);
}

function limitOf(given: Given): number | undefined {
  const written = textOption(given, 'limit');
  if (written === undefined) return undefined;
  const limit = Number(written);
  if (Number.isInteger(limit) && limit >= 1 && limit <= LIMIT_MAX) return limit;
  throw new Failure('usage', '--limit is not a count of events', `Write 1 to ${LIMIT_MAX}.`);
}
