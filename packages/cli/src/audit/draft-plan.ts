/**
 * Drafts a plan from what was seen: the fields of each event with their types and sizes, and, where something was
 * found in a field, what keeps it from vendors. It holds no values, and a person must read it before it is used.
 */
import { isTypedName, readPlannedName, roomy, toYaml } from '@headgate/core';
import type { EventNote, FieldNote, FieldSheet, FindingKind, Json, JsonObject } from '@headgate/core';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { eventIdFor } from '../event-id.ts';

/** What a plan declares of a field in which a kind was found, and what is done with it. Other kinds: dropped. */
const CATEGORIES: Partial<Readonly<Record<FindingKind, string>>> = {
  email: 'user.contact.email',
  phone: 'user.contact.phone_number',
  address: 'user.contact.address',
  ip: 'user.device.ip_address',
  card: 'user.financial.credit_card',
  iban: 'user.financial.bank_account',
  bank_account: 'user.financial.bank_account',
  ssn: 'user.government_id',
  national_id: 'user.government_id',
  passport: 'user.government_id',
  name: 'user.name',
  password: 'user.authorization.password',
  coordinates: 'user.location.precise',
  birth_date: 'user.demographic.date_of_birth',
  api_key: 'user.authorization.credentials',
  bearer: 'user.authorization.credentials',
  credentials: 'user.authorization.credentials',
  jwt: 'user.authorization.credentials',
  private_key: 'user.authorization.credentials',
  secret: 'user.authorization.credentials',
  session: 'user.authorization.credentials',
  token: 'user.authorization.credentials',
};
const USUAL_CATEGORY = 'user.behavior';
const USE = 'analytics.reporting';
/** Nesting that a plan may have. */
const DEPTH_MAX = 8;
const URL_NAME = /(?:url|uri|href|referrer|referer|link)$/i;

/** Writes `path` and the events beside it; gives the files. */
export function writeDraftPlan(path: string, sheet: FieldSheet): readonly string[] {
  const files = draftPlan(sheet).map(({ name, content }) => ({
    path: name === 'plan.yaml' ? path : join(dirname(path), name),
    content,
  }));
  mkdirSync(join(dirname(path), 'events'), { recursive: true });
  for (const file of files) writeFileSync(file.path, file.content);
  return files.map((file) => file.path);
}

interface DraftFile {
  /** From the directory of the plan. */
  readonly name: string;
  readonly content: string;
}

function draftPlan(sheet: FieldSheet): readonly DraftFile[] {
  const ids = new Set<string>();
  const events = [...sheet]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([event, note]) => {
      const { call, name } = readPlannedName(event);
      const id = eventIdFor(name, ids);
      return {
        name: `events/${id}.yaml`,
        content: HEADER + toYaml(draftEvent({ id, call, name, note })),
      };
    });
  return [{ name: 'plan.yaml', content: HEADER + toYaml(PLAN) }, ...events];
}

const HEADER = '# Drafted by `headgate audit --draft-plan`. Read every line before it is used.\n';

const PLAN: Json = {
  apiVersion: 'headgate/v1',
  kind: 'plan',
  id: 'drafted',
  description: 'Drafted from an export. Purposes, subjects and vendors are guesses.',
  enforcement: { unplanned_field: 'strip', invalid_field: 'strip' },
  purposes: { [USE]: { basis: 'Consent', category: 'analytics' } },
  vendors: { warehouse: { kind: 'warehouse', role: 'controller', max_tier: 3 } },
};

interface Drafted {
  readonly id: string;
  readonly call: string;
  readonly name: string;
  readonly note: EventNote;
}

function draftEvent({ id, call, name, note }: Drafted): JsonObject {
  const named = call === 'track' || call === 'page' || call === 'screen';
  return {
    apiVersion: 'headgate/v1',
    kind: 'event',
    id,
    version: '1.0.0',
    wire: named && name !== call ? { call, name } : { call },
    description: 'Drafted: say here when it is sent and why.',
    status: 'draft',
    expires: 'never',
    sources: ['app'],
    subjects: ['customer'],
    purposes: [USE],
    vendors: { warehouse: '*' },
    schema: draftObject(note, '', 1) ?? { type: 'object', properties: {} },
  };
}

/** Null where no field of it can be planned. */
function draftObject(note: EventNote, path: string, depth: number): JsonObject | null {
  const prefix = path === '' ? '' : `${path}/`;
  const properties: [string, Json][] = [];
  for (const [at, field] of note.fields) {
    const key = at.startsWith(prefix) ? at.slice(prefix.length) : '';
    if (key === '' || key.includes('/') || key === '[]') continue;
    const drafted = draftField(note, at, field, depth);
    if (drafted !== null) properties.push([key, drafted]);
  }
  properties.sort(([left], [right]) => (left < right ? -1 : 1));
  return properties.length === 0 ? null : { type: 'object', properties: Object.fromEntries(properties) };
}

function draftField(note: EventNote, path: string, field: FieldNote, depth: number): JsonObject | null {
  if (depth >= DEPTH_MAX || field.isCut) return null;
  if (field.types.has('object')) return draftObject(note, path, depth + 1);
  if (field.types.has('array')) {
    const items = note.fields.get(`${path}/[]`);
    const drafted = items === undefined ? null : draftField(note, `${path}/[]`, items, depth + 1);
    return drafted === null ? null : { type: 'array', maxItems: roomy(field.itemsMax, 8), items: drafted };
  }
  const annotation = annotate(path, field);
  if (field.types.has('string')) {
    // Whoever makes a plan of the draft decides whether more may become of what people type.
    const noted = isTypedName(dotted(path)) ? { ...annotation, free_text: 'drop' } : annotation;
    return { type: 'string', maxLength: roomy(field.lengthMax, 16), 'x-headgate': noted };
  }
  const type = field.types.has('number') ? 'number' : field.types.has('integer') ? 'integer' : 'boolean';
  return { type, 'x-headgate': annotation };
}

function annotate(path: string, field: FieldNote): JsonObject {
  const kinds = [...field.kinds].toSorted();
  const declared = kinds.flatMap((kind) => CATEGORIES[kind] ?? []);
  const categories = declared.length === 0 ? [USUAL_CATEGORY] : [...new Set(declared)];
  const key = path.slice(path.lastIndexOf('/') + 1);
  if (kinds.length === 0) return { categories };
  const isText = field.types.size === 1 && field.types.has('string');
  // What is in a URL goes with its query and its path; what the whole field holds goes with the field.
  if (isText && URL_NAME.test(key))
    return { categories: [USUAL_CATEGORY], on_finding: 'drop', transform: { '*': 'url-strip' } };
  if (isText && kinds.every((kind) => kind === 'ip')) return { categories, transform: { '*': 'ip-prefix' } };
  if (kinds.every((kind) => kind === 'long_text')) return { categories, on_finding: 'drop' };
  return { categories, on_finding: 'drop', transform: { '*': 'drop' } };
}

/** `items/[]/sku` → `items[].sku`. */
function dotted(path: string): string {
  return path.replaceAll('/[]', '[]').replaceAll('/', '.');
}
