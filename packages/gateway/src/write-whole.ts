/** Small files of the data directory that are whole or the ones before: written beside, made durable, and renamed. */
import { open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes the file, for its owner alone, and resolves when it is durable. `content` is its text, or writes it piece by piece.
 * Rejects with what the file system or `content` rejects with; what was there then stays. The directory must be there.
 */
export async function writeWhole(
  path: string,
  content: string | ((file: FileHandle) => Promise<void>),
): Promise<void> {
  const beside = `${path}.new`;
  const file = await open(beside, 'w', 0o600);
  try {
    await (typeof content === 'string' ? file.writeFile(content) : content(file));
    await file.sync();
  } catch (error) {
    await file.close();
    await rm(beside, { force: true });
    throw error;
  }
  await file.close();
  await rename(beside, path);
  await flush(dirname(path));
}

/** Waits until a file's bytes, or a directory's names, are on the disk. */
export async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
