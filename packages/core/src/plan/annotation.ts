/** The `x-headgate` annotation of a field: categories, transforms, and what detection should expect there. */
import type { FindingKind } from '../detect/detector.ts';
import type { Issue } from '../issue.ts';
import type { TakenType } from '../protect/transform.ts';
import { TRANSFORMS } from '../protect/transforms/index.ts';
import { SEAL_PARAMS } from '../protect/transforms/seal.ts';
import type { BoundTransform, FieldSpec } from './plan.ts';
import { suggest } from './read-yaml.ts';
import type { RaisedTiers } from './taxonomy/tier.ts';
import type { WrittenAnnotation } from './written.ts';

/** What annotations may refer to. */
export interface AnnotationRules {
  readonly categories: ReadonlySet<string>;
  readonly vendors: ReadonlySet<string>;
  readonly raisedTiers: RaisedTiers;
}

type Report = (yamlPath: readonly PropertyKey[], found: Pick<Issue, 'rule' | 'message' | 'mend'>) => void;

interface AnnotationScope {
  readonly rules: AnnotationRules;
  readonly yamlPath: readonly PropertyKey[];
  readonly report: Report;
}

/** The part of a `FieldSpec` that its annotation decides. */
type Annotated = Pick<FieldSpec, 'categories' | 'expected' | 'onFinding' | 'transforms'> & {
  readonly written: WrittenAnnotation | undefined;
};

/** Reads an annotation; unknown categories, vendors and transforms are reported and left out. */
export function readAnnotation(
  written: WrittenAnnotation | undefined,
  type: TakenType,
  scope: AnnotationScope,
): Annotated {
  const categories = knownCategories(written?.categories ?? [], scope);
  return {
    written,
    categories,
    expected: expectedKinds(categories, (written?.free_text ?? false) !== false),
    onFinding: written?.on_finding ?? null,
    transforms: readTransforms(written?.transform ?? {}, type, scope),
  };
}

function knownCategories(written: readonly string[], scope: AnnotationScope): string[] {
  return written.filter((category, at) => {
    if (scope.rules.categories.has(category)) return true;
    scope.report([...scope.yamlPath, 'categories', at], {
      rule: 'unknown-category',
      message: `"${category}" is neither a fideslang 3.1.1 category nor one of taxonomy.extend.`,
      mend: suggest(category, scope.rules.categories, 'Use a key of fideslang 3.1.1.'),
    });
    return false;
  });
}

function readTransforms(
  written: Readonly<Record<string, string | Record<string, unknown>>>,
  type: TakenType,
  scope: AnnotationScope,
): Map<string, BoundTransform> {
  const bound = new Map<string, BoundTransform>();
  for (const [vendor, each] of Object.entries(written)) {
    const yamlPath = [...scope.yamlPath, 'transform', vendor];
    if (vendor !== '*' && !scope.rules.vendors.has(vendor)) {
      scope.report(yamlPath, {
        rule: 'unknown-vendor',
        message: `The plan has no vendor "${vendor}".`,
        mend: suggest(vendor, scope.rules.vendors, 'Name a vendor of the plan, or *.'),
      });
    }
    const transform = readTransform(each, type, (found) => scope.report(yamlPath, found));
    if (transform !== null) bound.set(vendor, transform);
  }
  if (isSealedTwice([...bound.values()])) {
    scope.report([...scope.yamlPath, 'transform'], {
      rule: 'bad-transform',
      message: 'The field stays inside sealed to one group twice: with and without the key of the subject.',
      mend: 'Write subject alike for every vendor, or name two groups.',
    });
  }
  return bound;
}

/** What stays inside is sealed once for all vendors, so they cannot differ in how. */
function isSealedTwice(bound: readonly BoundTransform[]): boolean {
  const inside = bound.flatMap(({ name, params }) => {
    const read = name === 'seal' ? SEAL_PARAMS.safeParse(params).data : undefined;
    return read === undefined || read.travel ? [] : [read];
  });
  return inside.some((one) => inside.some((other) => one.to === other.to && one.subject !== other.subject));
}

function readTransform(
  written: string | Record<string, unknown>,
  type: TakenType,
  report: (found: Pick<Issue, 'rule' | 'message' | 'mend'>) => void,
): BoundTransform | null {
  const [name, params, ...more] =
    typeof written === 'string' ? [written, {}] : Object.entries(written).flat();
  if (typeof name !== 'string' || more.length > 0) {
    const message = 'A transform is a name, or one name with its parameters.';
    report({ rule: 'bad-transform', message, mend: 'Write one transform.' });
    return null;
  }
  const transform = TRANSFORMS.get(name);
  if (transform === undefined) {
    const mend = suggest(name, TRANSFORMS.keys(), `Use one of ${[...TRANSFORMS.keys()].join(', ')}.`);
    report({ rule: 'unknown-transform', message: `There is no transform "${name}".`, mend });
    return null;
  }
  if (!transform.takes.includes(type) && type !== 'object' && type !== 'array') {
    const message = `Transform ${name} does not take type ${type}.`;
    report({ rule: 'bad-transform', message, mend: `It takes ${transform.takes.join(', ')}.` });
    return null;
  }
  const checked = transform.params.safeParse(params ?? {});
  if (checked.success) return { name, params: params ?? {} };
  const first = checked.error.issues[0];
  const where = first === undefined ? '' : ` (${[...first.path.map(String), first.message].join(': ')})`;
  const message = `The parameters of ${name} are not right${where}.`;
  report({ rule: 'bad-transform', message, mend: 'Correct the parameters.' });
  return null;
}

/** Which findings a category declares: an e-mail address in a field planned as one is not a leak. */
const EXPECTED_BY_CATEGORY = {
  'user.contact.email': ['email'],
  'user.contact.phone_number': ['phone'],
  'user.contact.fax_number': ['phone'],
  'user.contact.address': ['address'],
  'user.demographic.date_of_birth': ['birth_date'],
  'user.device.ip_address': ['ip'],
  'user.device.device_id': ['imei', 'mac'],
  'user.device.cookie': ['session'],
  'user.financial.bank_account': ['iban', 'bank_account'],
  'user.financial.credit_card': ['card'],
  'user.government_id': ['ssn', 'national_id', 'passport', 'driver_licence', 'plate', 'vin'],
  'user.location.precise': ['coordinates'],
  'user.name': ['name'],
  'user.authorization.password': ['password'],
  'user.authorization.credentials': [
    'jwt',
    'bearer',
    'api_key',
    'private_key',
    'session',
    'token',
    'credentials',
    'seed_phrase',
  ],
} as const satisfies Readonly<Record<string, readonly FindingKind[]>>;
const EXPECTATIONS = Object.entries(EXPECTED_BY_CATEGORY).map(([category, kinds]) => ({
  category,
  below: `${category}.`,
  kinds,
}));

function expectedKinds(categories: readonly string[], freeText: boolean): ReadonlySet<FindingKind> {
  const kinds = new Set<FindingKind>(freeText ? ['long_text'] : []);
  for (const { category, below, kinds: found } of EXPECTATIONS) {
    const declared = categories.some((each) => each === category || each.startsWith(below));
    if (declared) for (const kind of found) kinds.add(kind);
  }
  return kinds;
}
