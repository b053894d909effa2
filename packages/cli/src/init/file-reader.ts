/** Reads files of a repository within limits, and keeps account of what was not read. */
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InitLimits } from './limits.ts';
import type { TextFile } from './read-packages.ts';

export interface FileReader {
  readonly all: (paths: readonly string[], bytesMax: number) => Promise<readonly TextFile[]>;
  /** Sources that people wrote, up to the limits. */
  readonly sources: (paths: readonly string[]) => AsyncGenerator<TextFile>;
  /** Sources that were read before. */
  readonly again: (paths: readonly string[]) => AsyncGenerator<TextFile>;
  readonly filesRead: () => number;
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
}

export function createFileReader(root: string, limits: InitLimits): FileReader {
  const skipped: { file: string; reason: string }[] = [];
  let filesRead = 0;
  const read = async (path: string, bytesMax: number): Promise<TextFile | null> => {
    try {
      const entry = await lstat(join(root, path));
      // Links lead to files that are listed themselves, or out of the repository.
      if (!entry.isFile()) return null;
      if (entry.size <= bytesMax) {
        return { path, text: await readFile(join(root, path), 'utf8') };
      }
      skipped.push({ file: path, reason: `larger than ${bytesMax} bytes` });
    } catch (error) {
      // Deleted, but still tracked by git.
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      skipped.push({ file: path, reason: 'not readable' });
    }
    return null;
  };
  return {
    skipped,
    filesRead: () => filesRead,
    all: async (paths, bytesMax) => {
      const files: TextFile[] = [];
      for (const path of paths) {
        const file = await read(path, bytesMax);
        if (file !== null) files.push(file);
      }
      filesRead += files.length;
      return files;
    },
    async *sources(paths) {
      let bytes = 0;
      for (const [at, path] of paths.entries()) {
        if (at >= limits.filesMax || bytes > limits.bytesMax) {
          skipped.push({ file: path, reason: `and ${paths.length - at - 1} more after the limit` });
          return;
        }
        const file = await read(path, limits.fileBytesMax);
        if (file === null) continue;
        bytes += file.text.length;
        filesRead++;
        if (file.text.split('\n').every((line) => line.length <= limits.lineLengthMax)) yield file;
      }
    },
    async *again(paths) {
      for (const path of paths) {
        const file = await read(path, limits.fileBytesMax);
        if (file !== null) yield file;
      }
    },
  };
}
