/** One delivery as a row of tasks: each is tried, halved where it is too much, and noted event by event. */
import { halve } from './batch.ts';
import type { Step } from './batch.ts';
import type { Delivery, DeliveryResult, Hold } from './sink.ts';

/** One request, and the positions, among all events of the delivery, that it carries. */
export interface Task {
  readonly positions: readonly number[];
  /** Makes the request and reads its answer. Called at most once. */
  readonly attempt: () => Promise<Step>;
}

export interface TaskRun {
  /** Events of the delivery. */
  readonly count: number;
  /** The tasks for the events at some of the positions; those in no task are refused, there being no form for them. */
  readonly prepare: (positions: readonly number[]) => readonly Task[];
  readonly requestsMax: number;
  readonly signal: AbortSignal;
}

/** Runs the tasks in order until all are done or one asks to hold; then that one and those behind it are kept. */
export async function runTasks({ count, prepare, requestsMax, signal }: TaskRun): Promise<Delivery> {
  const results = Array.from({ length: count }, (): DeliveryResult => 'refused');
  let tasks = prepare(results.map((_, position) => position));
  let hold: Hold | null = null;
  for (let sent = 0; tasks.length > 0 && hold === null; sent++) {
    const [task, ...rest] = tasks;
    if (task === undefined) break;
    const mayGoOn = !signal.aborted && sent < requestsMax;
    const step = mayGoOn ? await task.attempt() : endOf(signal);
    if (step.kind === 'hold') hold = step.hold;
    else tasks = step.kind === 'halve' ? [...halve(task.positions).flatMap(prepare), ...rest] : rest;
    if (step.kind === 'done') note(results, task.positions, step.results);
  }
  for (const { positions } of tasks) note(results, positions, []);
  return { results, hold };
}

function endOf(signal: AbortSignal): Step {
  return { kind: 'hold', hold: { kind: signal.aborted ? 'stopped' : 'more' } };
}

/** Positions without a result of their own are kept. */
function note(
  results: DeliveryResult[],
  positions: readonly number[],
  given: readonly DeliveryResult[],
): void {
  positions.forEach((position, place) => {
    results[position] = given[place] ?? 'kept';
  });
}

/** The items at the positions. */
export function pick<T>(items: readonly T[], positions: readonly number[]): readonly T[] {
  return positions.flatMap((position) => items.slice(position, position + 1));
}
