/** The few steps by which files are written whole. Apart, so that tests can end the power between any two of them. */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';

export interface Disk {
  /** The text of a file; null where there is none. Throws `RangeError` beyond the bytes. */
  readonly read: (path: string, bytesMax: number) => string | null;
  /** Creates or truncates, writes, and syncs the content. */
  readonly write: (path: string, text: string, mode: number) => void;
  readonly rename: (from: string, to: string) => void;
  /** Makes renames in a directory outlive a power cut. */
  readonly syncDirectory: (path: string) => void;
  /** Makes a file of its own with this text; false where it is there already. */
  readonly claim: (path: string, text: string) => boolean;
  readonly remove: (path: string) => void;
  readonly makeDirectory: (path: string) => void;
  /** Permission bits of a file that is there; null where the system has none. */
  readonly modeOf: (path: string) => number | null;
}

const PRIVATE_FILE = 0o600;
const PRIVATE_DIRECTORY = 0o700;
const PERMISSIONS = 0o777;

export const nodeDisk: Disk = {
  read: (path, bytesMax) => {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return null;
    if (stats.size > bytesMax) throw new RangeError(`Expected at most ${bytesMax} bytes.`);
    return readFileSync(path, 'utf8');
  },
  write: (path, text, mode) => {
    const file = openSync(path, 'w', mode);
    try {
      const bytes = Buffer.from(text, 'utf8');
      for (let at = 0; at < bytes.length; at += writeSync(file, bytes, at));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  },
  rename: renameSync,
  syncDirectory: (path) => {
    // Windows has no such thing, and refuses to open a directory.
    if (process.platform === 'win32') return;
    const directory = openSync(path, 'r');
    try {
      fsyncSync(directory);
    } finally {
      closeSync(directory);
    }
  },
  claim: (path, text) => {
    try {
      const file = openSync(path, 'wx', PRIVATE_FILE);
      writeSync(file, text);
      closeSync(file);
      return true;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
      throw error;
    }
  },
  remove: (path) => rmSync(path, { force: true }),
  makeDirectory: (path) => void mkdirSync(path, { recursive: true, mode: PRIVATE_DIRECTORY }),
  modeOf: (path) => (process.platform === 'win32' ? null : statSync(path).mode & PERMISSIONS),
};
