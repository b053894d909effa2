export { EXITS } from './exit.ts';
export type { Exit } from './exit.ts';
