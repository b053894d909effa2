/** The protect stage: the only place where a `CleanEvent` comes into being. */
import type { Cohorts } from '../aggregate/cohorts.ts';
import { compileGate } from '../aggregate/compile-gate.ts';
import type { Environment, FieldSet, Json, JsonObject, SentField } from '../event.ts';
import type { CompiledVendor } from '../plan/compiled-plan.ts';
import { isListed, tierFor } from '../plan/plan-rules.ts';
import type { EventSpec, FieldSpec, Identity, Plan, VendorFields, VendorSpec } from '../plan/plan.ts';
import { sampleRateNameFor } from '../plan/sample-rate-name.ts';
import type { VendorWire } from '../vendor/vendor.ts';
import { bindToken } from './bind-token.ts';
import { asClean } from './clean-event.ts';
import { isStable } from './epoch.ts';
import { compileFieldSets } from './field-sets.ts';
import type { Tokens } from './identify.ts';
import { compileProjection } from './project.ts';
import type { Presence, Project, SharedTransforms } from './project.ts';
import type { Pseudonymiser } from './pseudonymiser.ts';

export interface ProtectionScope {
  readonly plan: Plan;
  readonly environment: Environment;
  readonly vendor: VendorSpec;
  readonly wire: VendorWire;
  /** Position of the vendor in `Tokens`. */
  readonly position: number;
  readonly pseudonymiser: Pseudonymiser;
  readonly cohorts: Cohorts;
  readonly define: (set: FieldSet) => void;
  /** The same for all vendors of the event. */
  readonly shared: SharedTransforms;
}

type ProtectEvent = CompiledVendor['protect'];

/** Compiles the rebuild of one planned event for one vendor. */
export function compileProtection(spec: EventSpec, scope: ProtectionScope): ProtectEvent {
  const { vendor, wire, environment, position } = scope;
  const sent: SentField[] = [...ENVELOPE];
  const ids = compileIdentities(spec.identities, position, sent);
  const projectProperties = compileObject(spec.fields, spec.vendors, {
    ...scope,
    prefix: 'properties',
    sent,
  });
  const projectContext = compileContext(scope, sent);
  const gate = compileGate(spec, { ...scope, digest: scope.pseudonymiser.subject, sent });
  const tellRate = compileRate(spec, vendor, sent);
  const fieldSet = compileFieldSets({
    vendor: vendor.name,
    event: spec.id,
    sent,
    digest: scope.pseudonymiser.digest,
    define: scope.define,
  });
  const presence: Presence = new Uint32Array(Math.ceil(sent.length / 32));
  const allowedNames = spec.fields.children.filter((field) => isAllowed(field, spec.vendors, scope));

  return (event, detected, identified, sealing) => {
    presence.fill(0);
    presence[0] = ENVELOPE_BITS;
    const planned =
      event.operation === 'unset'
        ? namesToUnset(detected.properties, allowedNames)
        : projectProperties(detected.properties, presence, identified.moment, sealing);
    const { call, operation, receivedAt } = event;
    const rebuilt = {
      properties: planned,
      context: projectContext(detected.context, presence, identified.moment, sealing),
    };
    const { subject } = identified;
    const { properties: gated, context } =
      gate === null ? rebuilt : gate({ ...rebuilt, operation, subject, receivedAt }, presence);
    const properties = tellRate === null ? gated : tellRate(gated, presence);
    const name = spec.name ?? '';
    const userId = ids.user(identified.user, presence);
    const anonymousId = ids.anonymous(identified.anonymous, presence);
    const groupId = ids.group(identified.group, presence);
    const previousId = ids.previous(identified.previous, presence);
    return asClean({
      vendor: vendor.name,
      environment,
      id: identified.message[position] ?? '',
      call,
      operation,
      name,
      time: Math.floor(event.time / vendor.timeStepMs) * vendor.timeStepMs,
      userId,
      anonymousId,
      groupId,
      previousId,
      properties,
      context,
      subject,
      sampleRate: spec.sample,
      fields: fieldSet(presence, wire.leavesOut({ call, operation, name, userId, anonymousId, properties })),
    });
  };
}

/** What every event carries whatever the plan says. */
const ENVELOPE: readonly SentField[] = [
  { path: 'messageId', form: 'pseudonym', categories: ['user.unique_id.pseudonymous'], tier: 2 },
  { path: 'time', form: 'coarse', categories: ['user.telemetry'], tier: 1 },
];
const ENVELOPE_BITS = 0b11;

/** Puts the sampling rate among the properties, after the gate, which has no say in it; null where the vendor is not told. */
function compileRate(
  spec: EventSpec,
  vendor: VendorSpec,
  sent: SentField[],
): ((properties: JsonObject, presence: Presence) => JsonObject) | null {
  const name = sampleRateNameFor(spec, vendor);
  if (name === null) return null;
  const [word, mask] = [sent.length >>> 5, 2 ** (sent.length & 31)];
  sent.push({ path: `properties.${name}`, form: 'clear', categories: ['system.operations'], tier: 1 });
  return (properties, presence) => {
    presence[word] = (presence[word] ?? 0) | mask;
    return { ...properties, [name]: spec.sample };
  };
}

type PickToken = (tokens: Tokens | null, presence: Presence) => string | null;

/** Identifiers are always re-keyed; those the event does not plan are not sent at all. */
function compileIdentities(
  planned: readonly Identity[],
  position: number,
  sent: SentField[],
): Readonly<Record<'user' | 'anonymous' | 'group' | 'previous', PickToken>> {
  const compile = (identity: Identity, path: string): PickToken => {
    if (!planned.includes(identity)) return () => null;
    const mask = 2 ** sent.length;
    sent.push({ path, form: 'pseudonym', categories: ['user.unique_id.pseudonymous'], tier: 2 });
    return (tokens, presence) => {
      const token = tokens?.[position] ?? null;
      if (token === null) return null;
      presence[0] = (presence[0] ?? 0) | mask;
      return token;
    };
  };
  return {
    user: compile('user_id', 'userId'),
    anonymous: compile('anonymous_id', 'anonymousId'),
    group: compile('group_id', 'groupId'),
    previous: compile('previous_id', 'previousId'),
  };
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
  const { vendor, position, pseudonymiser } = scope;
  return compileProjection(fields, {
    vendor: vendor.name,
    allows: (field) => isAllowed(field, vendors, scope),
    tools: {
      pseudonym: (domain, normaliser) => bindToken(pseudonymiser, vendor, domain, normaliser),
      vendor: { name: vendor.name, position },
    },
    isStable: isStable(vendor.pseudonyms),
    prefix: scope.prefix,
    sent: scope.sent,
    shared: scope.shared,
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
