/**
 * A clock that runs fast while no request is under way, for SDKs that wait minutes between their attempts. While one is,
 * time runs as always, so that a busy machine never looks like a gateway that does not answer.
 *
 * The function is sent to pages as text, so it may use nothing but its argument and what both Node and browsers have.
 * State: the time it shows, requests under way, timers that wait. One real timer drives them all.
 */

export interface FastClock {
  /** How many times faster than real time. */
  speed(factor: number): void;
  /** A request starts. */
  hold(): void;
  /** A request ended; every `hold` needs one. Time runs fast again a moment later. */
  release(): void;
}

export interface ClockGlobals {
  headgateClock: FastClock;
}

type Callback = (...given: unknown[]) => void;

interface Waiting {
  readonly callback: Callback;
  readonly given: readonly unknown[];
  readonly everyMs: number | null;
  due: number;
}

interface Replaced {
  setTimeout: unknown;
  setInterval: unknown;
  clearTimeout: unknown;
  clearInterval: unknown;
  Date: DateConstructor;
  readonly performance: { now(): number };
}

/** Replaces timers, `Date` and `performance.now`, and puts the clock at `globalThis.headgateClock`. */
export function installFastClock(factor: number): void {
  const own = globalThis as unknown as Replaced & ClockGlobals;
  const TICK_MS = 4;
  // What a busy process could not use does not count: else one long pause would fire every timer at once.
  const STEP_MS_MAX = 20;
  const RealDate = own.Date;
  const realNow = own.performance.now.bind(own.performance);
  const startReal = realNow();
  const startDate = RealDate.now();
  const realInterval = setInterval;
  const realTimeout = setTimeout;
  // An SDK that is slow to see its answer must not find the time for it to be over.
  const GRACE_MS = 100;
  let rate = factor;
  let passedMs = 0;
  let lastReal = startReal;
  let underWay = 0;
  let nextId = 1;
  const timers = new Map<number, Waiting>();

  const advance = (): number => {
    const now = realNow();
    const step = Math.min(now - lastReal, STEP_MS_MAX);
    passedMs += underWay > 0 ? step : step * rate;
    lastReal = now;
    return passedMs;
  };
  const tick = (): void => {
    const now = advance();
    const due = [...timers].filter(([, timer]) => timer.due <= now);
    for (const [id, timer] of due.toSorted(([, one], [, other]) => one.due - other.due)) {
      if (!timers.has(id)) continue;
      if (timer.everyMs === null) timers.delete(id);
      else timer.due = now + timer.everyMs;
      timer.callback(...timer.given);
    }
  };
  realInterval(tick, TICK_MS);

  const isNode = typeof process === 'object';
  /** Browsers number their timers; Node gives objects that some SDKs call `unref` on. */
  const handleOf = (id: number): unknown => {
    if (!isNode) return id;
    const handle = {
      [Symbol.toPrimitive]: () => id,
      ref: () => handle,
      unref: () => handle,
      hasRef: () => true,
      refresh: () => {
        const timer = timers.get(id);
        if (timer !== undefined) timer.due = advance() + (timer.everyMs ?? 0);
        return handle;
      },
      close: () => timers.delete(id),
    };
    return handle;
  };
  const start = (
    callback: Callback,
    delay: unknown,
    repeats: boolean,
    given: readonly unknown[],
  ): unknown => {
    const id = nextId++;
    const waitMs = Math.max(1, Number(delay) || 0);
    timers.set(id, { callback, given, everyMs: repeats ? waitMs : null, due: advance() + waitMs });
    return handleOf(id);
  };
  const clear = (handle: unknown): void => void timers.delete(Number(handle));
  const later = (callback: Callback, delay?: number, ...given: unknown[]): unknown =>
    start(callback, delay, false, given);
  const promised = (delay?: number, value?: unknown): Promise<unknown> =>
    new Promise((resolve) => later(() => resolve(value), delay));
  own.setTimeout = Object.assign(later, {
    [Symbol.for('nodejs.util.promisify.custom')]: promised,
    // Sentry's SDK looks for another one where it finds one that is not the browser's.
    toString: () => 'function setTimeout() { [native code] }',
  });
  own.setInterval = (callback: Callback, delay?: number, ...given: unknown[]) =>
    start(callback, delay, true, given);
  own.clearTimeout = clear;
  own.clearInterval = clear;

  own.Date = new Proxy(RealDate, {
    construct: (_, given: unknown[], target) =>
      Reflect.construct(RealDate, given.length === 0 ? [startDate + advance()] : given, target) as object,
    get: (target, name) =>
      name === 'now' ? () => Math.floor(startDate + advance()) : (Reflect.get(target, name) as unknown),
  });
  own.performance.now = () => startReal + advance();
  own.headgateClock = {
    speed: (next) => {
      advance();
      rate = next;
    },
    hold: () => {
      advance();
      underWay += 1;
    },
    release: () =>
      void realTimeout(() => {
        advance();
        underWay -= 1;
      }, GRACE_MS),
  };
}
