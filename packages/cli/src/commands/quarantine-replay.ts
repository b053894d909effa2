import type { QuarantineFetchAnswer, QuarantinedRecord, ReplayEvent } from '@headgate/api';
import type { Context, Given } from '../command.ts';
import { isGiven } from '../command.ts';
import { Failure } from '../exit.ts';
import { askGateway } from '../gateway-client.ts';
import { withKeys } from '../keys/key-scope.ts';
import { createProgress } from '../progress.ts';
import { openSteward } from '../quarantine/open-records.ts';
import type { RecordOpener } from '../quarantine/open-records.ts';
import { endingOf, startTally, tellTally } from '../quarantine/replay-tally.ts';
import type { ReplayTally } from '../quarantine/replay-tally.ts';
import { findShape } from '../quarantine/shapes.ts';

/**
 * Opens events here, with the key ring, and sends them back page by page, in the order of acceptance. May be stopped and run again:
 * what left the quarantine is not found again.
 */
export const run = withKeys(async (context, given) => {
  const shape = shapeOf(given);
  const answer = await askGateway(context, given, ({ client }) => client.quarantine());
  const shapes = shape === null ? answer.shapes : [findShape(answer, shape)];
  const total = shape === null ? answer.events : shapes.reduce((sum, { events }) => sum + events, 0);
  const tally = startTally();
  if (total > 0) {
    // Shapes that are not listed may be sealed to a group of their own.
    const groups = answer.hidden > 0 && shape === null ? null : shapes.map(({ group }) => group);
    const steward = await openSteward(context, given, groups);
    await replayAll(context, given, { shape, total, steward, tally });
    steward.forget();
  }
  tellTally(context.print, tally);
  return context.signal.aborted ? 'interrupted' : endingOf(tally);
});

function shapeOf(given: Given): string | null {
  const [shape] = given.args;
  if ((shape !== undefined) !== isGiven(given, 'all')) return shape ?? null;
  const message =
    shape === undefined ? 'which events are to be replayed?' : 'a shape and --all exclude each other';
  throw new Failure('usage', message, 'Name a shape of headgate quarantine list, or say --all.');
}

interface Replaying {
  readonly shape: string | null;
  readonly total: number;
  readonly steward: RecordOpener;
  readonly tally: ReplayTally;
}

async function replayAll(
  context: Context,
  given: Given,
  { shape, total, steward, tally }: Replaying,
): Promise<void> {
  const { progress: mode, stderr: stream, environment } = context;
  const progress = createProgress({
    mode,
    stream,
    environment,
    total,
    label: 'replaying',
    now: () => performance.now(),
  });
  let done = 0;
  try {
    for (let after: number | null = 0; after !== null && !context.signal.aborted && !tally.isFull();) {
      const from: number = after;
      const page: QuarantineFetchAnswer = await askGateway(context, given, ({ client }) =>
        client.fetchQuarantined(shape, from),
      );
      const events = openPage(page.records, steward, tally);
      if (events.length > 0) {
        tally.add(await askGateway(context, given, ({ client }) => client.replayQuarantined(events)));
      }
      done += page.records.length;
      progress.update(Math.min(done, total));
      after = page.next;
    }
  } finally {
    progress.end();
  }
}

function openPage(
  records: readonly QuarantinedRecord[],
  steward: RecordOpener,
  tally: ReplayTally,
): readonly ReplayEvent[] {
  return records.flatMap((record) => {
    const opened = steward.open(record);
    if (opened.kind === 'unopened') {
      tally.addUnopened(opened.reason);
      return [];
    }
    const { number, payload } = opened;
    return [{ number, proof: payload.proof, event: payload.json }];
  });
}
