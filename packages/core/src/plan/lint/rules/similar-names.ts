import type { Found, LintRule } from '../rule.ts';

/** Different names compared with each other; in larger plans only those are found that differ in style alone. */
const COMPARED_MAX = 2000;
/** Shorter words are often one letter apart and both right; in characters. */
const TYPO_LENGTH_MIN = 8;

type Named = Pick<Found, 'file' | 'yamlPath'> & { readonly name: string };

export const similarFields: LintRule = {
  id: 'similar-fields',
  level: 'improvement',
  kind: 'naming',
  what: 'Two fields have names that differ by their style or by one letter.',
  find: ({ events }) =>
    alike(
      events.flatMap(({ fields }) =>
        fields.flatMap(({ spec, file, yamlPath }) =>
          spec.key === '' ? [] : [{ name: spec.key, file, yamlPath }],
        ),
      ),
    ),
};

export const similarEvents: LintRule = {
  id: 'similar-events',
  level: 'improvement',
  kind: 'naming',
  what: 'Two events have ids that differ by their style or by one letter.',
  find: ({ events }) => alike(events.map(({ file, spec }) => ({ name: spec.id, file, yamlPath: ['id'] }))),
};

/** Of names that read alike the more frequent one, then the one that came first, stays; the others are found. */
function alike(all: readonly Named[]): readonly Found[] {
  const uses = new Map<string, number>();
  for (const { name } of all) uses.set(name, (uses.get(name) ?? 0) + 1);
  const names = [...uses.keys()].toSorted((left, right) => (uses.get(right) ?? 0) - (uses.get(left) ?? 0));
  const kept = new Map<string, string>();
  const twins = new Map<string, string>();
  for (const name of names) {
    const folded = fold(name);
    const twin = kept.get(folded) ?? (names.length > COMPARED_MAX ? undefined : typoOf(folded, kept));
    if (twin === undefined) kept.set(folded, name);
    else twins.set(name, twin);
  }
  return all.flatMap(({ name, file, yamlPath }) => {
    const twin = twins.get(name);
    if (twin === undefined) return [];
    return [
      {
        file,
        yamlPath,
        message: `"${name}" reads like "${twin}", which the plan has too.`,
        mend: `Call both "${twin}" if they mean the same, or name them further apart.`,
      },
    ];
  });
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

function typoOf(folded: string, kept: ReadonlyMap<string, string>): string | undefined {
  // With a number at the end, names are meant to be alike.
  if (folded.length < TYPO_LENGTH_MIN || /\d$/.test(folded)) return undefined;
  for (const [other, name] of kept) {
    if (other.length >= TYPO_LENGTH_MIN && isOneEdit(folded, other)) return name;
  }
  return undefined;
}

/** Whether one letter changed, added or left out makes one of the other. A plural is no typing error. */
function isOneEdit(left: string, right: string): boolean {
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  if (long.length - short.length > 1 || long === `${short}s`) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  const rest = short.length === long.length ? at + 1 : at;
  return short.slice(rest) === long.slice(at + 1);
}
