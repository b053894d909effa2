/** The protect stage: the only place where a `CleanEvent` comes into being. */
import type { CleanEvent, Environment, FieldSet, Json, JsonObject, SentField, ValidEvent } from '../event.ts';
import type { Detected } from '../plan/compiled-plan.ts';
import { isListed, tierFor } from '../plan/plan-rules.ts';
import type { EventSpec, FieldSpec, Identity, Plan, VendorFields, VendorSpec } from '../plan/plan.ts';
import { asClean } from './clean-event.ts';
import { compileFieldSets } from './field-sets.ts';
import { compileProjection } from './project.ts';
import type { Presence, Project } from './project.ts';
import { IDENTITY_DOMAINS } from './pseudonymiser.ts';
import { remember } from './remember.ts';
import type { Pseudonymiser } from './pseudonymiser.ts';

/** Tokens of users, devices and groups remembered for each vendor and domain. */
const TOKENS_MAX = 20_000;

export interface ProtectionScope {
  readonly plan: Plan;
  readonly environment: Environment;
  readonly vendor: VendorSpec;
  readonly pseudonymiser: Pseudonymiser;
  readonly define: (set: FieldSet) => void;
}

/** Compiles the rebuild of one planned event for one vendor. */
export function compileProtection(
  spec: EventSpec,
  scope: ProtectionScope,
): (event: ValidEvent, detected: Detected, subject: string) => CleanEvent {
  const { vendor, environment } = scope;
  const sent: SentField[] = [...ENVELOPE];
  const identify = compileIdentities(spec.identities, scope, sent);
  const projectProperties = compileObject(spec.fields, spec.vendors, {
    ...scope,
    prefix: 'properties',
    sent,
  });
  const projectContext = compileContext(scope, sent);
  const fieldSet = compileFieldSets({
    vendor: vendor.name,
    event: spec.id,
    sent,
    digest: scope.pseudonymiser.digest,
    define: scope.define,
  });
  const messageToken = scope.pseudonymiser.token(vendor.name, IDENTITY_DOMAINS.message, 'exact');
  const presence: Presence = new Uint32Array(Math.ceil(sent.length / 32));
  const allowedNames = spec.fields.children.filter((field) => isAllowed(field, spec.vendors, scope));

  return (event, detected, subject) => {
    presence.fill(0);
    presence[0] = ENVELOPE_BITS;
    const ids = identify(event, presence);
    const properties =
      event.operation === 'unset'
        ? namesToUnset(detected.properties, allowedNames)
        : projectProperties(detected.properties, presence);
    const context = projectContext(detected.context, presence);
    return asClean({
      vendor: vendor.name,
      environment,
      id: messageToken(event.id),
      call: event.call,
      operation: event.operation,
      name: spec.name ?? '',
      time: Math.floor(event.time / vendor.timeStepMs) * vendor.timeStepMs,
      userId: ids.userId,
      anonymousId: ids.anonymousId,
      groupId: ids.groupId,
      previousId: ids.previousId,
      properties,
      context,
      subject,
      fields: fieldSet(presence),
    });
  };
}

/** What every event carries whatever the plan says. */
const ENVELOPE: readonly SentField[] = [
  { path: 'messageId', form: 'pseudonym', categories: ['user.unique_id.pseudonymous'], tier: 2 },
  { path: 'time', form: 'coarse', categories: ['user.telemetry'], tier: 1 },
];
const ENVELOPE_BITS = 0b11;

const IDENTITY_FIELDS = {
  user_id: 'userId',
  anonymous_id: 'anonymousId',
  group_id: 'groupId',
  previous_id: 'previousId',
} as const satisfies Readonly<Record<Identity, keyof ValidEvent>>;

type Identities = Pick<CleanEvent, 'userId' | 'anonymousId' | 'groupId' | 'previousId'>;
type Tokenise = (raw: string | null, presence: Presence) => string | null;

/** Identifiers are always re-keyed; those the event does not plan are not sent at all. */
function compileIdentities(
  planned: readonly Identity[],
  scope: ProtectionScope,
  sent: SentField[],
): (event: ValidEvent, presence: Presence) => Identities {
  const compile = (identity: Identity): Tokenise => {
    if (!planned.includes(identity)) return () => null;
    const domain = IDENTITY_DOMAINS[identity];
    const token = remember(scope.pseudonymiser.token(scope.vendor.name, domain, 'exact'), TOKENS_MAX);
    const mask = 2 ** sent.length;
    sent.push({
      path: IDENTITY_FIELDS[identity],
      form: 'pseudonym',
      categories: ['user.unique_id.pseudonymous'],
      tier: 2,
    });
    return (raw, presence) => {
      if (raw === null || raw === '') return null;
      presence[0] = (presence[0] ?? 0) | mask;
      return token(raw);
    };
  };
  const user = compile('user_id');
  const anonymous = compile('anonymous_id');
  const group = compile('group_id');
  const previous = compile('previous_id');
  return (event, presence) => ({
    userId: user(event.userId, presence),
    anonymousId: anonymous(event.anonymousId, presence),
    groupId: group(event.groupId, presence),
    previousId: previous(event.previousId, presence),
  });
}

function compileContext(scope: ProtectionScope, sent: SentField[]): Project {
  const { context } = scope.plan;
  if (context === null) return () => EMPTY;
  return compileObject(context.fields, context.vendors, { ...scope, prefix: 'context', sent });
}

const EMPTY: JsonObject = Object.freeze({});

function compileObject(
  fields: FieldSpec,
  vendors: VendorFields,
  scope: ProtectionScope & { readonly prefix: string; readonly sent: SentField[] },
): Project {
  const { vendor, pseudonymiser } = scope;
  return compileProjection(fields, {
    vendor: vendor.name,
    allows: (field) => isAllowed(field, vendors, scope),
    tools: {
      pseudonym: (domain, normaliser) => pseudonymiser.token(vendor.name, domain, normaliser),
    },
    prefix: scope.prefix,
    sent: scope.sent,
  });
}

/** Listed for the vendor, under its ceiling, and declared unless outside production. */
function isAllowed(field: FieldSpec, vendors: VendorFields, scope: ProtectionScope): boolean {
  const paths = vendors.get(scope.vendor.name);
  if (paths === undefined) return false;
  if (paths !== null && !isListed(paths, field.path)) return false;
  if (!field.declared && scope.environment === 'production') return false;
  return tierFor(field, scope.vendor.name) <= scope.vendor.ceiling;
}

/** To unset a property takes its planned name alone. */
function namesToUnset(properties: JsonObject, allowed: readonly FieldSpec[]): JsonObject {
  const names = allowed.filter((field) => Object.hasOwn(properties, field.key));
  return Object.fromEntries(names.map((field): [string, Json] => [field.key, null]));
}
