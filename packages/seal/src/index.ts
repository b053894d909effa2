export { burnEpoch, openKeyFile } from './key-file.ts';
export type { KeyRing } from './key-file.ts';
export { createPseudonymiser } from './pseudonymiser.ts';
