/** The steps by which the vault is written. Apart, so that tests can end the power between any two of them. */
import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  readdirSync,
  statSync,
  writeSync,
} from 'node:fs';
import { nodeDisk } from '../keys/disk.ts';
import type { Disk } from '../keys/disk.ts';

/** Every step that writes is durable when it returns. */
export interface VaultDisk extends Disk {
  /** Bytes of the file; null where there is none. */
  readonly sizeOf: (path: string) => number | null;
  /** Bytes from an offset on: as many as asked for, or as there are. */
  readonly readAt: (path: string, at: number, length: number) => Buffer;
  /** Adds to the end of a file, which is made where there is none. */
  readonly append: (path: string, bytes: Uint8Array) => void;
  /** Writes over bytes that are there, in their place. */
  readonly overwrite: (path: string, at: number, bytes: Uint8Array) => void;
  readonly truncate: (path: string, size: number) => void;
  /** Creates or truncates, and writes. */
  readonly writeBytes: (path: string, bytes: Uint8Array) => void;
  /** Names in a directory; none where it is not there. */
  readonly list: (path: string) => readonly string[];
}

const OWNER_ALONE = 0o600;

export const nodeVaultDisk: VaultDisk = {
  ...nodeDisk,
  sizeOf: (path) => statSync(path, { throwIfNoEntry: false })?.size ?? null,
  readAt: (path, at, length) =>
    withFile(path, 'r', (file) => {
      const bytes = Buffer.alloc(length);
      let read = 0;
      for (let more = -1; more !== 0 && read < length; read += more) {
        more = readSync(file, bytes, read, length - read, at + read);
      }
      return bytes.subarray(0, read);
    }),
  append: (path, bytes) =>
    withFile(path, 'a', (file) => {
      writeAll(file, bytes, null);
      fsyncSync(file);
    }),
  overwrite: (path, at, bytes) =>
    withFile(path, 'r+', (file) => {
      writeAll(file, bytes, at);
      fsyncSync(file);
    }),
  truncate: (path, size) =>
    withFile(path, 'r+', (file) => {
      ftruncateSync(file, size);
      fsyncSync(file);
    }),
  writeBytes: (path, bytes) =>
    withFile(path, 'w', (file) => {
      writeAll(file, bytes, null);
      fsyncSync(file);
    }),
  list: (path) =>
    statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? readdirSync(path) : [],
};

function withFile<T>(path: string, flags: string, use: (file: number) => T): T {
  const file = openSync(path, flags, OWNER_ALONE);
  try {
    return use(file);
  } finally {
    closeSync(file);
  }
}

function writeAll(file: number, bytes: Uint8Array, at: number | null): void {
  for (let done = 0; done < bytes.length;) {
    done += writeSync(file, bytes, done, bytes.length - done, at === null ? null : at + done);
  }
}
