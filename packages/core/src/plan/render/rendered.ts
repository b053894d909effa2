import type { Role } from '../diff/change.ts';

/** A file for a forge, or what reviewers.yaml lacks for it. */
export type Rendered =
  /** `unmapped` are owners of events that the forge has no team for; their files stay with the roles alone. */
  | { readonly kind: 'rendered'; readonly text: string; readonly unmapped: readonly string[] }
  | { readonly kind: 'no-team'; readonly roles: readonly Role[] }
  | { readonly kind: 'no-id'; readonly teams: readonly string[] }
  | { readonly kind: 'unwritable'; readonly path: string };
