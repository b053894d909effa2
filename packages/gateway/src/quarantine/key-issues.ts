/** What stands against a plan that quarantines while there is no key to seal with. */
import { quarantines } from '@headgate/core';
import type { Issue, Plan } from '@headgate/core';
import { isInTime } from '../seal/recipients-in-force.ts';
import type { KnownRecipients } from '../seal/recipients-in-force.ts';

export interface KeyGrounds {
  readonly recipients: Pick<KnownRecipients, 'groups'>;
  /** The configuration that names the recipients file, and where in it. */
  readonly place: Pick<Issue, 'file' | 'line' | 'column'>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Empty where nothing is quarantined, or where what is can be sealed now. */
export function keyIssues(plan: Plan, { recipients, place, now }: KeyGrounds): readonly Issue[] {
  const group = plan.quarantine?.to ?? null;
  if (group === null || !quarantines(plan)) return [];
  const key = recipients.groups().get(group);
  if (key !== undefined && isInTime(key, now)) return [];
  const missing =
    key === undefined
      ? `has no key of group "${group}"`
      : `has a key of group "${group}" that is out of its time`;
  return [
    {
      rule: 'quarantine-without-steward',
      level: 'error',
      message: `The plan quarantines events, and the recipients file ${missing}.`,
      mend: 'Publish it with headgate key publish, and name that file as seal.recipients.',
      ...place,
    },
  ];
}
