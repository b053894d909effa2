/** The types of the SSH protocol's data (RFC 4251 §5) that keys and signatures are made of. */

/** Reads values one after the other. Throws `SshDataBroken` beyond the end. */
export interface SshReader {
  readonly bytes: (length: number) => Buffer;
  readonly number: () => number;
  readonly string: () => Buffer;
  readonly text: () => string;
}

/** What was read is not what the format says. */
export class SshDataBroken extends Error {
  override readonly name = 'SshDataBroken';
}

export function readSsh(data: Buffer): SshReader {
  let at = 0;
  const bytes = (length: number): Buffer => {
    if (at + length > data.length) throw new SshDataBroken('The data ends too early.');
    at += length;
    return data.subarray(at - length, at);
  };
  const number = (): number => bytes(4).readUInt32BE();
  const string = (): Buffer => bytes(number());
  return { bytes, number, string, text: () => string().toString('utf8') };
}

/** A `string`: its length in four bytes, then its bytes. */
export function sshString(value: string | Uint8Array): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** A `uint32`. */
export function sshNumber(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
