/** The pool: public halves for the gateway, one of 32 bytes in base64url to a line. It only grows; the gateway takes them in their order. */
import { appendLines } from './lines.ts';
import type { VaultDisk } from './vault-disk.ts';

/** Appends public halves, durable when it returns. */
export function appendPool(disk: VaultDisk, path: string, publicKeys: readonly Buffer[]): void {
  appendLines(
    disk,
    path,
    publicKeys.map((key) => key.toString('base64url')),
  );
}
