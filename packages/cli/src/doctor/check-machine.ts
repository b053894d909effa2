/** Whether this machine can run a gateway at all: runtime, clock, and the two native libraries. */
import { createRequire } from 'node:module';
import { failed, passed } from './check.ts';
import type { Check } from './check.ts';

const NODE_MAJOR_MIN = 24;
/** No clock that is right shows less: the program is younger. 2026-01-01. */
const CLOCK_MIN = 1_767_225_600_000;
/** How far the wall clock may have jumped since the process began. */
const DRIFT_MAX_MS = 1_000;

/** All checks of the machine. */
export function checkMachine(): readonly Check[] {
  return [
    checkNode(process.versions.node),
    checkClock(Date.now(), performance.timeOrigin + performance.now()),
    checkLibrary('queue library', 'lmdb'),
    checkLibrary('ledger library', '@duckdb/node-api'),
  ];
}

/** `version` as in `24.1.0`. */
export function checkNode(version: string): Check {
  const major = Number(version.split('.')[0]);
  if (major >= NODE_MAJOR_MIN) return passed('runtime', `Node ${version}`);
  return failed('runtime', `Node ${version}`, `Install Node ${NODE_MAJOR_MIN} or newer.`);
}

/** `wall` is what the clock says, `steady` what it should say by the clock that only rises; milliseconds since 1970. */
export function checkClock(wall: number, steady: number): Check {
  const mend = 'Set the clock and keep it set, for example with chrony.';
  if (wall < CLOCK_MIN) return failed('clock', 'it shows a time before this program was made', mend);
  const driftMs = Math.round(Math.abs(wall - steady));
  if (driftMs > DRIFT_MAX_MS) return failed('clock', `it jumped by ${driftMs} ms while this ran`, mend);
  return passed('clock', new Date(wall).toISOString());
}

/** Loads a native library as the gateway would. */
function checkLibrary(name: string, library: string): Check {
  try {
    createRequire(import.meta.resolve('@headgate/gateway'))(library);
    return passed(name, `${library} loads on ${process.platform}-${process.arch}`);
  } catch {
    const mend = 'Install again without --omit=optional: its binary is an optional package.';
    return failed(name, `${library} does not load on ${process.platform}-${process.arch}`, mend);
  }
}
