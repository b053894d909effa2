/**
 * A package as `npm pack` writes it: a gzipped tar archive (POSIX.1-2017, pax, "pax Interchange Format" and "ustar Interchange
 * Format") whose files lie below one directory. It is read in memory; nothing is written to the disk.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Failure } from '../exit.ts';
import { FILE_BYTES_MAX, factsOf } from './package-files.ts';
import type { PackageFiles } from './package-files.ts';

const BLOCK = 512;
/** Bytes of the archive once undone; that of posthog-js 1.449.2 has 45 MB. */
const BYTES_MAX = 400_000_000;

/** Throws a `Failure` of `usage` where it is no such archive. */
export function readTarball(path: string): PackageFiles {
  const files = filesOf(undone(path));
  const read = (name: string): string | null => {
    const bytes = files.get(name);
    return bytes === undefined || bytes.length > FILE_BYTES_MAX ? null : bytes.toString('utf8');
  };
  const facts = factsOf(read('package.json'));
  return facts === null ? refuse() : { ...facts, read, sibling: () => null };
}

function undone(path: string): Buffer {
  try {
    return gunzipSync(readFileSync(path), { maxOutputLength: BYTES_MAX });
  } catch {
    return refuse();
  }
}

/** Regular files by their path below the first directory. */
function filesOf(archive: Buffer): ReadonlyMap<string, Buffer> {
  const files = new Map<string, Buffer>();
  let longName: string | null = null;
  for (let at = 0; at + BLOCK <= archive.length;) {
    const header = archive.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) break;
    if (!isSound(header)) return refuse();
    const size = octal(header, 124, 12);
    const body = archive.subarray(at + BLOCK, at + BLOCK + size);
    if (body.length < size) return refuse();
    const type = text(header, 156, 1);
    if (type === 'x') longName = paxPath(body) ?? longName;
    else if (type === 'L') longName = text(body, 0, body.length);
    else {
      const name = longName ?? nameIn(header);
      if (type === '0' || type === '') files.set(name.slice(name.indexOf('/') + 1), body);
      longName = null;
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

/** The checksum is the sum of the header's bytes with its own field taken as spaces. */
function isSound(header: Buffer): boolean {
  const sum = header.reduce((all, byte, at) => all + (at >= 148 && at < 156 ? 32 : byte), 0);
  return sum === octal(header, 148, 8);
}

function nameIn(header: Buffer): string {
  const prefix = text(header, 257, 5) === 'ustar' ? text(header, 345, 155) : '';
  const name = text(header, 0, 100);
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** Records of a pax header: `<length> <key>=<value>\n`. */
function paxPath(body: Buffer): string | null {
  return /(?:^|\n)\d+ path=([^\n]+)\n/.exec(body.toString('utf8'))?.[1] ?? null;
}

function text(bytes: Buffer, from: number, length: number): string {
  const field = bytes.subarray(from, from + length);
  const end = field.indexOf(0);
  return field.subarray(0, end === -1 ? field.length : end).toString('utf8');
}

function octal(bytes: Buffer, from: number, length: number): number {
  const field = text(bytes, from, length).trim();
  return /^[0-7]+$/.test(field) ? Number.parseInt(field, 8) : Number.NaN;
}

function refuse(): never {
  throw new Failure('usage', 'the tarball cannot be read as a package', 'Make one with npm pack.');
}
