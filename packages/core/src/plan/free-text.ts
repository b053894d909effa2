/** What becomes of text that people type: said by `free_text`, or read off the name of the field. */
import { meaningOf } from '../detect/key-meaning.ts';
import { MEANING } from '../detect/meaning.ts';
import type { TakenType } from '../protect/transform.ts';
import type { FreeText } from './plan.ts';
import type { WrittenAnnotation, WrittenField } from './written.ts';

export interface ReadFreeText {
  /** Null where nobody types, as far as the plan and the name tell. */
  readonly policy: FreeText | null;
  /** It is left out for its name alone, which whoever wrote the plan may not have meant. */
  readonly isAssumed: boolean;
}

const NONE: ReadFreeText = Object.freeze({ policy: null, isAssumed: false });

/** `path` is the field's, as in `FieldSpec`. */
export function readFreeText(
  node: WrittenField,
  type: TakenType,
  path: string,
  annotation: WrittenAnnotation | undefined,
): ReadFreeText {
  const written = annotation?.free_text;
  if (type !== 'string' || written === false) return NONE;
  if (typeof written === 'object') {
    return { policy: { kind: 'truncate', length: written.truncate }, isAssumed: false };
  }
  if (typeof written === 'string') return { policy: { kind: written }, isAssumed: false };
  if (isTyped(node, path)) return { policy: { kind: 'drop' }, isAssumed: true };
  return written === true ? { policy: { kind: 'scan' }, isAssumed: false } : NONE;
}

/** Whether the name of a field says that people type into it. `path` is the field's, as in `FieldSpec`. */
export function isTypedName(path: string): boolean {
  const key = path.replaceAll('[]', '').split('.').at(-1) ?? '';
  return (meaningOf(key) & MEANING.userText) !== 0;
}

/** Where people type, and nothing but perhaps a length bounds what. */
function isTyped(node: WrittenField, path: string): boolean {
  const bounds = [node.enum, node.const, node.pattern, node.format];
  return bounds.every((bound) => bound === undefined) && isTypedName(path);
}
