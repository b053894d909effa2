/** How much `headgate init` reads and drafts. What is beyond is told, never passed over in silence. */
export interface InitLimits {
  /** Source files read. */
  readonly filesMax: number;
  /** Bytes of one file; lock files may have `lockBytesMax`. */
  readonly fileBytesMax: number;
  readonly lockBytesMax: number;
  /** Bytes of all source files together. */
  readonly bytesMax: number;
  /** Characters of a line; a file with a longer one was made by a tool. */
  readonly lineLengthMax: number;
  /** Events drafted. */
  readonly eventsMax: number;
  /** Tokens of the arguments of one call; an argument that goes on beyond is unknown. */
  readonly argumentTokensMax: number;
  /** Members read of one object literal. */
  readonly membersMax: number;
  /** Objects and lists inside each other; a plan takes 8 levels. */
  readonly depthMax: number;
}

export const INIT_LIMITS: InitLimits = {
  filesMax: 20_000,
  fileBytesMax: 1_000_000,
  lockBytesMax: 50_000_000,
  bytesMax: 200_000_000,
  lineLengthMax: 10_000,
  eventsMax: 1000,
  argumentTokensMax: 2000,
  membersMax: 64,
  depthMax: 6,
};
