/** Why each planned field of one event reached a vendor in its form, or did not. For people; decisions are made elsewhere. */
import type { Environment, FieldSet, Form, SentField } from '../event.ts';
import type { Finding, FindingKind } from '../detect/detector.ts';
import { TRANSFORMS } from '../protect/transforms/index.ts';
import type { Remark } from './compiled-plan.ts';
import { allFields, isLeaf, isListed, tierFor } from './plan-rules.ts';
import type { BoundTransform, FieldSpec, Plan, VendorFields, VendorSpec } from './plan.ts';

export type FieldReason =
  | 'sent'
  | 'transformed'
  | 'redacted'
  | 'truncated'
  | 'absent'
  | 'stripped'
  | 'removed-finding'
  | 'free-text'
  | 'not-listed'
  | 'above-ceiling'
  | 'undeclared'
  | 'dropped'
  | 'sealed-inside';

export interface FieldAccount {
  /** As in `SentField`. */
  readonly path: string;
  /** Null when it was not sent. */
  readonly form: Form | null;
  /** Name of the transform bound to it for this vendor; null for none. */
  readonly transform: string | null;
  readonly categories: readonly string[];
  readonly tier: number;
  readonly findings: readonly FindingKind[];
  readonly reason: FieldReason;
}

/** What is known of one event that went to one vendor. */
export interface SentEvent {
  /** Id of the planned event. */
  readonly event: string;
  readonly vendor: string;
  readonly environment: Environment;
  /** The fields it carried. */
  readonly set: FieldSet;
  readonly remarks: readonly Remark[];
  readonly findings: readonly Finding[];
}

/** All that was sent, then all planned fields that were not. With a plan that no longer knows the event: what was sent. */
export function explainFields(sent: SentEvent, plan: Plan | null): FieldAccount[] {
  const spec = plan?.events.find((each) => each.id === sent.event);
  const vendor = plan?.vendors.get(sent.vendor);
  const planned = new Map<string, FieldSpec>();
  const withheld: FieldAccount[] = [];
  const look = (prefix: string, fields: FieldSpec, vendors: VendorFields): void => {
    for (const field of allFields(fields).filter(isLeaf)) {
      const path = `${prefix}.${field.path}`;
      planned.set(path, field);
      if (vendor === undefined || sent.set.fields.some((each) => each.path === path)) continue;
      withheld.push(accountOfWithheld(path, field, { sent, vendor, vendors }));
    }
  };
  if (plan !== null && spec !== undefined) {
    look('properties', spec.fields, spec.vendors);
    if (plan.context !== null) look('context', plan.context.fields, plan.context.vendors);
  }
  return [...sent.set.fields.map((each) => accountOfSent(each, planned.get(each.path), sent)), ...withheld];
}

function accountOfSent(field: SentField, spec: FieldSpec | undefined, sent: SentEvent): FieldAccount {
  const transform = spec === undefined ? null : transformOf(spec, sent.vendor);
  const isRedacted = has(sent, field.path, 'redacted');
  const isChanged = transform !== null || field.form !== 'clear';
  const isCut = has(sent, field.path, 'truncated');
  const reason = isRedacted ? 'redacted' : isCut ? 'truncated' : isChanged ? 'transformed' : 'sent';
  return { ...field, transform, findings: findingsAt(sent, field.path), reason };
}

interface Withholding {
  readonly sent: SentEvent;
  readonly vendor: VendorSpec;
  readonly vendors: VendorFields;
}

function accountOfWithheld(path: string, field: FieldSpec, at: Withholding): FieldAccount {
  const { sent, vendor } = at;
  return {
    path,
    form: null,
    transform: transformOf(field, vendor.name),
    categories: field.categories,
    tier: tierFor(field, vendor.name),
    findings: findingsAt(sent, path),
    reason: whyWithheld(path, field, at),
  };
}

/** The plan's own reasons first: they hold for every event; what became of this one's value comes after. */
function whyWithheld(path: string, field: FieldSpec, { sent, vendor, vendors }: Withholding): FieldReason {
  const listed = vendors.get(vendor.name);
  if (listed === undefined || (listed !== null && !isListed(listed, field.path))) return 'not-listed';
  if (!field.declared && sent.environment === 'production') return 'undeclared';
  if (tierFor(field, vendor.name) > vendor.ceiling) return 'above-ceiling';
  const bound = boundTo(field, vendor.name);
  const transform = TRANSFORMS.get(bound?.name ?? '');
  if (transform?.effect(bound?.params).form === null) return transform.seals ? 'sealed-inside' : 'dropped';
  return field.freeText?.kind === 'drop' ? 'free-text' : whyEmpty(path, sent);
}

function whyEmpty(path: string, sent: SentEvent): FieldReason {
  if (has(sent, path, 'stripped')) return 'stripped';
  return has(sent, path, 'dropped-field') ? 'removed-finding' : 'absent';
}

function transformOf(field: FieldSpec, vendor: string): string | null {
  return boundTo(field, vendor)?.name ?? null;
}

function boundTo(field: FieldSpec, vendor: string): BoundTransform | undefined {
  return field.transforms.get(vendor) ?? field.transforms.get('*');
}

function has({ remarks }: SentEvent, path: string, action: Remark['action']): boolean {
  return remarks.some((remark) => remark.path === path && remark.action === action);
}

function findingsAt({ findings }: SentEvent, path: string): FindingKind[] {
  return [...new Set(findings.filter((finding) => finding.path === path).map(({ kind }) => kind))];
}
