/** Tokens that name the project of an event, which browsers send and everybody may know, by the members beside which they stand. */
import type { JsonObject } from '../event.ts';
import { isDigest } from './plain-shape.ts';

interface ProjectToken {
  readonly key: string;
  /** The name of the object around it; empty for the event itself, null for any. */
  readonly parent: string | null;
  /** One of these stands beside it. */
  readonly beside: readonly string[];
}

/**
 * Events and profiles of Mixpanel (https://docs.mixpanel.com/docs/orgs-and-projects/managing-projects, 2026-11), and batches
 * of Amplitude ("API keys are public", https://amplitude.com/docs/apis/keys-and-tokens, 2026-11).
 */
const PROJECT_TOKENS: readonly ProjectToken[] = [
  { key: 'token', parent: 'properties', beside: ['distinct_id'] },
  { key: '$token', parent: null, beside: ['$distinct_id', '$group_key'] },
  { key: 'api_key', parent: '', beside: ['events'] },
];

/** Beside which members a member of an object so called is the token of a project; none where it never is. */
export function besideProject(key: string, parent: string): readonly string[] {
  const row = PROJECT_TOKENS.find((each) => each.key === key && (each.parent ?? parent) === parent);
  return row === undefined ? [] : row.beside;
}

/** Whether the value is built as such tokens are, and one of these members stands beside it. */
export function isProjectToken(value: unknown, members: JsonObject, beside: readonly string[]): boolean {
  return typeof value === 'string' && isDigest(value) && beside.some((each) => members[each] !== undefined);
}
