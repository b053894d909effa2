/**
 * The plan in force and the way to replace it.
 *
 * State: the last plan that loaded whole, when it was published, and the refusal of a later reload, if there was one. Reloads
 * run one after the other. A reload that fails changes nothing but the refusal; a crash forgets all of it, and the next start
 * loads what the files then say. A plan that may be in force for a while only is reloaded at its end, and gives way to the last
 * admitted one where it is refused by then. A candidate beside it, for a share of subjects, is kept in plan-canary.ts; both are
 * published in one snapshot.
 */
import type { Checked, Issue, Plan } from '@headgate/core';
import type { Config } from './config/config.ts';
import { dirname } from 'node:path';
import { createAlarm } from './alarm.ts';
import { loadCandidate, loadPlan } from './load-plan.ts';
import type { PlanGrounds } from './load-plan.ts';
import { createSerial } from './serial.ts';
import { PlanCanary } from './plan-canary.ts';
import type { CanaryAsk, CanaryParts, RunningCanary } from './plan-canary.ts';
import type { Clock, Log } from './runtime.ts';
import type { CanaryFile, CanaryRecord } from './snapshot/canary-file.ts';
import type { ConnectedLane } from './snapshot/connect-vendors.ts';
import type { AcceptedFiles } from './snapshot/review/accepted-plan.ts';
import { compileSnapshot, renewSnapshot } from './snapshot/load-snapshot.ts';
import { digestOf } from './snapshot/read-plan-files.ts';
import type { LoadedPlan } from './snapshot/load-snapshot.ts';
import { createSnapshotHolder } from './snapshot/snapshot.ts';
import type { Snapshot, SnapshotHolder } from './snapshot/snapshot.ts';

interface PlanState {
  readonly loaded: LoadedPlan;
  readonly publishedAt: number;
  readonly refused: { readonly at: number; readonly issues: readonly Issue[] } | null;
}

export interface PlanHolder {
  readonly snapshots: SnapshotHolder;
  state(): PlanState;
  /** The last plan that was admitted with its signatures; null where there is none. */
  accepted(): AcceptedFiles | null;
  /** Reads the plan again. The value is null when the last good one stays in force. */
  reload(): Promise<Checked<{ readonly id: string; readonly changed: boolean }>>;
  /** Compiles the plan in force anew, under the keys as they now are. Rejects only on a bug. */
  renew(): Promise<void>;
  readonly canary: Pick<PlanCanary, 'running' | 'ended' | 'restore'>;
  /** Puts the candidate in force for a share of subjects. The value is null where it may not be. */
  setCanary(ask: CanaryAsk): Promise<Checked<CanaryRecord>>;
  /** False where no canary runs. */
  abortCanary(): Promise<boolean>;
  /** Ends the wait for the end of a plan. */
  stop(): void;
}

export interface PlanParts extends PlanGrounds {
  /** What runs, and what was written of it before. */
  readonly canaryFile: CanaryFile;
  readonly clock: Clock;
  readonly log: Log;
}

export function createPlanHolder(first: LoadedPlan, parts: PlanParts): PlanHolder {
  const { config, pseudonymiser, clock, log } = parts;
  const snapshots = createSnapshotHolder(first.snapshot);
  const serial = createSerial();
  let state: PlanState = { loaded: first, publishedAt: clock.now(), refused: null };
  const alarm = createAlarm(() => serial(reload), clock, log);

  const refuse = (issues: readonly Issue[]): Checked<never> => {
    state = { ...state, refused: { at: clock.now(), issues } };
    log.write('snapshot-refused', { plan: state.loaded.snapshot.id, count: countErrors(issues) });
    return { value: null, issues };
  };
  const swap = (): void => {
    snapshots.publish(withCanary(state.loaded.snapshot, canary.running()));
  };
  const recheck = (): Promise<void> => serial(() => canary.check());
  const inForce = (): readonly Plan[] => [state.loaded.plan, ...planOf(canary.running())];
  const load = (): Promise<Checked<LoadedPlan>> => loadCandidate({ ...parts, inForce });
  const canary = canaryBeside(parts, { inForce: () => state.loaded, changed: swap, recheck, load });
  const publish = (loaded: LoadedPlan): void => {
    state = { loaded, publishedAt: clock.now(), refused: null };
    canary.giveWay(loaded.snapshot.id);
    swap();
    log.write('snapshot-published', { plan: loaded.snapshot.id });
    awaitEnd(loaded);
  };
  const awaitEnd = ({ snapshot, until }: LoadedPlan): void => {
    alarm.set(until);
    if (until !== null) log.write('glass-broken', { plan: snapshot.id });
  };
  const giveWay = (): void => {
    const last = isOver(state.loaded, clock) ? loadAccepted(parts) : null;
    if (last !== null) publish(last);
  };
  const reload: PlanHolder['reload'] = async () => {
    const standsAgainst = ({ lanes }: LoadedPlan): Issue[] => movedLanes(state.loaded.lanes, lanes, config);
    const { value, issues } = await loadPlan({ ...parts, inForce, standsAgainst });
    if (value === null) {
      giveWay();
      await canary.check();
      return refuse(issues);
    }
    const { id } = value.snapshot;
    const changed = id !== state.loaded.snapshot.id;
    if (changed || value.until !== state.loaded.until) publish(value);
    else state = { ...state, refused: null };
    await canary.check();
    return { value: { id, changed }, issues };
  };
  const renew = (): Promise<void> => {
    state = { ...state, loaded: renewSnapshot(state.loaded, pseudonymiser, parts) };
    canary.renew((loaded) => renewSnapshot(loaded, pseudonymiser, parts));
    return Promise.resolve(swap());
  };
  awaitEnd(first);
  return {
    snapshots,
    state: () => state,
    accepted: () => parts.guard?.accepted() ?? null,
    reload: () => serial(reload),
    renew: () => serial(renew),
    canary,
    setCanary: (ask) => serial(() => canary.set(ask)),
    abortCanary: () => serial(() => canary.abort()),
    stop: () => {
      alarm.set(null);
      canary.stop();
    },
  };
}

type Holding = Pick<CanaryParts, 'inForce' | 'changed' | 'recheck' | 'load'>;

function canaryBeside(parts: PlanParts, holder: Holding): PlanCanary {
  const { config, pseudonymiser, canaryFile, clock, log } = parts;
  return new PlanCanary({
    ...holder,
    ...canaryFile,
    subject: pseudonymiser.subject,
    standsAgainst: (candidate) => movedLanes(holder.inForce().lanes, candidate.lanes, config),
    clock,
    log,
  });
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
export function loadAccepted(grounds: PlanGrounds): LoadedPlan | null {
  const { config, pseudonymiser, guard } = grounds;
  const files = guard?.accepted() ?? null;
  if (files === null) return null;
  const { plan, events } = files;
  const digest = digestOf(dirname(config.planFile), [plan, ...events]);
  return compileSnapshot({ plan, events, digest }, config, pseudonymiser, grounds).value;
}

function planOf(running: RunningCanary | null): readonly Plan[] {
  return running === null ? [] : [running.loaded.plan];
}

/** Whether it may not be in force any more. */
function isOver({ until }: LoadedPlan, clock: Clock): boolean {
  return until !== null && until <= clock.now();
}

function withCanary(snapshot: Snapshot, running: RunningCanary | null): Snapshot {
  return running === null ? snapshot : { ...snapshot, canary: running.inForce };
}

function countErrors(issues: readonly Issue[]): number {
  return issues.filter(({ level }) => level === 'error').length;
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
