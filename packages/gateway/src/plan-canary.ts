/**
 * A candidate that is in force for a share of subjects, beside the plan that is in force for the rest.
 *
 * States: none → running (its share may change) → none, for one of the reasons of `CanaryEnd`. Running is written before it is in
 * force; its end is in force before it is written, so where the disk fails everybody meets the accepted plan, until a restart. The
 * candidate is read, compiled and examined anew at every start of the gateway, change of share, reload, and when its first approval
 * runs out: one that is not admitted any more, or whose files are others, ends. So does one when another plan is put in force beside
 * it. A crash leaves the file as it was last written.
 */
import { createAlarm } from './alarm.ts';
import type { Alarm } from './alarm.ts';
import { compileCanary } from '@headgate/core';
import type { Checked, Issue } from '@headgate/core';
import type { LoadedPlan } from './snapshot/load-snapshot.ts';
import type { CanaryRecord } from './snapshot/canary-file.ts';
import type { CanaryInForce } from './snapshot/snapshot.ts';
import { causeOf } from './runtime.ts';
import type { Clock, Log } from './runtime.ts';

/** `id` is that of the candidate; `at` in milliseconds since 1970. */
export interface CanaryEnd {
  readonly id: string;
  readonly at: number;
  readonly reason: 'aborted' | 'promoted' | 'overtaken' | 'refused';
  /** Why it was refused. */
  readonly issues: readonly Issue[];
}

export interface RunningCanary {
  readonly record: CanaryRecord;
  readonly loaded: LoadedPlan;
  /** Since when its events are counted: a restart begins anew. Milliseconds since 1970. */
  readonly countedSince: number;
  readonly inForce: CanaryInForce;
}

export interface CanaryAsk {
  /** Of the candidate that is meant: digest of its files. */
  readonly id: string;
  /** Above 0 and below 1. */
  readonly share: number;
}

export interface CanaryParts {
  readonly subject: (identity: string) => string;
  readonly inForce: () => LoadedPlan;
  readonly load: () => Promise<Checked<LoadedPlan>>;
  /** What else stands against a candidate beside the plan in force. */
  readonly standsAgainst: (candidate: LoadedPlan) => readonly Issue[];
  /** What was written when the gateway was made. */
  readonly kept: CanaryRecord | null;
  readonly write: (record: CanaryRecord | null) => Promise<void>;
  /** Called when what is in force has changed. */
  readonly changed: () => void;
  /** Has `check` called, in turn with other work on the plan. */
  readonly recheck: () => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Only `running` and `ended` may be called while another method is under way. */
export class PlanCanary {
  readonly #parts: CanaryParts;
  #running: RunningCanary | null = null;
  #ended: CanaryEnd | null = null;
  #isEndWritten = true;
  readonly #alarm: Alarm;

  constructor(parts: CanaryParts) {
    this.#parts = parts;
    this.#alarm = createAlarm(parts.recheck, parts.clock, parts.log);
  }

  running(): RunningCanary | null {
    return this.#running;
  }

  /** How the last one ended since the start of the gateway; null where none did. */
  ended(): CanaryEnd | null {
    return this.#ended;
  }

  /** Goes on with what was written before a restart. Rejects only on a bug. */
  async restore(): Promise<void> {
    const { kept, inForce } = this.#parts;
    if (kept === null) return;
    const { candidate, beside } = kept;
    const { id } = inForce().snapshot;
    if (id !== beside) this.#end(candidate, reasonFor(candidate, id));
    else {
      const { value, issues } = await this.#examine(candidate);
      if (value === null) this.#end(candidate, 'refused', issues);
      else this.#run(kept, value, null);
    }
    await this.#settle();
  }

  /**
   * Starts one, or changes its share. The value is null where the candidate may not run; another one that runs then goes on. Rejects
   * where it could not be written; nothing is changed then.
   */
  async set({ id, share }: CanaryAsk): Promise<Checked<CanaryRecord>> {
    const before = this.#running?.record.candidate === id ? this.#running : null;
    const { value, issues } = await this.#examine(id);
    if (value === null) {
      if (before !== null) await this.#fall(id, issues);
      return { value: null, issues };
    }
    const { canaryMax } = value.plan;
    if (before === null && share > canaryMax) {
      return { value: null, issues: [...issues, tooMany(value, canaryMax)] };
    }
    const { clock, inForce, write } = this.#parts;
    const now = clock.now();
    const beside = inForce().snapshot.id;
    const record = { candidate: id, beside, share, since: before?.record.since ?? now, sharedAt: now };
    await write(record);
    this.#isEndWritten = true;
    this.#run(record, value, before);
    return { value: record, issues };
  }

