/** What a field that is sealed means for a vendor, and kinds F02, F03, F07 and F08 for those who can open it. */
import type { Change } from '../change.ts';
import type { Pair } from '../diff-keys.ts';
import { makeChange } from '../make-change.ts';
import type { Place } from '../make-change.ts';

/** A transform as written: its name and parameters. */
export interface Applied {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** What the vendor sees of it: nothing, a pseudonym, or a text, which is the same to it whoever can open it. */
export function seenByVendor({ name, params }: Applied): Applied {
  if (name !== 'seal') return { name, params };
  if (params['travel'] === true) return { name, params: { travel: true } };
  const { pseudonym } = params;
  if (typeof pseudonym !== 'object' || pseudonym === null) return { name: 'drop', params: {} };
  return { name: 'pseudonymise', params: { ...pseudonym } };
}

/** Who may open the field now and could not before, and the other way round. */
export function openingChanges({ before, after }: Pair<Applied | undefined>, at: Place): Change[] {
  const [was, is] = [groupOf(before), groupOf(after)];
  if (was !== is) {
    return [
      ...(is === null ? [] : [makeChange('F07', at, `Group ${is} may open the field.`)]),
      ...(was === null ? [] : [makeChange('F08', at, `Group ${was} may no longer open the field.`)]),
    ];
  }
  const [needed, needs] = [needsSubject(before), needsSubject(after)];
  if (is === null || needed === needs) return [];
  return needs
    ? [makeChange('F03', at, "The field takes the subject's key too, so that the subject can be erased.")]
    : [makeChange('F02', at, "The field takes the subject's key no more: erasing the subject leaves it.")];
}

function groupOf(applied: Applied | undefined): string | null {
  const to = applied?.name === 'seal' ? applied.params['to'] : undefined;
  return typeof to === 'string' ? to : null;
}

function needsSubject(applied: Applied | undefined): boolean {
  return applied?.params['subject'] === true;
}
