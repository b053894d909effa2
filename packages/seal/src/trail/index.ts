/** Hash-chained audit trails, as `@headgate/seal/trail`. */
export { openTrail, readTrail } from './trail.ts';
export type { Trail, TrailEntry } from './trail.ts';
export type { TrailRow } from './row.ts';
export { BREAKS, verifyTrail } from './verify-trail.ts';
export type { VerifiedTrail } from './verify-trail.ts';
