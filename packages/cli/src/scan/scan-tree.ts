/** Reads the files of a tree one after the other and scans what is text. */
import { lstat, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { listFiles } from './list-files.ts';
import { scanLines } from './scan-text.ts';
import type { Hit } from './scan-text.ts';

export interface FileHit extends Hit {
  /** From `ScanOptions.from` where what was scanned lies below, else from that; with `/`. */
  readonly path: string;
  /** Which of the file's findings of this kind it is, from 1: what stays the same when lines move. */
  readonly ordinal: number;
}

export interface TreeScan {
  readonly hits: readonly FileHit[];
  readonly ignored: number;
  readonly scanned: number;
  /** Files that are no text; they are passed over on purpose. */
  readonly binary: number;
  /** Text that was not read, so that the answer is not whole. */
  readonly unread: readonly { readonly path: string; readonly reason: 'too large' | 'not readable' }[];
  /** Whether it was stopped before the end. */
  readonly stopped: boolean;
}

export interface ScanOptions {
  /** The directory that paths are told from: code scanning takes them for paths of the repository. */
  readonly from: string;
  readonly bytesMax: number;
  readonly signal: AbortSignal;
  readonly tell: (done: number, total: number) => void;
}

/** Git takes a file for binary when a zero byte is among its first 8000 (buffer_is_binary in git's xdiff-interface.c). */
const BINARY_LOOK = 8000;

type FileScan =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'binary' | 'none' | 'too large' | 'not readable' };

/** Scans a directory or one file. Rejects where there is nothing at the path. */
export async function scanTree(
  named: string,
  { from, bytesMax, signal, tell }: ScanOptions,
): Promise<TreeScan> {
  // A link that is named is meant; those below are passed over.
  const root = (await lstat(named)).isSymbolicLink() ? await realpath(named) : named;
  const isDirectory = (await stat(root)).isDirectory();
  const directory = isDirectory ? root : dirname(root);
  const prefix = prefixOf(from, isDirectory ? named : dirname(named));
  const paths = isDirectory ? await listFiles(root) : [basename(root)];
  const hits: FileHit[] = [];
  const unread: { path: string; reason: 'too large' | 'not readable' }[] = [];
  let [ignored, scanned, binary] = [0, 0, 0];
  for (const [index, path] of paths.entries()) {
    if (signal.aborted) break;
    tell(index, paths.length);
    const file = await readText(join(directory, path), bytesMax);
    if (file.kind === 'binary') binary++;
    else if (file.kind === 'text') {
      const found = scanLines(file.text);
      for (const hit of numbered(`${prefix}${path}`, found.hits)) hits.push(hit);
      ignored += found.ignored;
      scanned++;
    } else if (file.kind !== 'none') unread.push({ path: `${prefix}${path}`, reason: file.kind });
  }
  return { hits, ignored, scanned, binary, unread, stopped: signal.aborted };
}

function prefixOf(from: string, directory: string): string {
  const below = relative(from, directory);
  const isBelow = below !== '' && !isAbsolute(below) && below.split(sep)[0] !== '..';
  return isBelow ? `${below.split(sep).join('/')}/` : '';
}

async function readText(path: string, bytesMax: number): Promise<FileScan> {
  try {
    const entry = await lstat(path);
    // Links lead to files that are listed themselves, or out of the tree; submodules are directories.
    if (!entry.isFile()) return { kind: 'none' };
    if (entry.size > bytesMax) return { kind: 'too large' };
    const bytes = await readFile(path);
    const wide = wideText(bytes);
    if (wide !== null) return { kind: 'text', text: wide };
    if (bytes.subarray(0, BINARY_LOOK).includes(0)) return { kind: 'binary' };
    return { kind: 'text', text: bytes.toString('utf8') };
  } catch (error) {
    // Deleted, but still tracked by git.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { kind: 'none' };
    return { kind: 'not readable' };
  }
}

/** Text in UTF-16, which its mark tells of (RFC 2781 §3.2); null for other files. Git takes it for binary. */
function wideText(bytes: Buffer): string | null {
  const isBig = bytes[0] === 0xfe && bytes[1] === 0xff;
  if (!isBig && !(bytes[0] === 0xff && bytes[1] === 0xfe)) return null;
  return new TextDecoder(isBig ? 'utf-16be' : 'utf-16le').decode(bytes);
}

function numbered(path: string, hits: readonly Hit[]): readonly FileHit[] {
  const counts = new Map<string, number>();
  return hits.map((hit) => {
    const ordinal = (counts.get(hit.kind) ?? 0) + 1;
    counts.set(hit.kind, ordinal);
    return { ...hit, path, ordinal };
  });
}
