import type { Found, LintRule, LintSubject } from '../rule.ts';

/** How names of several words are written; one word in lower case fits all. */
const FIELD_STYLES = {
  snake_case: /^[a-z][a-z0-9]*(?:_[a-z0-9]+)+$/,
  camelCase: /^[a-z]+[a-z0-9]*(?:[A-Z][a-z0-9]*)+$/,
  'kebab-case': /^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/,
  PascalCase: /^[A-Z][A-Za-z0-9]*$/,
} as const;

/** Ids are in lower case by the language; what differs is how words are parted. */
const ID_STYLES = {
  snake_case: /^[a-z0-9.]*_[a-z0-9_.]*$/,
  'kebab-case': /^[a-z0-9.]*-[a-z0-9.-]*$/,
} as const;

export const fieldCasing: LintRule = {
  id: 'field-casing',
  level: 'improvement',
  kind: 'naming',
  what: 'A field is not written in the style that most fields of the plan have.',
  find: (subject) => strangers(ownFields(subject), FIELD_STYLES, 'fields'),
};

export const idCasing: LintRule = {
  id: 'id-casing',
  level: 'improvement',
  kind: 'naming',
  what: 'An event id parts its words otherwise than most ids of the plan.',
  find: ({ events }) =>
    strangers(
      events.map(({ file, spec }) => ({ name: spec.id, file, yamlPath: ['id'] })),
      ID_STYLES,
      'ids',
    ),
};

type Named = Pick<Found, 'file' | 'yamlPath'> & { readonly name: string };

/** Names of the context are given by the decoders, not by the plan. */
function ownFields({ events }: LintSubject): readonly Named[] {
  return events.flatMap(({ fields }) =>
    fields.flatMap(({ spec, file, yamlPath }) =>
      spec.key === '' ? [] : [{ name: spec.key, file, yamlPath }],
    ),
  );
}

function strangers(
  all: readonly Named[],
  styles: Readonly<Record<string, RegExp>>,
  what: string,
): readonly Found[] {
  const styled = all.flatMap((each) => {
    const style = Object.keys(styles).find((name) => styles[name]?.test(each.name) === true);
    return style === undefined ? [] : [{ ...each, style }];
  });
  const counts = new Map<string, number>();
  for (const { style } of styled) counts.set(style, (counts.get(style) ?? 0) + 1);
  // Where two are equally frequent, the one named first in the table.
  const [usual] = Object.keys(styles).toSorted(
    (left, right) => (counts.get(right) ?? 0) - (counts.get(left) ?? 0),
  );
  if (usual === undefined || counts.size < 2) return [];
  return styled
    .filter(({ style }) => style !== usual)
    .map(({ name, style, file, yamlPath }) => ({
      file,
      yamlPath,
      message: `"${name}" is ${style}, while ${counts.get(usual)} of ${styled.length} ${what} are ${usual}.`,
      mend: `Write it in ${usual}, or excuse it if it cannot be renamed.`,
    }));
}
