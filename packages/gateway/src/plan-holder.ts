/**
 * The plan in force and the way to replace it.
 *
 * State: the last plan that loaded whole, when it was published, and the refusal of a later reload, if there was one. Reloads
 * run one after the other. A reload that fails changes nothing but the refusal; a crash forgets all of it, and the next start
 * loads what the files then say.
 */
import type { Checked, Issue, Pseudonymiser } from '@headgate/core';
import type { Config } from './config/config.ts';
import { createSerial } from './serial.ts';
import type { Clock, Log } from './runtime.ts';
import type { ConnectedLane } from './snapshot/connect-vendors.ts';
import { loadSnapshot } from './snapshot/load-snapshot.ts';
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
}

export interface PlanParts {
  readonly config: Config;
  readonly pseudonymiser: Pseudonymiser;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

export function createPlanHolder(first: LoadedPlan, parts: PlanParts): PlanHolder {
  const { config, pseudonymiser, clock, log } = parts;
  const snapshots = createSnapshotHolder(first.snapshot);
  const serial = createSerial();
  let state: PlanState = { loaded: first, publishedAt: clock.now(), refused: null };

  const refuse = (issues: readonly Issue[]): Checked<never> => {
    state = { ...state, refused: { at: clock.now(), issues } };
    const count = issues.filter((issue) => issue.level === 'error').length;
    log.write('snapshot-refused', { plan: state.loaded.snapshot.id, count });
    return { value: null, issues };
  };
  const reload: PlanHolder['reload'] = async () => {
    const { value, issues } = await loadSnapshot(config, pseudonymiser);
    if (value === null) return refuse(issues);
    const moved = movedLanes(state.loaded.lanes, value.lanes, config);
    if (moved.length > 0) return refuse([...issues, ...moved]);
    const { id } = value.snapshot;
    const changed = id !== state.loaded.snapshot.id;
    if (!changed) {
      state = { ...state, refused: null };
      return { value: { id, changed }, issues };
    }
    state = { loaded: value, publishedAt: clock.now(), refused: null };
    snapshots.publish(value.snapshot);
    log.write('snapshot-published', { plan: id });
    return { value: { id, changed }, issues };
  };
  return { snapshots, state: () => state, reload: () => serial(reload) };
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
