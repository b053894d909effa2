/** The log: one line of JSON each, with the closed fields of `LogFields` and nothing else. */
import { LOG_LINES } from './runtime.ts';
import type { Clock, Log, LogFields } from './runtime.ts';
import { createSystemClock } from './system.ts';

/** `write` is given whole lines, newline included; it must not throw. */
export function createLog(
  write: (line: string) => void,
  clock: Pick<Clock, 'now'> = createSystemClock(),
): Log {
  return {
    write: (line, fields: LogFields = {}) => {
      const { vendor, environment, source, count, status, waitMs, port, plan, share, group, cause } = fields;
      // Named one by one, so that an object with more in it than its type says cannot bring that along.
      const kept = { vendor, environment, source, count, status, waitMs, port, plan, share, group, cause };
      const time = new Date(clock.now()).toISOString();
      write(`${JSON.stringify({ time, level: LOG_LINES[line].level, line, ...kept })}\n`);
    },
  };
}
