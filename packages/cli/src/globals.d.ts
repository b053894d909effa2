/** What Node 24 has and TypeScript's library does not describe yet (https://tc39.es/proposal-json-parse-with-source). */
interface JSON {
  /** A value that `stringify` writes as this text, which must be a JSON primitive. */
  rawJSON(text: string): object;
}
