/** A length of time as people write it on a command line. */
import { Failure } from '../../exit.ts';

const UNITS_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };
/** Timers of Node hold 2^31 - 1 ms, which is a little more. */
const HOURS_MAX = 240;

/** `90s`, `10m` and `2h` in milliseconds. Throws a `Failure` of exit `usage` above 240 hours, and for anything else. */
export function readDurationMs(option: string, written: string): number {
  const [, number = '', unit = ''] = /^(\d{1,9})([smh])$/.exec(written) ?? [];
  const ms = Number(number) * (UNITS_MS[unit] ?? 0);
  if (ms > 0 && ms <= HOURS_MAX * 3_600_000) return ms;
  throw new Failure(
    'usage',
    `${option} is not a length of time`,
    `Write it as 90s, 10m or 2h, up to ${HOURS_MAX}h.`,
  );
}
