/** One recent event → what became of it, vendor by vendor and field by field. Pure. */
import type { ExplainAnswer } from '@headgate/api';
import { explainFields } from '@headgate/core';
import type { FieldSet, Plan } from '@headgate/core';
import type { RecentEvent } from './recent.ts';

/** The plan in force, as far as explaining needs it. */
export interface ExplainGrounds {
  /** Id of the snapshot in force. */
  readonly id: string;
  readonly plan: Plan;
}

export function explain(recent: RecentEvent, grounds: ExplainGrounds): ExplainAnswer {
  const planInForce = recent.plan === grounds.id;
  const { environment } = recent.event;
  const fieldsOf = (vendor: string, set: FieldSet | null): ReturnType<typeof explainFields> => {
    if (set === null || recent.planned === null) return [];
    const { findings, remarks, planned: event } = recent;
    return explainFields(
      { event, vendor, environment, set, remarks, findings },
      planInForce ? grounds.plan : null,
    );
  };
  return {
    ...recent.event,
    event: recent.name,
    planned: recent.planned,
    plan: recent.plan,
    planInForce,
    findings: [...recent.findings],
    remarks: [...recent.remarks],
    vendors: recent.vendors.map(({ vendor, status, set }) => ({
      vendor,
      status,
      fields: fieldsOf(vendor, set).map((field) => ({
        ...field,
        categories: [...field.categories],
        findings: [...field.findings],
      })),
    })),
  };
}
