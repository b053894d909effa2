/**
 * How many distinct subjects had the same tuple of values within a sliding window: the memory of the k-gate.
 *
 * State: for every cohort (a tuple, named by a keyed digest, never by its values) the `k` subjects that had it last and when
 * each was last seen, and likewise the `l` sensitive values seen last. More is not needed: k distinct subjects had the tuple
 * within the window exactly when the k last seen ones all did, and a subject that was pushed out comes back only by being
 * seen again. A subject that was seen a moment ago (`grainOf` the window) is not noted anew, so a cohort may be thought older
 * than it is by that much, never younger.
 *
 * Invariants: no answer but the true one, or no where yes was true: a full memory takes no new subject and no new cohort; a
 * clock that went back counts nobody seen after it. Losing entries only lowers counts, so what a crash takes makes the gate
 * stricter. Time is handed in.
 */

export interface CohortRule {
  /** Distinct subjects that must have had the tuple. */
  readonly k: number;
  /** Distinct sensitive values that must have been seen with it; 0 where no field is named. */
  readonly l: number;
  readonly windowMs: number;
}

export interface Sighting {
  /** Keyed digest of the tuple and of whose it is. */
  readonly cohort: string;
  /** Internal index; null for nobody, who is not counted. */
  readonly subject: string | null;
  /** Keyed digest of the sensitive value; null where the event has none. */
  readonly sensitive: string | null;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** One cohort as it is kept. Pairs of a name and when it was last seen, the oldest first. */
export interface CohortRecord {
  readonly cohort: string;
  readonly windowMs: number;
  readonly subjects: readonly (readonly [string, number])[];
  readonly sensitive: readonly (readonly [string, number])[];
}

export interface Cohorts {
  /** Notes the sighting, and says whether the cohort is large and various enough, this subject counted. */
  admits(sighting: Sighting, rule: CohortRule): boolean;
  /** Entries held: subjects and sensitive values, over all cohorts. */
  size(): number;
  /** How often something was not noted because the memory was full. */
  turnedAway(): number;
  /** Grows with everything noted or forgotten; equal numbers mean that nothing changed. */
  revision(): number;
  /** When the entry seen longest ago was seen; null when there is none. */
  oldest(): number | null;
  /** Forgets what was last seen before a time, or longer ago than its own window at `now`. Gives back how many entries. */
  forget(before: number, now: number): number;
  /** All cohorts, one at a time; may be read while others are noted. */
  records(): Iterable<CohortRecord>;
  /** Takes a record back, as far as there is room. */
  restore(record: CohortRecord): void;
}

interface Cohort {
  windowMs: number;
  readonly subjects: Map<string, number>;
  readonly sensitive: Map<string, number>;
  /** The rule that the three times below were found under. */
  rule: CohortRule | null;
  /** Before this nothing of the following holds: the latest time at which anything was noted. */
  from: number;
  /** Until then the cohort is known to be large enough. */
  openUntil: number;
  /** Until then a sighting would change nothing. */
  freshUntil: number;
}

/** How recent a sighting must be for the next one not to be noted: an hour of thirty days. */
export function grainOf(windowMs: number): number {
  return windowMs / 720;
}

/** Makes an empty memory of at most `entriesMax` subjects and sensitive values. */
export function createCohorts(entriesMax: number): Cohorts {
  const cohorts = new Map<string, Cohort>();
  const held = { entries: 0, turnedAway: 0, revision: 0 };

  const note = (
    seen: Map<string, number>,
    name: string,
    now: number,
    of: { max: number; grain: number },
  ): void => {
    const last = seen.get(name);
    if (last !== undefined && last <= now && now - last < of.grain) return;
    if (last === undefined) {
      while (seen.size >= of.max) {
        // The first key is the one noted longest ago.
        const [oldest] = seen.keys();
        if (oldest !== undefined) seen.delete(oldest);
        held.entries -= 1;
      }
      if (held.entries >= entriesMax) {
        held.turnedAway += 1;
        return;
      }
      held.entries += 1;
    } else {
      seen.delete(name);
    }
    seen.set(name, now);
    held.revision += 1;
  };

  /** Null for a cohort that is not known, and whose first subject there is no room for. */
  const find = (id: string, isCounted: boolean): Cohort | null => {
    const known = cohorts.get(id);
    if (known !== undefined) return known;
    if (!isCounted) return null;
    if (held.entries >= entriesMax) {
      held.turnedAway += 1;
      return null;
    }
    const made = newCohort();
    cohorts.set(id, made);
    return made;
  };

  return {
    admits: ({ cohort: id, subject, sensitive, now }, rule) => {
      const cohort = find(id, subject !== null);
      if (cohort === null) return false;
      const isJudged = cohort.rule === rule && now >= cohort.from;
      if (isJudged && now < cohort.freshUntil && now < cohort.openUntil) return true;
      const grain = grainOf(rule.windowMs);
      if (subject !== null) {
        note(cohort.subjects, subject, now, { max: rule.k, grain });
        if (sensitive !== null && rule.l > 0) note(cohort.sensitive, sensitive, now, { max: rule.l, grain });
      }
      const isOpen = isJudged && now < cohort.openUntil ? true : judge(cohort, rule, now);
      cohort.from = now;
      cohort.freshUntil = Math.min(
        freshUntil(cohort.subjects, rule.k, grain),
        freshUntil(cohort.sensitive, rule.l, grain),
      );
      return isOpen;
    },
    size: () => held.entries,
    turnedAway: () => held.turnedAway,
    revision: () => held.revision,
    oldest: () => {
      let oldest: number | null = null;
      for (const cohort of cohorts.values()) {
        for (const seen of [cohort.subjects, cohort.sensitive]) {
          for (const at of seen.values()) oldest = oldest === null || at < oldest ? at : oldest;
        }
      }
      return oldest;
    },
    forget: (before, now) => {
      let gone = 0;
      for (const [id, cohort] of cohorts) {
        const limit = Math.max(before, now - cohort.windowMs + 1);
        const count = forgetIn(cohort.subjects, limit) + forgetIn(cohort.sensitive, limit);
        if (count > 0) cohort.rule = null;
        if (cohort.subjects.size + cohort.sensitive.size === 0) cohorts.delete(id);
        gone += count;
      }
      held.entries -= gone;
      held.revision += gone;
      return gone;
    },
    *records() {
      for (const [cohort, { windowMs, subjects, sensitive }] of cohorts) {
        yield { cohort, windowMs, subjects: [...subjects], sensitive: [...sensitive] };
      }
    },
    restore: ({ cohort: id, windowMs, subjects, sensitive }) => {
      const room = { max: Infinity, grain: 0 };
      const cohort = find(id, subjects.length > 0);
      if (cohort === null) return;
      cohort.windowMs = Math.max(cohort.windowMs, windowMs);
      for (const [name, at] of subjects) note(cohort.subjects, name, at, room);
      for (const [name, at] of sensitive) note(cohort.sensitive, name, at, room);
      cohort.rule = null;
    },
  };
}

function newCohort(): Cohort {
  const [subjects, sensitive] = [new Map<string, number>(), new Map<string, number>()];
  return { windowMs: 0, subjects, sensitive, rule: null, from: -Infinity, openUntil: 0, freshUntil: 0 };
}

/** Looks at every entry, and remembers the answer for as long as time alone cannot change it. */
function judge(cohort: Cohort, rule: CohortRule, now: number): boolean {
  cohort.windowMs = rule.windowMs;
  cohort.openUntil = Math.min(
    heldUntil(cohort.subjects, rule.k, rule.windowMs, now),
    heldUntil(cohort.sensitive, rule.l, rule.windowMs, now),
  );
  // What was noted before the clock went back would be pushed out last, so nothing may be concluded for later.
  const isOrdered = isPast(cohort.subjects, now) && isPast(cohort.sensitive, now);
  cohort.rule = isOrdered ? rule : null;
  return now < cohort.openUntil;
}

/** Until when at least `count` entries are within the window, if no more come; -Infinity where fewer are now. */
function heldUntil(seen: ReadonlyMap<string, number>, count: number, windowMs: number, now: number): number {
  if (count === 0) return Infinity;
  if (seen.size < count) return -Infinity;
  const times = [...seen.values()].filter((at) => at <= now && now - at < windowMs);
  const last = times.toSorted((left, right) => right - left)[count - 1];
  return last === undefined ? -Infinity : last + windowMs;
}

function isPast(seen: ReadonlyMap<string, number>, now: number): boolean {
  for (const at of seen.values()) if (at > now) return false;
  return true;
}

/** Until when a further entry would push out one that was seen just as lately. */
function freshUntil(seen: ReadonlyMap<string, number>, count: number, grain: number): number {
  if (count === 0) return Infinity;
  if (seen.size < count) return -Infinity;
  for (const oldest of seen.values()) return oldest + grain;
  return -Infinity;
}

function forgetIn(seen: Map<string, number>, limit: number): number {
  let gone = 0;
  for (const [name, at] of seen) {
    if (at >= limit) continue;
    seen.delete(name);
    gone += 1;
  }
  return gone;
}
