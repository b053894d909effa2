/** Looks at what passed through an SDK's door and what the vendor got, and says what does not hold. */
import type { Passage } from '../door.ts';
import type { Situation } from '../sdks/sdk.ts';
import { countEvents } from '../wire-messages.ts';
import type { Delivery } from './counting-vendor.ts';
import { isSuccess, numbersIn } from './stage.ts';
import type { Player } from './stage.ts';

/** One field of the table. */
export interface Cell {
  /** Requests with events in them. */
  readonly requests: number;
  readonly sent: number;
  /** Different events that the gateway answered with success. */
  readonly accepted: number;
  /** Different events that the vendor got. */
  readonly delivered: number;
  /** Events that the SDK gave up and nobody had accepted. */
  readonly dropped: number;
  /** Events that the vendor got more than once, under one id, because their first answer was lost. */
  readonly repeated: number;
  /** What must not be. */
  readonly problems: readonly string[];
}

/** Events in requests that were answered with success, and those in requests that were never answered. */
export function countAccepted(passages: readonly Passage[]): {
  readonly accepted: number;
  readonly unanswered: number;
} {
  return { accepted: countAll(accepting(passages)), unanswered: countAll(unanswered(passages)) };
}

function countAll(passages: readonly Passage[]): number {
  return passages.reduce((total, passage) => total + countEvents(passage), 0);
}

export function judge(situation: Situation, player: Player, deliveries: readonly Delivery[]): Cell {
  const { door, sent } = player;
  const carrying = door.passages.filter((passage) => numbersIn(passage).length > 0);
  const acceptances = accepting(door.passages);
  const possible = [...acceptances, ...unanswered(door.passages)];
  const accepted = new Set(acceptances.flatMap(numbersIn));
  const idsOf = (number: number): readonly string[] =>
    deliveries.filter((delivery) => delivery.number === number).map(({ id }) => id);
  const delivered = sent.filter((number) => idsOf(number).length > 0);
  const dropped = sent.filter((number) => !accepted.has(number) && !delivered.includes(number));
  const repeated = sent.filter((number) => idsOf(number).length > 1);
  return {
    requests: carrying.length,
    sent: sent.length,
    accepted: accepted.size,
    delivered: delivered.length,
    dropped: dropped.length,
    repeated: repeated.length,
    problems: [
      ...answersMissing(situation, situation === 'bad key' ? door.passages : carrying),
      ...(situation === 'policy drop'
        ? expectNone('was delivered though no plan knows it', delivered)
        : expectNone(
            'was accepted but not delivered',
            [...accepted].filter((each) => !delivered.includes(each)),
          )),
      ...(mayDrop(situation, player) ? [] : expectNone('was given up by the SDK', dropped)),
      ...expectNone(
        'came twice under several ids',
        repeated.filter((number) => new Set(idsOf(number)).size > 1),
      ),
      ...(player.row.resends === undefined ? sentAgain(sent, acceptances) : []),
      // What was under way to the vendor when the gateway was killed goes there again, under the same id.
      ...(situation === 'kill'
        ? []
        : expectNone(
            'was delivered more often than accepted',
            sent.filter((number) => idsOf(number).length > timesIn(possible, number)),
          )),
    ],
  };
}

function sentAgain(sent: readonly number[], acceptances: readonly Passage[]): readonly string[] {
  const arrived = acceptances.filter(({ reached }) => reached);
  return expectNone(
    'was sent again after its success had arrived',
    sent.filter((number) => timesIn(arrived, number) > 1),
  );
}

function accepting(passages: readonly Passage[]): readonly Passage[] {
  return passages.filter(isSuccess);
}

/** The gateway died before its answer was out: it may have taken what they carry. */
function unanswered(passages: readonly Passage[]): readonly Passage[] {
  return passages.filter(({ status }) => status === 0);
}

function timesIn(passages: readonly Passage[], number: number): number {
  return passages.filter((passage) => numbersIn(passage).includes(number)).length;
}

function expectNone(what: string, numbers: readonly number[]): readonly string[] {
  return numbers.length === 0 ? [] : [`${what}: ${numbers.join(', ')}`];
}

function mayDrop(situation: Situation, { row }: Player): boolean {
  return situation === 'bad key' || row.drops[situation] !== undefined;
}

const SUCCESS = /^20[02]/;

/** What an SDK must have been answered at least once, or the situation was none. */
const ANSWERS: Readonly<Partial<Record<Situation, RegExp>>> = {
  success: SUCCESS,
  'policy drop': SUCCESS,
  'bad key': /^40[0-9]/,
  'too large': /^(?:413|422)/,
  'too fast': /^(?:429|503)[^]*\nretry-after\n\d/i,
  full: /^503[^]*\nretry-after\n\d/i,
  'vendor down': SUCCESS,
  restart: SUCCESS,
  kill: SUCCESS,
};

function answersMissing(situation: Situation, carrying: readonly Passage[]): readonly string[] {
  const others = carrying.filter((passage) => !isSuccess(passage));
  const isCalm = ['success', 'policy drop', 'vendor down'].includes(situation);
  if (isCalm && others.length > 0) return [`was answered ${others.map(({ status }) => status).join()}`];
  const due = ANSWERS[situation];
  if (due === undefined || carrying.some(({ answer }) => due.test(answer))) return [];
  return [`was never answered ${String(due)}`];
}
