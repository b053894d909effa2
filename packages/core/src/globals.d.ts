/**
 * The few web globals that core may use. `lib` carries no DOM and core has no Node types, so the members that are
 * used are declared here; their meaning is that of https://encoding.spec.whatwg.org and https://html.spec.whatwg.org
 * (atob, btoa).
 */

/** Bytes of a base64 text, one code unit (0–255) each. Throws on text that is not base64. */
declare function atob(data: string): string;

/** Base64 of a string of code units 0–255. Throws on any code unit above 255. */
declare function btoa(data: string): string;

/** Reads UTF-8. Bytes that are none become U+FFFD, or throw where `fatal`; a byte order mark at the beginning is left out. */
declare class TextDecoder {
  constructor(label?: string, options?: { readonly fatal?: boolean });
  readonly encoding: string;
  decode(input?: Uint8Array | ArrayBuffer): string;
}

/** Writes UTF-8. Lone surrogates become U+FFFD. */
declare class TextEncoder {
  constructor();
  encode(input?: string): Uint8Array<ArrayBuffer>;
}
