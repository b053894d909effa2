export { createHeadgate } from './browser/create-headgate.ts';
export type { Headgate } from './browser/create-headgate.ts';
export type { BrowserOptions } from './browser/options.ts';
export type { Call, Counts, Drop, Fate, Message, Notice, Watch } from './event.ts';
export type { Limits } from './limits.ts';
