/** 128 bits of the CSPRNG as 32 hex digits. Not `randomUUID`, which pages without TLS have not got. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
