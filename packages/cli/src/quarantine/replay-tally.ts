/** What became of the events of a replay, added up. */
import { REPLAY_RESULTS } from '@headgate/api';
import type { QuarantineReplayAnswer } from '@headgate/api';
import type { OPEN_REFUSALS } from '@headgate/seal/envelope';
import { gravest } from '../exit.ts';
import type { Exit } from '../exit.ts';
import { count } from '../print-issues.ts';
import type { Print } from '../print.ts';
import { formatCount } from '../words.ts';
import { describeUnopened } from './open-records.ts';

type Unopened = keyof typeof OPEN_REFUSALS;
type Result = QuarantineReplayAnswer['results'][number];

export interface ReplayTally {
  add(results: readonly Result[]): void;
  addUnopened(reason: Unopened): void;
  /** Whether the gateway has no room for more. */
  isFull(): boolean;
  count(result: Result['result']): number;
  /** Outcome that the plan would give → events. */
  readonly refused: ReadonlyMap<string, number>;
  readonly unopened: ReadonlyMap<Unopened, number>;
}

export function startTally(): ReplayTally {
  const results = new Map<Result['result'], number>();
  const refused = new Map<string, number>();
  const unopened = new Map<Unopened, number>();
  return {
    add: (added) => {
      for (const { result, outcome } of added) {
        addTo(results, result);
        if (outcome !== null) addTo(refused, outcome);
      }
    },
    addUnopened: (reason) => addTo(unopened, reason),
    isFull: () => results.has('waiting'),
    count: (result) => results.get(result) ?? 0,
    refused,
    unopened,
  };
}

function addTo<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

export function tellTally(print: Print, tally: ReplayTally): void {
  const { refused, unopened } = tally;
  if (print.format === 'json') {
    print.json({
      schemaVersion: 1,
      replayed: tally.count('replayed'),
      refused: Object.fromEntries(refused),
      gone: tally.count('gone'),
      altered: tally.count('altered'),
      waiting: tally.count('waiting'),
      unopened: Object.fromEntries(unopened),
    });
    return;
  }
  print.data(`${count(tally.count('replayed'), 'event')} replayed`);
  for (const [outcome, events] of refused) {
    print.data(`${formatCount(events)} still refused, ${outcome}: the plan in force would end them again`);
  }
  for (const result of ['gone', 'altered', 'waiting'] as const) {
    const events = tally.count(result);
    if (events > 0) print.error(`${formatCount(events)} ${result}: ${REPLAY_RESULTS[result]}`);
  }
  for (const line of describeUnopened(unopened)) print.error(line);
  if (tally.isFull())
    print.error('Run it again when the queue has room: what was replayed is not sent twice.');
}

export function endingOf(tally: ReplayTally): Exit {
  const isWhole = tally.unopened.size === 0 && tally.count('altered') === 0 && !tally.isFull();
  return gravest([isWhole ? 'clean' : 'incomplete', tally.refused.size > 0 ? 'findings' : 'clean']);
}
