export { createSealer } from './create-sealer.ts';
export type { SealPlace, Sealer, SealerOptions } from './create-sealer.ts';
export type { SealableValue } from './plaintext.ts';
