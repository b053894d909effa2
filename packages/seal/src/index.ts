export { openDayKeys, readDayKeys } from './day-keys.ts';
export type { DayKeys } from './day-keys.ts';
export { openKeyFile, readKeyFile } from './key-file.ts';
export type { KeyFile, KeyRing } from './key-file.ts';
export { createPseudonymiser } from './pseudonymiser.ts';
export type { Pseudonymiser } from './pseudonymiser.ts';
