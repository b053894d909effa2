/** A file by which one process at a time changes what lies beside it. */
import { hostname } from 'node:os';
import type { Disk } from './disk.ts';
import { KeysUnusable } from './keys-unusable.ts';

const LOCK_BYTES_MAX = 1024;

/** Whether it was taken. A lock of a process of this machine that is gone was left by a crash, and is taken over. */
export function tryLock(disk: Disk, path: string): boolean {
  const own = `${hostname()} ${process.pid}`;
  if (disk.claim(path, own)) return true;
  if (!isAbandoned(disk.read(path, LOCK_BYTES_MAX))) return false;
  disk.remove(path);
  return disk.claim(path, own);
}

/** Takes the lock; throws `KeysUnusable` where another process has it. `what` is what it guards: `the key ring`. */
export function takeLock(disk: Disk, path: string, what: string): void {
  if (tryLock(disk, path)) return;
  const mend = `Wait until it is done. If no headgate command runs on it anywhere, remove ${path}.`;
  throw new KeysUnusable('refused', `Another process is changing ${what}.`, mend);
}

function isAbandoned(holder: string | null): boolean {
  const [host, pid] = (holder ?? '').split(' ');
  if (holder === null || host !== hostname()) return holder === null;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
