/** What an SDK does where the app says nothing: words of `headgate sdk`. */

/** The default of one option, read from the package as it was published. */
export interface SdkDefault {
  /** As the app writes it, levels parted by dots: `trackingOptions.ipAddress`. */
  readonly option: string;
  /** A literal as text (`true`, `365`, `"cookie"`, `[]`, `undefined`), or the code that works it out. */
  readonly value: string;
  /** False where the default is worked out in the browser: `value` is then code, cut short. */
  readonly isLiteral: boolean;
  /** The file it was read in, from the root of the package; of another package with its name before it. */
  readonly file: string;
}

export interface SdkDefaults {
  readonly package: string;
  /** Null where the package does not say. */
  readonly version: string | null;
  /** In the order of the package. Each option once. */
  readonly defaults: readonly SdkDefault[];
  /** Options whose defaults were looked for and not found; `autocapture.*` for all below it. They are unknown, and never guessed. */
  readonly unread: readonly string[];
}
