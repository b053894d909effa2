/**
 * Clean events as the bytes of a Parquet file, for a store elsewhere. DuckDB writes files only, so each is written into a
 * directory of its own, read, and removed. A crash leaves at most one file there, which the next opening removes.
 */
import type { CleanEvent } from '@headgate/core';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createSerial } from '../serial.ts';
import { openParquetWriter } from './parquet-writer.ts';
import type { ParquetWriterOptions } from './parquet-writer.ts';

export interface ParquetEncoder {
  /** Rejects when the file could not be written or read. One file at a time. */
  encode(events: readonly CleanEvent[]): Promise<Uint8Array>;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

/** Empties the directory, which must be for this encoder alone, and opens it. */
export async function createParquetEncoder(
  options: Omit<ParquetWriterOptions, 'spillDirectory'>,
): Promise<ParquetEncoder> {
  const directory = resolve(options.directory);
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  const writer = await openParquetWriter({
    ...options,
    directory,
    spillDirectory: join(directory, '.spill'),
  });
  const path = join(directory, 'object.parquet');
  const serial = createSerial();
  return {
    encode: (events) =>
      serial(async () => {
        try {
          await writer.write(path, events);
          return await readFile(path);
        } finally {
          await rm(path, { force: true });
        }
      }),
    close: () => serial(async () => writer.close()),
  };
}
