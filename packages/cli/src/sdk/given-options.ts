/** Which options an app gives an SDK where it sets it up. Values are compared with those of the rules, and go nowhere else. */
import type { FoundCall } from '../init/find-calls.ts';
import { setUpBy } from '../init/find-setups.ts';
import type { InitLimits } from '../init/limits.ts';
import { endOfValue, readShape } from '../init/read-shape.ts';
import type { Shape } from '../init/read-shape.ts';
import { sdkOfModule } from '../init/sdk-signs.ts';
import type { SourceFile } from '../init/source-file.ts';
import type { Token } from '../init/read-tokens.ts';

export interface GivenOptions {
  /** Package of the SDK that is set up. */
  readonly package: string;
  readonly file: string;
  readonly line: number;
  /** Option with dots → its value as text; `{}` for an object; null where it is given and the source does not show its value. */
  readonly options: ReadonlyMap<string, string | null>;
  /** Whether options may be given that the source does not show here: spread, or handed on from elsewhere. */
  readonly isOpen: boolean;
}

/** SDKs whose first argument is the token; it says nothing of the options. */
const TAKES_TOKEN_FIRST: ReadonlySet<string> = new Set([
  'mixpanel-browser',
  'posthog-js',
  '@amplitude/analytics-browser',
]);
const ARGUMENTS_MAX = 8;
/** Tokens of an element that are looked through for its options. */
const ELEMENT_MAX = 80;

/** Names under which the scripts of the vendors put their SDKs into a page, and the calls that set each up. */
const GLOBALS: Readonly<Record<string, readonly [name: string, call: string]>> = {
  mixpanel: ['mixpanel-browser', 'init'],
  posthog: ['posthog-js', 'init'],
  amplitude: ['@amplitude/analytics-browser', 'init'],
  analytics: ['@segment/analytics-next', 'load'],
  Sentry: ['@sentry/browser', 'init'],
};

/** Of a source: calls on what it imports. */
export function givenIn(source: SourceFile, limits: InitLimits): readonly GivenOptions[] {
  const calls = source.calls.flatMap((call): readonly GivenOptions[] => {
    const sdk = setUpBy(call, source);
    return sdk === null ? [] : [optionsOf(call, source, { name: sdk.entry.package, limits })];
  });
  return [...calls, ...elementsIn(source, limits)];
}

/** Of a script in a page, which imports nothing: calls on the names that the vendors’ scripts make. */
export function givenInPage(source: SourceFile, limits: InitLimits): readonly GivenOptions[] {
  return source.calls.flatMap((call): readonly GivenOptions[] => {
    const path = call.path[0] === 'window' ? call.path.slice(1) : call.path;
    const [name, method] = GLOBALS[path[0] ?? ''] ?? [];
    if (name === undefined || path.length !== 2 || path[1] !== method) return [];
    return [optionsOf(call, source, { name, limits })];
  });
}

interface Reading {
  readonly name: string;
  readonly limits: InitLimits;
}

function optionsOf(call: FoundCall, source: SourceFile, { name, limits }: Reading): GivenOptions {
  const shapes = argumentsAt(call.open, source.tokens, limits);
  const counted = TAKES_TOKEN_FIRST.has(name) ? shapes.slice(1) : shapes;
  const objects = counted.filter((shape) => shape.kind === 'object');
  const isHidden = objects.length === 0 && counted.some(({ kind }) => kind === 'unknown');
  const isPartHidden = !TAKES_TOKEN_FIRST.has(name) && counted.some(({ kind }) => kind === 'unknown');
  return {
    package: name,
    file: source.path,
    line: call.line,
    options: new Map(objects.flatMap((shape) => flatten(shape, ''))),
    isOpen: isHidden || isPartHidden || objects.some(({ isOpen }) => isOpen),
  };
}

