/**
 * The admin token: 256 random bits in base64url, in a file made with mode 0600 at first start. Written whole to a temporary
 * name and renamed, so a crash leaves a token or none. Never logged.
 */
import { randomBytes, timingSafeEqual, createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const TOKEN_BYTES = 32;
const TOKEN_LENGTH_MIN = 32;
/** Group and others have no access. */
const FORBIDDEN_MODE = 0o077;

/** Reads the token, or makes it. Throws when others may read the file or it holds too little to be one. */
export function openAdminToken(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return create(path);
  if (process.platform !== 'win32' && (stats.mode & FORBIDDEN_MODE) !== 0) {
    throw new Error(`The admin token can be read by others. Run: chmod 600 ${path}`);
  }
  const token = readFileSync(path, 'utf8').trim();
  if (token.length < TOKEN_LENGTH_MIN) {
    throw new Error(`The admin token is too short. Remove ${path}, and the next start makes another.`);
  }
  return token;
}

/** Whether an Authorization header carries the token, in a time that does not depend on how much of it is right. */
export function createTokenCheck(token: string): (authorization: string | undefined) => boolean {
  const expected = digestOf(token);
  return (authorization) => {
    const given = /^Bearer +(\S{1,512}) *$/i.exec(authorization ?? '')?.[1];
    return timingSafeEqual(digestOf(given ?? ''), expected) && given !== undefined;
  };
}

function create(path: string): string {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, `${token}\n`, { mode: 0o600, flag: 'wx', flush: true });
  renameSync(temporary, path);
  return token;
}

/** Of equal length for any text, as the comparison needs. */
function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
