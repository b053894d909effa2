/** Suppressions: which finding may stand, who says so, why, and until when. What is wrong with them is found as well. */
import type { PlanFinding, RuleFacts } from '../../finding.ts';
import type { WrittenSuppression } from '../governance.ts';
import { suggest } from '../read-yaml.ts';
import type { YamlFile } from '../read-yaml.ts';
import type { WrittenEvent, WrittenPlan } from '../written.ts';
import { isBelow } from '../json-pointer.ts';
import type { Found } from './rule.ts';

const DAY_MS = 86_400_000;
/** Days before its last one from which a suppression is told of. */
const SOON_DAYS = 14;

export const SUPPRESSION_RULES = {
  unknown: {
    id: 'unknown-suppression',
    level: 'violation',
    kind: 'excuse',
    what: 'A suppression, or a level of the plan, names a rule that does not exist or that cannot be excused.',
  },
  expired: {
    id: 'expired-suppression',
    level: 'violation',
    kind: 'excuse',
    what: 'The last day of a suppression is past, so it excuses nothing.',
  },
  unused: {
    id: 'unused-suppression',
    level: 'improvement',
    kind: 'excuse',
    what: 'A suppression excuses nothing that is found.',
  },
  soon: {
    id: 'suppression-expires-soon',
    level: 'information',
    kind: 'excuse',
    what: `A suppression has ${SOON_DAYS} days left or fewer.`,
  },
} as const satisfies Readonly<Record<string, RuleFacts>>;

type FoundByRule = Found & { readonly rule: RuleFacts };

export interface Suppressed {
  readonly kept: readonly PlanFinding[];
  readonly suppressed: readonly PlanFinding[];
  /** What is wrong with the suppressions themselves. */
  readonly found: readonly FoundByRule[];
}

interface Entry {
  readonly file: YamlFile<unknown>;
  readonly at: number;
  readonly written: WrittenSuppression;
}

interface SuppressionScope {
  readonly now: number;
  /** Ids of the rules that may be excused. */
  readonly excusable: ReadonlySet<string>;
}

/** Sorts findings into those that stand and those that are excused in their own file. */
export function suppress(
  findings: readonly PlanFinding[],
  files: readonly YamlFile<WrittenPlan | WrittenEvent>[],
  scope: SuppressionScope,
): Suppressed {
  const entries = files.flatMap((file) =>
    (file.value?.suppressions ?? []).map((written, at): Entry => ({ file, at, written })),
  );
  const valid = entries.filter(
    ({ written }) => scope.excusable.has(written.rule) && daysLeft(written, scope.now) >= 0,
  );
  const validByFile = Map.groupBy(valid, ({ file }) => file.file);
  const used = new Set<Entry>();
  const suppressed = findings.filter((finding) => {
    if (!scope.excusable.has(finding.ruleId)) return false;
    const fitting = (validByFile.get(finding.path) ?? []).filter((entry) => covers(entry, finding));
    for (const entry of fitting) used.add(entry);
    return fitting.length > 0;
  });
  const hidden = new Set(suppressed);
  return {
    kept: findings.filter((finding) => !hidden.has(finding)),
    suppressed,
    found: entries.flatMap((entry) => judge(entry, used.has(entry), scope)),
  };
}

/** Levels that the plan sets for what is no rule, or for what the gateway would refuse. */
export function unknownLevels(file: YamlFile<WrittenPlan>, excusable: ReadonlySet<string>): FoundByRule[] {
  return Object.keys(file.value?.lint ?? {})
    .filter((rule) => !excusable.has(rule))
    .map((rule) => unknownRule(rule, { file, yamlPath: ['lint', rule] }, excusable));
}

function unknownRule(
  rule: string,
  place: Pick<Found, 'file' | 'yamlPath'>,
  excusable: ReadonlySet<string>,
): FoundByRule {
  const message = `No rule "${rule}" can be excused.`;
  const mend = suggest(rule, excusable, 'What the gateway would refuse must be mended.');
  return { ...place, rule: SUPPRESSION_RULES.unknown, message, mend };
}

function covers({ written }: Entry, finding: PlanFinding): boolean {
  return written.rule === finding.ruleId && isBelow(finding.jsonPointer, written.path);
}

function judge({ file, at, written }: Entry, isUsed: boolean, scope: SuppressionScope): FoundByRule[] {
  const place = { file, yamlPath: ['suppressions', at] };
  if (!scope.excusable.has(written.rule)) {
    return [unknownRule(written.rule, place, scope.excusable)];
  }
  const left = daysLeft(written, scope.now);
  if (left < 0) {
    const message = `The suppression of ${written.rule} held until ${written.expires}.`;
    const mend = `Mend what it excused, or have ${written.owner} set a new day.`;
    return [{ ...place, rule: SUPPRESSION_RULES.expired, message, mend }];
  }
  if (!isUsed) {
    const message = `Nothing at or below "${written.path}" breaks ${written.rule}.`;
    return [{ ...place, rule: SUPPRESSION_RULES.unused, message, mend: 'Remove it, or correct its path.' }];
  }
  if (left > SOON_DAYS) return [];
  const message = `The suppression of ${written.rule} holds until ${written.expires}.`;
  const mend = `Mend what it excuses, or have ${written.owner} set a new day.`;
  return [{ ...place, rule: SUPPRESSION_RULES.soon, message, mend }];
}

/** Days to the last one; 0 on it, negative after it. Both in UTC. */
function daysLeft({ expires }: WrittenSuppression, now: number): number {
  return Math.floor(Date.parse(`${expires}T00:00:00Z`) / DAY_MS) - Math.floor(now / DAY_MS);
}
