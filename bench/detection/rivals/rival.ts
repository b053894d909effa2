/** A library that is measured beside Headgate. None is a dependency: the bench brings them when it runs. */
import type { Json } from '@headgate/core';

export interface Rival {
  readonly package: string;
  /** Exactly the version that is installed. */
  readonly version: string;
  readonly configuration: string;
  /** Sets the loaded package up. */
  readonly open: (library: never) => (event: Json) => Json | Promise<Json>;
}
