/** What a comparison ends with 1 for. */
export const DIFF_FAIL_ON = ['widening', 'any', 'never'] as const;
export type DiffFailOn = (typeof DIFF_FAIL_ON)[number];
