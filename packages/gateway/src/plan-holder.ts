/**
 * The plan in force and the way to replace it.
 *
 * State: the last plan that loaded whole, when it was published, and the refusal of a later reload, if there was one. Reloads
 * run one after the other. A reload that fails changes nothing but the refusal; a crash forgets all of it, and the next start
 * loads what the files then say. A plan that may be in force for a while only is reloaded at its end, and gives way to the last
 * admitted one where it is refused by then.
 */
import type { Checked, Issue } from '@headgate/core';
import type { Config } from './config/config.ts';
import { dirname } from 'node:path';
import { loadPlan } from './load-plan.ts';
import type { PlanGrounds } from './load-plan.ts';
import { createSerial } from './serial.ts';
import type { Clock, Log } from './runtime.ts';
import type { ConnectedLane } from './snapshot/connect-vendors.ts';
import { compileSnapshot, renewSnapshot } from './snapshot/load-snapshot.ts';
import { digestOf } from './snapshot/read-plan-files.ts';
import type { LoadedPlan } from './snapshot/load-snapshot.ts';
import { createSnapshotHolder } from './snapshot/snapshot.ts';
import type { SnapshotHolder } from './snapshot/snapshot.ts';

interface PlanState {
  readonly loaded: LoadedPlan;
  readonly publishedAt: number;
  readonly refused: { readonly at: number; readonly issues: readonly Issue[] } | null;
}

export interface PlanHolder {
  readonly snapshots: SnapshotHolder;
  state(): PlanState;
  /** Reads the plan again. The value is null when the last good one stays in force. */
  reload(): Promise<Checked<{ readonly id: string; readonly changed: boolean }>>;
  /** Compiles the plan in force anew, under the keys as they now are. Rejects only on a bug. */
  renew(): Promise<void>;
  /** Ends the wait for the end of a plan. */
  stop(): void;
}

export interface PlanParts extends PlanGrounds {
  readonly clock: Clock;
  readonly log: Log;
}

export function createPlanHolder(first: LoadedPlan, parts: PlanParts): PlanHolder {
  const { config, pseudonymiser, cohorts, clock, log } = parts;
  const snapshots = createSnapshotHolder(first.snapshot);
  const serial = createSerial();
  let state: PlanState = { loaded: first, publishedAt: clock.now(), refused: null };
  let waiting = new AbortController();

  const refuse = (issues: readonly Issue[]): Checked<never> => {
    state = { ...state, refused: { at: clock.now(), issues } };
    const count = issues.filter((issue) => issue.level === 'error').length;
    log.write('snapshot-refused', { plan: state.loaded.snapshot.id, count });
    return { value: null, issues };
  };
  const publish = (loaded: LoadedPlan): void => {
    state = { loaded, publishedAt: clock.now(), refused: null };
    snapshots.publish(loaded.snapshot);
    log.write('snapshot-published', { plan: loaded.snapshot.id });
    awaitEnd(loaded);
  };
  const awaitEnd = ({ snapshot, until }: LoadedPlan): void => {
    waiting.abort();
    if (until === null) return;
    waiting = new AbortController();
    const { signal } = waiting;
    log.write('glass-broken', { plan: snapshot.id });
    void reloadAfter(until, signal);
  };
  const reloadAfter = async (until: number, signal: AbortSignal): Promise<void> => {
    await clock.sleep(Math.max(0, until - clock.now()), signal);
    if (!signal.aborted) await serial(reload);
  };
  const giveWay = (): void => {
    const { until } = state.loaded;
    const last = until !== null && until <= clock.now() ? loadAccepted(parts) : null;
    if (last !== null) publish(last);
  };
  const reload: PlanHolder['reload'] = async () => {
    const { value, issues } = await loadPlan(parts);
    if (value === null) {
      giveWay();
      return refuse(issues);
    }
    const moved = movedLanes(state.loaded.lanes, value.lanes, config);
    if (moved.length > 0) return refuse([...issues, ...moved]);
    const { id } = value.snapshot;
    const changed = id !== state.loaded.snapshot.id;
    if (changed || value.until !== state.loaded.until) publish(value);
    else state = { ...state, refused: null };
    return { value: { id, changed }, issues };
  };
  const renew = (): Promise<void> => {
    state = { ...state, loaded: renewSnapshot(state.loaded, pseudonymiser, cohorts) };
    snapshots.publish(state.loaded.snapshot);
    return Promise.resolve();
  };
  awaitEnd(first);
  return {
    snapshots,
    state: () => state,
    reload: () => serial(reload),
    renew: () => serial(renew),
    stop: () => waiting.abort(),
  };
}

/** The plan to start with; adds every issue of it. One that may not be in force gives way to the last admitted one. Null where there is none. */
export async function loadFirst(grounds: PlanGrounds, issues: Issue[]): Promise<LoadedPlan | null> {
  const loaded = await loadPlan(grounds);
  if (loaded.value !== null) {
    issues.push(...loaded.issues);
    return loaded.value;
  }
  const last = loadAccepted(grounds);
  // What stands against the plan on disk does not stand against the one that runs.
  issues.push(...loaded.issues.map((each) => (last === null ? each : asWarning(each))));
  return last;
}

function asWarning(issue: Issue): Issue {
  return { ...issue, level: 'warning', message: `${issue.message} The last admitted plan is in force.` };
}

/** The last admitted plan, compiled anew. Null where there is none, or it does not compile with this configuration. */
export function loadAccepted({ config, pseudonymiser, guard, cohorts }: PlanGrounds): LoadedPlan | null {
  const files = guard?.accepted() ?? null;
  if (files === null) return null;
  const { plan, events } = files;
  const digest = digestOf(dirname(config.planFile), [plan, ...events]);
  return compileSnapshot({ plan, events, digest }, config, pseudonymiser, cohorts).value;
}

/** The lanes were opened at the start; a plan that gives a vendor another kind needs other ones. */
function movedLanes(
  before: readonly ConnectedLane[],
  after: readonly ConnectedLane[],
  config: Config,
): Issue[] {
  return after
    .filter((lane) => before.every((each) => !isSameLane(each, lane)))
    .map(({ vendor, environment }) => ({
      rule: 'restart-needed',
      level: 'error',
      message: `The plan gives vendor "${vendor}" another kind than it had when the gateway started.`,
      mend: 'Restart the gateway to put this plan in force.',
      file: config.file,
      ...config.locate(['vendors', vendor, environment]),
    }));
}

function isSameLane(left: ConnectedLane, right: ConnectedLane): boolean {
  if (left.vendor !== right.vendor || left.environment !== right.environment) return false;
  if (left.kind === 'http' && right.kind === 'http') return left.connected.kind === right.connected.kind;
  return left.kind === right.kind;
}