  /** Everybody meets the plan in force again. False where none runs. Rejects where that could not be written. */
  async abort(): Promise<boolean> {
    if (this.#running === null) return false;
    this.#end(this.#running.record.candidate, 'aborted');
    await this.#writeEnd();
    return true;
  }

  /** Ends it in memory where this plan, put in force, is another than the one it began beside; `check` writes that. */
  giveWay(id: string): void {
    if (this.#running === null || this.#running.record.beside === id) return;
    const { candidate } = this.#running.record;
    this.#end(candidate, reasonFor(candidate, id));
  }

  /** Writes that it ended, where that is not written yet. */
  async #settle(): Promise<void> {
    const { log } = this.#parts;
    await this.#writeEnd().catch((error: unknown) => {
      log.write('canary-unwritten', { cause: causeOf(error) });
    });
  }

  /** Ends it where its candidate may not run any more, and writes what ended. */
  async check(): Promise<void> {
    if (this.#running === null) return this.#settle();
    const { candidate } = this.#running.record;
    const { value, issues } = await this.#examine(candidate);
    if (value === null) await this.#fall(candidate, issues);
    else this.#alarm.set(value.until);
  }

  /** Compiles it anew, under the keys as they now are. */
  renew(compile: (loaded: LoadedPlan) => LoadedPlan): void {
    if (this.#running === null) return;
    const loaded = compile(this.#running.loaded);
    const inForce = { ...this.#running.inForce, plans: loaded.snapshot.plans };
    this.#running = { ...this.#running, loaded, inForce };
  }

  stop(): void {
    this.#alarm.set(null);
  }

  /** What was counted and compiled under the same candidate stays. */
  #run(record: CanaryRecord, examined: LoadedPlan, before: RunningCanary | null): void {
    const { subject, clock, changed, log } = this.#parts;
    const loaded = before?.loaded ?? examined;
    const { candidate, share } = record;
    const meets = compileCanary({ subject }, candidate);
    const inForce: CanaryInForce = { plans: loaded.snapshot.plans, meets: (event) => meets(event, share) };
    this.#running = { record, loaded, countedSince: before?.countedSince ?? clock.now(), inForce };
    changed();
    log.write('canary-share', { plan: candidate, share });
    this.#alarm.set(examined.until);
  }

  #end(id: string, reason: CanaryEnd['reason'], issues: readonly Issue[] = []): void {
    const { clock, changed, log } = this.#parts;
    this.#alarm.set(null);
    this.#running = null;
    const why = issues.filter(({ level }) => level === 'error');
    this.#ended = { id, at: clock.now(), reason, issues: why };
    this.#isEndWritten = false;
    changed();
    if (reason === 'refused') log.write('canary-refused', { plan: id, count: why.length });
    else log.write('canary-ended', { plan: id, cause: reason });
  }

  #fall(id: string, issues: readonly Issue[]): Promise<void> {
    this.#end(id, 'refused', issues);
    return this.#settle();
  }

  async #writeEnd(): Promise<void> {
    if (this.#isEndWritten) return;
    await this.#parts.write(null);
    this.#isEndWritten = true;
  }

  /** The candidate as it now is, where it is the one that is meant and may run. */
  async #examine(id: string): Promise<Checked<LoadedPlan>> {
    const { load, inForce, standsAgainst } = this.#parts;
    const { value, issues } = await load();
    if (value === null) return { value: null, issues };
    const found = [...objections(value, id, inForce()), ...standsAgainst(value)];
    return { value: found.length === 0 ? value : null, issues: [...issues, ...found] };
  }
}

function reasonFor(candidate: string, inForce: string): CanaryEnd['reason'] {
  return inForce === candidate ? 'promoted' : 'overtaken';
}

function objections(candidate: LoadedPlan, id: string, inForce: LoadedPlan): Issue[] {
  const found = candidate.snapshot.id;
  if (found !== id) {
    const message = 'The candidate that lies beside the plan is another one.';
    return [
      against(candidate, 'other-candidate', message, 'Put it there again: headgate plan promote --canary.'),
    ];
  }
  if (found === inForce.snapshot.id) {
    const message = 'The candidate is the plan in force.';
    return [against(candidate, 'already-in-force', message, 'There is nothing to try.')];
  }
  if (inForce.until !== null) {
    const message = 'The plan in force may be so for a while only.';
    return [
      against(candidate, 'provisional-plan', message, 'Have it reviewed, or put the last one back, first.'),
    ];
  }
  return [];
}

function tooMany(candidate: LoadedPlan, max: number): Issue {
  const message = `More subjects would meet it first than it allows: ${max * 100} %.`;
  const mend = 'Start with a smaller share, and raise it then: headgate plan ramp.';
  return against(candidate, 'canary-share', message, mend);
}

function against({ files }: LoadedPlan, rule: string, message: string, mend: string): Issue {
  return { rule, level: 'error', message, mend, file: files.plan.path, line: 0, column: 0 };
}
