/** A request to merge as a forge tells of it: who made it, of which commit, and what became of each reviewer's word. */
import { z } from 'zod';
import type { Forge } from '../reviewers.ts';

/**
 * What an account last said. Only `approved` is an approval: `dismissed` was taken back, `stale` is of another commit, and
 * `undated` of no known time, so that nobody can tell of which commit it is.
 */
export type ForgeState = 'approved' | 'changes-requested' | 'dismissed' | 'stale' | 'undated';

export interface ForgeVerdict {
  /** Null where the account is gone. */
  readonly login: string | null;
  readonly state: ForgeState;
  /** ISO 8601; null where the forge does not say. */
  readonly at: string | null;
}

export interface ForgeRequest {
  readonly forge: Forge;
  /** `org/repo#12`, `org/repo!12`. */
  readonly request: string;
  readonly author: string | null;
  /** The commit at the head, in full. */
  readonly commit: string;
  readonly verdicts: readonly ForgeVerdict[];
}

/** The request, or why the files do not tell of one. */
export type ReadRequest =
  | { readonly kind: 'read'; readonly request: ForgeRequest }
  | { readonly kind: 'unreadable'; readonly message: string };

/** Approvals of one request that are read. */
export const VERDICTS_MAX = 10_000;

/** The whole name of a commit, SHA-1 or SHA-256. */
export const commitName = z
  .string()
  .regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/, 'must be the whole name of a commit');
