/** Where processes that tests start keep their code compiled, so that dozens of short runs compile it once; nothing of what they handle is in it. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const COMPILE_CACHE = {
  NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? join(tmpdir(), 'headgate-test-cache'),
} as const;
