/** What changed in the defaults of an SDK between two versions, and which way privacy goes with it. Pure. */
import type { SdkDefault, SdkDefaults } from './defaults.ts';
import { rulesOf } from './risks/index.ts';
import { matches } from './risks/risk.ts';
import type { RiskRule } from './risks/risk.ts';

/** `unknown`: the rule about it does not tell which way it goes. `no-rule`: nothing is known of the option, so nothing is said. */
export type Direction = 'widens' | 'narrows' | 'neutral' | 'unknown' | 'no-rule';

export interface DefaultChange {
  readonly option: string;
  readonly kind: 'changed' | 'appeared' | 'vanished';
  /** Null where it was not there, and is not any more. */
  readonly before: string | null;
  readonly after: string | null;
  readonly direction: Direction;
  /** What follows from the risky one of the two, where a rule says. */
  readonly why: string | null;
  readonly line: string | null;
}

export interface DefaultsDiff {
  readonly package: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly changes: readonly DefaultChange[];
  /** Options that could not be read in one of the two, so that nothing is said of them. */
  readonly unread: readonly string[];
}

const GRAVEST_FIRST: readonly Direction[] = ['widens', 'unknown', 'no-rule', 'neutral', 'narrows'];

/** Both are of one package. */
export function diffDefaults(before: SdkDefaults, after: SdkDefaults): DefaultsDiff {
  const unread = [...new Set([...before.unread, ...after.unread])];
  const old = byOption(renamed(before, after));
  const fresh = byOption(after.defaults);
  const options = [...new Set([...old.keys(), ...fresh.keys()])].filter((option) => !isIn(option, unread));
  const changes = options.flatMap((option) =>
    changeOf(option, old.get(option), fresh.get(option), before.package),
  );
  return {
    package: before.package,
    before: before.version,
    after: after.version,
    changes: changes.toSorted(
      (left, right) => GRAVEST_FIRST.indexOf(left.direction) - GRAVEST_FIRST.indexOf(right.direction),
    ),
    unread,
  };
}

/** `autocapture.*` stands for what is below it, `*` for all. */
function isIn(option: string, unread: readonly string[]): boolean {
  return unread.some((each) => (each.endsWith('*') ? option.startsWith(each.slice(0, -1)) : each === option));
}

/** Options of the older version under the names that they have in the newer one. */
function renamed(before: SdkDefaults, after: SdkDefaults): readonly SdkDefault[] {
  const kept = new Set(after.defaults.map(({ option }) => option));
  const names = rulesOf(before.package).flatMap(({ option, formerly }) =>
    formerly !== undefined && kept.has(option) && !kept.has(formerly) ? [[formerly, option] as const] : [],
  );
  const fresh = new Map(names);
  return before.defaults.map((each) => ({ ...each, option: fresh.get(each.option) ?? each.option }));
}

function byOption(defaults: readonly SdkDefault[]): ReadonlyMap<string, SdkDefault> {
  return new Map(defaults.map((each) => [each.option, each]));
}

function changeOf(
  option: string,
  old: SdkDefault | undefined,
  fresh: SdkDefault | undefined,
  name: string,
): readonly DefaultChange[] {
  if (old?.value === fresh?.value) return [];
  const rule = rulesOf(name).find((each) => each.option === option);
  const direction = rule === undefined ? 'no-rule' : directionOf(rule, old, fresh);
  const isTold = rule !== undefined && direction === 'widens';
  return [
    {
      option,
      kind: kindOf(old, fresh),
      before: old?.value ?? null,
      after: fresh?.value ?? null,
      direction,
      why: isTold ? rule.why : null,
      line: isTold ? rule.line : null,
    },
  ];
}

function kindOf(old: SdkDefault | undefined, fresh: SdkDefault | undefined): DefaultChange['kind'] {
  if (old === undefined) return 'appeared';
  return fresh === undefined ? 'vanished' : 'changed';
}

/**
 * An option that is gone may have become a habit that nothing switches off. One that came with something on widens; one that
 * came to switch something off may close what was always open, or what is new.
 */
function directionOf(rule: RiskRule, old: SdkDefault | undefined, fresh: SdkDefault | undefined): Direction {
  if (fresh?.isLiteral !== true || old?.isLiteral === false) return 'unknown';
  const isRisky = matches(fresh.value, rule.isRisky);
  if (old !== undefined) return directionFrom(old.value, fresh.value, rule);
  if (!isRisky) return 'neutral';
  return fresh.value === 'false' ? 'unknown' : 'widens';
}

function directionFrom(old: string, fresh: string, { isRisky: predicate }: RiskRule): Direction {
  const isRisky = matches(fresh, predicate);
  if (isRisky !== matches(old, predicate)) return isRisky ? 'widens' : 'narrows';
  if (!isRisky) return 'neutral';
  if (!('above' in predicate)) return 'unknown';
  return Number(fresh) > Number(old) ? 'widens' : 'narrows';
}
