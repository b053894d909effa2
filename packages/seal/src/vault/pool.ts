/** The pool: public halves for the gateway, one of 32 bytes in base64url to a line. It only grows; the gateway takes them in their order. */
import { dirname } from 'node:path';
import { appendLines } from './lines.ts';
import type { VaultDisk } from './vault-disk.ts';

/** It holds no secret, and the gateway may run as somebody else. */
const PUBLIC = 0o644;

/** Appends public halves, durable when it returns. */
export function appendPool(disk: VaultDisk, path: string, publicKeys: readonly Buffer[]): void {
  if (disk.sizeOf(path) === null) {
    disk.write(path, '', PUBLIC);
    disk.syncDirectory(dirname(path));
  }
  appendLines(
    disk,
    path,
    publicKeys.map((key) => key.toString('base64url')),
  );
}
