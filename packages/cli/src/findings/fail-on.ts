import type { FindingLevel } from '@headgate/core';

/** The least grave level that makes a command fail, gravest first. */
export const FAIL_ON = ['violation', 'improvement', 'information', 'never'] as const satisfies readonly (
  FindingLevel | 'never'
)[];
export type FailOn = (typeof FAIL_ON)[number];
