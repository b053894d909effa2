export { bucket } from './bucket.ts';
export { createHasher, sessionHasher } from './hasher.ts';
export type { Hasher } from './hasher.ts';
export { randomisedResponse } from './randomised-response.ts';
export type { Estimate, RandomisedResponse, ResponseOptions } from './randomised-response.ts';
