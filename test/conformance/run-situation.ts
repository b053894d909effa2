/** Plays one situation and waits until every SDK has come to rest. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Situation } from '../sdks/sdk.ts';
import { countAccepted, judge } from './judge.ts';
import type { Cell } from './judge.ts';
import { optionsOf, SCRIPTS } from './situations.ts';
import { openStage } from './stage.ts';
import type { Player, Row } from './stage.ts';

export interface Outcome {
  readonly cells: ReadonlyMap<string, Cell>;
  /** What the ledger counts as accepted of the SDKs' events. */
  readonly counted: number;
  /** Messages that were answered with success. */
  readonly accepted: number;
  /** Messages of requests that got no answer, since the gateway was gone. */
  readonly unanswered: number;
}

/** An SDK is at rest when it says that it is done and has sent nothing for this long, at the speed below. */
const QUIET_MS = 1_000;
/** Of the SDKs' clocks once the situation is over: a quiet second is more than three minutes to them. */
const FAST = 200;
/** More than an hour to the SDKs. */
const REST_MS_MAX = 25_000;

export async function runSituation(situation: Situation, rows: readonly Row[]): Promise<Outcome> {
  const stage = await openStage(rows, optionsOf(situation));
  try {
    await SCRIPTS[situation].play(stage);
    const restless = await Promise.all(stage.players.map(rest));
    const balance = await stage.gateway.settled();
    const cells = stage.players.map((player, at): [string, Cell] => {
      const cell = judge(situation, player, stage.vendor.deliveries);
      return [player.row.name, { ...cell, problems: [...(restless[at] ?? []), ...cell.problems] }];
    });
    const production = balance.environments.find(({ environment }) => environment === 'production');
    return {
      cells: new Map(cells),
      counted: (production?.accepted ?? 0) - stage.filled.count,
      ...countAccepted(stage.players.flatMap(({ door }) => door.passages)),
    };
  } finally {
    await stage.close();
  }
}

/** Gives what kept the SDK from coming to rest. */
async function rest({ sdk, door }: Player): Promise<readonly string[]> {
  const deadline = Date.now() + REST_MS_MAX;
  let isDone = false;
  const problems: string[] = [];
  await sdk.speed(FAST);
  const finish = async (): Promise<void> => {
    await sdk.flush();
    isDone = true;
  };
  // Its failure is what `rest` gives back.
  void finish().catch((error: unknown) => problems.push(`the driver failed: ${String(error)}`));
  let seen = door.passages.length;
  let since = Date.now();
  while (Date.now() < deadline && problems.length === 0) {
    await sleep(20);
    if (door.passages.length > seen) {
      seen = door.passages.length;
      since = Date.now();
    }
    if (isDone && Date.now() - since > QUIET_MS) return problems;
  }
  const lately = Date.now() - since <= QUIET_MS;
  return [...problems, lately ? 'it still sends' : 'it never says that it is done'];
}
