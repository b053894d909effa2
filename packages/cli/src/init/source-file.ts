/** A source file, read as far as `init` needs it. */
import { findCalls } from './find-calls.ts';
import type { FoundCall } from './find-calls.ts';
import { readBindings } from './read-bindings.ts';
import type { Binding } from './read-bindings.ts';
import type { TextFile } from './read-packages.ts';
import { readTokens } from './read-tokens.ts';
import type { Token } from './read-tokens.ts';
import { sdkOfModule } from './sdk-signs.ts';
import type { KnownSdk } from './sdk-signs.ts';

export interface SourceFile {
  readonly path: string;
  readonly tokens: readonly Token[];
  readonly bindings: ReadonlyMap<string, Binding>;
  readonly calls: readonly FoundCall[];
  /** SDKs that it imports. */
  readonly sdks: ReadonlySet<KnownSdk>;
}

export function readSource({ path, text }: TextFile): SourceFile {
  const tokens = readTokens(text);
  const bindings = readBindings(tokens);
  const sdks = [...bindings.values()].flatMap(({ module }) => sdkOfModule(module) ?? []);
  return { path, tokens, bindings, calls: findCalls(tokens), sdks: new Set(sdks) };
}

/** Where the root of a call comes from; undefined where it was not imported. */
export function bindingOf({ path, isRooted }: FoundCall, { bindings }: SourceFile): Binding | undefined {
  const [root] = path;
  return isRooted && root !== undefined ? bindings.get(root) : undefined;
}
