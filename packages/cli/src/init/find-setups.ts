/** Where an SDK is set up in a file, and whether a token stands there. */
import type { FoundCall } from './find-calls.ts';
import type { InitLimits } from './limits.ts';
import { readArguments } from './read-shape.ts';
import type { Shape } from './read-shape.ts';
import { sdkOfModule } from './sdk-signs.ts';
import type { KnownSdk } from './sdk-signs.ts';
import { bindingOf } from './source-file.ts';
import type { SourceFile } from './source-file.ts';

export interface Setup {
  readonly sdk: KnownSdk;
  readonly file: string;
  readonly line: number;
  /** Where a token is written out; null where none is. */
  readonly tokenLine: number | null;
}

/** Options in which SDKs take their token. */
const TOKEN_KEYS = ['writeKey', 'token', 'apiKey', 'key', 'dsn', 'projectToken'] as const;
/** Functions whose first argument is the token, where it is a text. */
const TAKES_TOKEN: ReadonlySet<string> = new Set(['init', 'load', 'PostHog', 'Analytics', 'RudderAnalytics']);
/** Shorter texts are names, and so are those with a space. */
const TOKEN_SHAPE = /^(?!YOUR_|<)\S{8,}$/;
/** Tokens of an element that are looked through for its attributes. */
const ELEMENT_MAX = 80;

export function findSetups(source: SourceFile, limits: InitLimits): readonly Setup[] {
  if (source.sdks.size === 0) return [];
  const calls = source.calls.flatMap((call): Setup[] => {
    const sdk = setUpBy(call, source);
    if (sdk === null) return [];
    const tokenLine = tokenIn(call, readArguments(source.tokens, call.open, limits));
    return [{ sdk, file: source.path, line: call.line, tokenLine }];
  });
  return [...calls, ...elementsOf(source)];
}

/** The SDK that a call sets up. A name that was imported belongs to its module; any other to the SDK of the file that has such a call. */
export function setUpBy(call: FoundCall, source: SourceFile): KnownSdk | null {
  const { path, isNew } = call;
  const name = path.at(-1) ?? '';
  const binding = bindingOf(call, source);
  if (binding === undefined) {
    const isMethod = !isNew && path.length > 1;
    return (isMethod ? [...source.sdks].find((sdk) => matches(sdk, name, false)) : undefined) ?? null;
  }
  const sdk = sdkOfModule(binding.module);
  const isRenamed = path.length === 1 && !['default', '*'].includes(binding.imported);
  return sdk !== undefined && matches(sdk, isRenamed ? binding.imported : name, isNew) ? sdk : null;
}

function matches({ signs }: KnownSdk, name: string, isNew: boolean): boolean {
  return (isNew ? signs.makes : signs.calls).includes(name);
}

function tokenIn({ path }: FoundCall, shapes: readonly Shape[]): number | null {
  const [first] = shapes;
  if (TAKES_TOKEN.has(path.at(-1) ?? '')) {
    const line = lineOfToken(first);
    if (line !== null || first?.kind === 'text') return line;
  }
  for (const shape of shapes) {
    if (shape.kind !== 'object') continue;
    for (const key of TOKEN_KEYS) {
      const line = lineOfToken(shape.members.get(key));
      if (line !== null) return line;
    }
  }
  return null;
}

function lineOfToken(shape: Shape | undefined): number | null {
  const written = shape?.kind === 'unknown' ? shape.fallback : shape?.kind === 'text' ? shape : undefined;
  return written !== undefined && TOKEN_SHAPE.test(written.text) ? written.line : null;
}

function elementsOf({ tokens, bindings, path }: SourceFile): readonly Setup[] {
  return tokens.flatMap((token, at): Setup[] => {
    if (token.kind !== 'word' || tokens[at - 1]?.text !== '<') return [];
    const sdk = sdkOfModule(bindings.get(token.text)?.module ?? '');
    if (sdk?.signs.elements.includes(token.text) !== true) return [];
    const attributes = tokens.slice(at + 1, at + ELEMENT_MAX);
    const key = attributes.findIndex(
      ({ text }, index) => /^(?:apiKey|token)$/.test(text) && attributes[index + 1]?.text === '=',
    );
    const value = attributes[key + 2];
    const isWritten = key !== -1 && value?.kind === 'text' && TOKEN_SHAPE.test(value.text);
    return [{ sdk, file: path, line: token.line, tokenLine: isWritten ? value.line : null }];
  });
}
