import type { Context, Run } from '../command.ts';
import { printable } from '../print.ts';
import { FAULTS } from '../review/faults.ts';
import { judgeGoverned } from '../review/judge-governed.ts';
import type { Judged } from '../review/judge-governed.ts';
import { readGoverned } from '../review/read-governed.ts';

/** Says who has signed for the plan as it is locked and who is missing; ends with `findings` where it may not be in force. */
export const run: Run = async (context, given) => {
  const governed = await readGoverned(context, given);
  const judged = judgeGoverned(governed, Date.now());
  const { judgement, required, isOnBase } = judged;
  if (context.print.format === 'json') {
    const { root } = governed.digests;
    context.print.json({
      schemaVersion: 1,
      root,
      base: governed.base?.root ?? null,
      isOnBase,
      required,
      ...judgement,
    });
  } else tell(context, judged);
  return judgement.isApproved && isOnBase ? 'clean' : 'findings';
};

function tell({ print }: Context, { judgement, required, isOnBase }: Judged): void {
  const { approvals, missing, missingOwners, rejections, faults, brokenGlass, isApproved } = judgement;
  if (!isOnBase) print.data('The lock changes another plan than the base. Lock it again: headgate plan lock');
  for (const { role, by, until, via } of approvals) {
    const how = via === 'key' ? '' : ` at ${via}`;
    print.data(`${print.style('green', '✔')} ${role}: ${printable(by)}${how}, until ${until}`);
  }
  for (const { role, lacking, who } of missing) {
    const names =
      who.length === 0 ? 'nobody has this role in reviewers.yaml' : who.map(printable).join(' or ');
    print.data(`${print.style('yellow', '·')} ${role}: ${lacking} missing (${names})`);
  }
  for (const { team, who } of missingOwners) {
    const names = who.length === 0 ? 'nobody is of it in reviewers.yaml' : who.map(printable).join(' or ');
    print.data(`${print.style('yellow', '·')} owner of ${printable(team)}: missing (${names})`);
  }
  for (const { role, by } of rejections)
    print.data(`${print.style('red', '✘')} ${role}: rejected by ${printable(by)}`);
  for (const { role, by, fault } of faults)
    print.data(`  ${role}: ${printable(by)} does not count, ${FAULTS[fault]}`);
  if (brokenGlass !== null) {
    const until = new Date(brokenGlass.until).toISOString();
    print.data(`The glass is broken by ${printable(brokenGlass.by)}: the plan may run until ${until}`);
  }
  print.note(sumUp({ isApproved, isOnBase, roles: required.length }));
}

/** Reviews of another change say nothing of this one. */
function sumUp({
  isApproved,
  isOnBase,
  roles,
}: {
  isApproved: boolean;
  isOnBase: boolean;
  roles: number;
}): string {
  if (!isOnBase) return 'Nobody can agree to it before it is locked again.';
  return isApproved ? `All of ${roles} roles have agreed.` : 'Not everybody has agreed.';
}
