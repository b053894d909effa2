/**
 * The few web globals that the client uses. `lib` carries no DOM and this package has no Node types, so the members
 * that are used are declared here; their meaning is that of https://encoding.spec.whatwg.org and
 * https://dom.spec.whatwg.org (AbortSignal).
 */

declare class TextDecoder {
  constructor(label?: string, options?: { readonly fatal?: boolean });
  decode(input?: Uint8Array): string;
}

interface AbortSignal {
  readonly aborted: boolean;
}
