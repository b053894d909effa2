/** Who reviews. One person signs one role; the author signs none. */
export const ROLES = ['product', 'privacy', 'security', 'analytics', 'legal'] as const;
export type Role = (typeof ROLES)[number];
