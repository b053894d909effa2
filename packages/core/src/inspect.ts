/**
 * What it takes to look through events and no more, as `@headgate/core/inspect`: threads that do nothing else load it in place of the
 * whole package, which would cost each of them 30 MB.
 */
export { CALLS, isJsonArray, isJsonObject } from './event.ts';
export { inspectEvent } from './detect/inspect.ts';
export { scanText } from './detect/scan.ts';
export { addFieldSheet, createFieldSheet, noteFields } from './plan/infer/field-sheet.ts';
export { isShownName } from './plan/infer/planned-name.ts';
export { hasRepeatedKey, parseJson } from './wire/parse-json.ts';
