/** Which fields a plan seals, to whom, and what stands against it. */
import type { Issue } from '../issue.ts';
import type { FieldSealer, SealRuleFault } from '../protect/field-sealer.ts';
import { SEAL_PARAMS } from '../protect/transforms/seal.ts';
import { allFields } from './plan-rules.ts';
import type { FieldSpec, Plan } from './plan.ts';
import { quarantines } from './quarantine-rules.ts';
import { issue } from './read-yaml.ts';

/** One field that is sealed on its way to a vendor. */
interface SealUse {
  /** Vendor name or `*`. */
  readonly vendor: string;
  readonly field: FieldSpec;
  readonly group: string;
  readonly subject: boolean;
}

/** Whether any field at or below this one is sealed for the vendor. */
export function isSealedFor(root: FieldSpec, vendors: readonly string[]): boolean {
  return sealUses(root).some(({ vendor }) => vendor === '*' || vendors.includes(vendor));
}

function sealUses(root: FieldSpec): readonly SealUse[] {
  return allFields(root).flatMap((field) =>
    [...field.transforms].flatMap(([vendor, { name, params }]) => {
      const read = name === 'seal' ? SEAL_PARAMS.safeParse(params).data : undefined;
      return read === undefined ? [] : [{ vendor, field, group: read.to, subject: read.subject }];
    }),
  );
}

/** The recipient groups that a plan needs keys of: those that fields are sealed to, and that of the quarantine. */
export function recipientGroups(plan: Plan): ReadonlySet<string> {
  const roots = [
    ...plan.events.map(({ fields }) => fields),
    ...(plan.context === null ? [] : [plan.context.fields]),
  ];
  const groups = new Set(roots.flatMap((root) => sealUses(root).map(({ group }) => group)));
  const steward = plan.quarantine?.to ?? null;
  return steward === null || !quarantines(plan) ? groups : groups.add(steward);
}

const MENDS: Readonly<Record<SealRuleFault, string>> = {
  'seal-without-recipients':
    'Write one with headgate key publish, and name it under seal.recipients in the configuration.',
  'unknown-recipient-group': 'Make the group with headgate key create, publish, and copy the file here.',
  'seal-without-subjects':
    'Make one with headgate subject keys, and name it under seal.subjects in the configuration.',
};

/** What stands against sealing by this plan with what the sealer has; `null` for no sealer at all. */
export function sealIssues(plan: Plan, sealer: FieldSealer | null): Issue[] {
  const roots = [
    ...plan.events.map((event) => ({ of: `Event ${event.id}`, root: event.fields })),
    ...(plan.context === null ? [] : [{ of: 'The context', root: plan.context.fields }]),
  ];
  return roots.flatMap(({ of, root }) =>
    sealUses(root).flatMap(({ field, group, subject }): Issue[] => {
      const rule = sealer === null ? 'seal-without-recipients' : sealer.faultOf({ group, subject });
      if (rule === null) return [];
      const message = `${of} seals "${field.path}" to "${group}", ${why(rule)}.`;
      return [issue('configuration', rule, message, MENDS[rule])];
    }),
  );
}

function why(rule: SealRuleFault): string {
  if (rule === 'seal-without-recipients')
    return 'but the configuration names no recipients file that can be read';
  if (rule === 'unknown-recipient-group') return 'a group that the recipients file does not know';
  return 'and to its subject, but the configuration names no pool of keys for subjects';
}
