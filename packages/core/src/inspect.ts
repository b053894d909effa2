/**
 * What it takes to look through events and no more, as `@headgate/core/inspect`: an audit and its threads load it in place of the
 * whole package, which would cost each of them 30 MB.
 */
export { FINDING_KINDS } from './detect/detector.ts';
export { CALLS, isJsonArray, isJsonObject } from './event.ts';
export { inspectEvent } from './detect/inspect.ts';
export { provenanceOf } from './detect/provenance.ts';
export { redactText } from './detect/redact.ts';
export { scanText } from './detect/scan.ts';
export { addFieldSheet, createFieldSheet, noteFields } from './plan/infer/field-sheet.ts';
export { isShownName } from './plan/infer/planned-name.ts';
export { hasRepeatedKey, parseJson } from './wire/parse-json.ts';