function flatten(shape: Shape, path: string): readonly (readonly [string, string | null])[] {
  if (shape.kind !== 'object') return [[path, textOf(shape)]];
  const inner = [...shape.members].flatMap(([key, member]) =>
    flatten(member, path === '' ? key : `${path}.${key}`),
  );
  return path === '' ? inner : [[path, shape.isOpen ? null : '{}'], ...inner];
}

function textOf(shape: Shape): string | null {
  if (shape.kind === 'text') return JSON.stringify(shape.text);
  return shape.kind === 'number' || shape.kind === 'boolean' ? shape.text : null;
}

/** The shapes of the arguments; a name stands for the object literal that this file declares under it once. */
function argumentsAt(open: number, tokens: readonly Token[], limits: InitLimits): readonly Shape[] {
  const given = tokens.slice(open + 1, open + 1 + limits.argumentTokensMax);
  const shapes: Shape[] = [];
  for (let at = 0; at < given.length && shapes.length < ARGUMENTS_MAX;) {
    const end = endOfValue(given, at);
    const value = given.slice(at, end);
    const [only] = value;
    if (only !== undefined) {
      const isName = value.length === 1 && only.kind === 'word';
      shapes.push((isName ? declared(only.text, tokens, limits) : null) ?? readShape(value, limits, 0));
    }
    if (given[end]?.text !== ',') break;
    at = end + 1;
  }
  return shapes;
}

/** `const name = { … }` or `const name: Type = { … }`; null where it is declared otherwise, or changed. */
function declared(name: string, tokens: readonly Token[], limits: InitLimits): Shape | null {
  const places = tokens.flatMap((token, at) => {
    const isDeclared = /^(?:const|let|var)$/.test(tokens[at - 1]?.text ?? '');
    return token.kind === 'word' && token.text === name && isDeclared ? [at] : [];
  });
  const [place] = places;
  const isChanged = tokens.some(
    ({ kind, text }, at) => kind === 'word' && text === name && tokens[at + 1]?.text === '.',
  );
  if (place === undefined || places.length > 1 || isChanged) return null;
  const after = tokens.slice(place + 1, place + 1 + limits.argumentTokensMax);
  const sign = after.findIndex(({ kind, text }) => kind === 'sign' && text === '=');
  const value = after.slice(sign + 1);
  if (sign === -1 || sign > ELEMENT_MAX || value[0]?.text !== '{') return null;
  return readShape(value.slice(0, closingOf(value)), limits, 0);
}

/** How many tokens the literal has that stands at the beginning. */
function closingOf(tokens: readonly Token[]): number {
  let depth = 0;
  for (const [at, { kind, text }] of tokens.entries()) {
    if (kind !== 'sign') continue;
    if (/^[([{]$/.test(text)) depth++;
    if (/^[)\]}]$/.test(text) && --depth === 0) return at + 1;
  }
  return tokens.length;
}

/** `<PostHogProvider options={{ … }}>`. */
function elementsIn(source: SourceFile, limits: InitLimits): readonly GivenOptions[] {
  const { tokens, bindings, path } = source;
  return tokens.flatMap((token, at): readonly GivenOptions[] => {
    if (token.kind !== 'word' || tokens[at - 1]?.text !== '<') return [];
    const sdk = sdkOfModule(bindings.get(token.text)?.module ?? '');
    if (sdk?.signs.elements.includes(token.text) !== true) return [];
    const attributes = tokens.slice(at + 1, at + ELEMENT_MAX);
    const options = attributes.findIndex(
      ({ text }, index) => text === 'options' && attributes[index + 1]?.text === '=',
    );
    const [shape] = options === -1 ? [] : argumentsAt(at + 1 + options + 2, tokens, limits);
    const isObject = shape?.kind === 'object';
    return [
      {
        package: sdk.entry.package,
        file: path,
        line: token.line,
        options: new Map(isObject ? flatten(shape, '') : []),
        // Without options it may be given a client that was set up elsewhere.
        isOpen: !isObject || shape.isOpen,
      },
    ];
  });
}
