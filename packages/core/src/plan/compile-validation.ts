/** Schema checks, compiled by ajv: a fast yes or no, and on no a second look that says what to leave out. */
import { isJsonObject } from '../event.ts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { JsonObject, ReceivedEvent, ValidEvent } from '../event.ts';
import type { Remark, Verdict, Violated } from './compiled-plan.ts';
import { pareDown, without } from './pare-down.ts';
import type { Enforcement, EventSpec, FieldSpec, Mode } from './plan.ts';

/** One field at fault. `pointer` is a JSON pointer into the event; `path` has planned key names only. */
interface Violation {
  readonly rule: 'unplanned-field' | 'invalid-field';
  readonly pointer: string;
  readonly path: string;
}

interface Check {
  readonly passes: (value: JsonObject) => boolean;
  /** Only for what does not pass; never empty. How many there are is bounded by the schema, whatever the value. */
  readonly explain: (value: JsonObject) => readonly Violation[];
}

/** One for all of an event's unplanned fields: their names may be personal, so there is nothing to tell them apart. */
const UNPLANNED: Violation = Object.freeze({ rule: 'unplanned-field', pointer: '', path: '' });
const NO_REMARKS: readonly Remark[] = Object.freeze([]);
const FORMATS = ['date', 'uuid', 'uri', 'email', 'ipv4', 'ipv6'] as const;
/**
 * RFC 3339 with at most nine digits of a second, the most that clocks give. It allows any number, among which a card number
 * would travel unread, because times are not scanned.
 */
const TIME = String.raw`(?:[0-2]\d:[0-5]\d:[0-5]\d|23:59:60)(?:\.\d{1,9})?(?:z|[+-]\d\d(?::?\d\d)?)`;
const TIME_FORMATS: Readonly<Record<string, RegExp>> = {
  'date-time': new RegExp(String.raw`^\d{4}-[01]\d-[0-3]\dt${TIME}$`, 'i'),
  time: new RegExp(`^${TIME}$`, 'i'),
};
/** Longer strings fail a pattern unread, so that a slow pattern of a plan has a bound on its input. */
const PATTERN_TEXT_MAX = 4096;

/** Gives the check of a schema. */
export type Checks = (schema: JsonObject) => Check;

/**
 * Compiles checks; one for each plan, because ajv keeps what it compiled for its own lifetime. A check is compiled when it is
 * first asked, since compiling takes milliseconds and no plan sees all its events in all environments; what the parser lets
 * through compiles. The same schema is compiled once.
 */
export function createChecks(): Checks {
  const fast = newAjv(false);
  const full = newAjv(true);
  return (schema) => {
    let checker: ValidateFunction | null = null;
    let explainer: ValidateFunction | null = null;
    return {
      passes: (value) => {
        checker ??= fast.compile(schema);
        return checker(value);
      },
      explain: (value) => {
        explainer ??= full.compile(schema);
        const { known, hasUnplanned } = pareDown(value, schema);
        const violations = explainer(known) ? [] : violationsOf(explainer);
        if (hasUnplanned) violations.push(UNPLANNED);
        // Nothing to name would read as nothing wrong, so a disagreement must not pass.
        if (violations.length === 0) {
          throw new Error('The fast check and the explaining check disagree.');
        }
        return violations;
      },
    };
  };
}

function newAjv(allErrors: boolean): Ajv2020 {
  const ajv = new Ajv2020({
    strict: true,
    strictTypes: false,
    allErrors,
    validateSchema: false,
    addUsedSchema: false,
    // Lengths are counted in UTF-16 units: never laxer than the code points of JSON Schema, and no loop over the text.
    unicode: false,
    // Only says that the option above is on its way out.
    logger: false,
    code: { regExp: Object.assign(boundedPattern, { code: 'undefined' }) },
  });
  formats.default(ajv, { mode: 'fast', formats: [...FORMATS] });
  for (const [name, format] of Object.entries(TIME_FORMATS)) ajv.addFormat(name, format);
  return ajv;
}

function boundedPattern(pattern: string, flags: string): { test: (text: string) => boolean } {
  const expression = new RegExp(pattern, flags);
  const check = {
    test: (text: string) => text.length <= PATTERN_TEXT_MAX && expression.test(text),
    // ajv tells patterns apart by their text: without it every pattern would be taken for the first.
    toString: () => String(expression),
  };
  return check;
}

function violationsOf(check: ValidateFunction): Violation[] {
  return (check.errors ?? []).map((error) => {
    const missing: unknown = error.keyword === 'required' ? error.params['missingProperty'] : undefined;
    const pointer = typeof missing === 'string' ? `${error.instancePath}/${missing}` : error.instancePath;
    return { rule: 'invalid-field', pointer, path: pathOf(pointer) };
  });
}

/** `/items/0/sku` → `items[].sku`. Errors only point at planned keys and positions. */
function pathOf(pointer: string): string {
  return pointer
    .slice(1)
    .replace(/\/\d+(?=\/|$)/g, '[]')
    .replaceAll('/', '.')
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
}

export interface ValidationRules {
  readonly spec: EventSpec;
  readonly enforcement: Enforcement;
  /** Check of the plan's context, from `contextCheck`. */
  readonly context: Check | null;
  readonly check: Checks;
}

/** The check of the context, which all events of a plan share. */
export function contextCheck(context: FieldSpec | null, check: Checks): Check | null {
  return context === null ? null : check(opened(context.schema));
}

/** The validate stage of one planned event. */
export function compileValidation(rules: ValidationRules): (event: ReceivedEvent) => Verdict<ValidEvent> {
  const { spec, context } = rules;
  const enforcement = { ...rules.enforcement, ...spec.enforcement };
  const properties = rules.check(spec.fields.schema);

  return (event) => {
    const isExpired = spec.expiresAt !== null && event.receivedAt >= spec.expiresAt;
    if (isExpired && enforcement.expired !== 'observe') {
      const kind = enforcement.expired === 'quarantine' ? 'hold' : 'drop';
      return { kind, outcome: 'expired', remarks: [remark('expired', '', 'withheld')] };
    }
    // What to unset or delete comes as names, which no schema of values fits; the rebuild still lists them.
    const judged = event.operation === 'unset' || event.operation === 'delete' ? null : properties;
    const violations = faults(judged, event.properties);
    const badContext = faults(context, event.context);
    if (violations.length === 0 && badContext.length === 0 && !isExpired) return keep(event, NO_REMARKS);
    return judge(event, { violations, badContext, isExpired }, enforcement);
  };
}

const NO_VIOLATIONS: readonly Violation[] = Object.freeze([]);

function faults(check: Check | null, value: JsonObject): readonly Violation[] {
  return check === null || check.passes(value) ? NO_VIOLATIONS : check.explain(value);
}

interface Found {
  readonly violations: readonly Violation[];
  readonly badContext: readonly Violation[];
  readonly isExpired: boolean;
}

/** What becomes of an event with something wrong in it. */
function judge(event: ReceivedEvent, found: Found, enforcement: Enforcement): Verdict<ValidEvent> {
  const { violations, badContext, isExpired } = found;
  const ending = worst(violations, enforcement);
  if (ending !== null) {
    return { ...ending, remarks: remarksOn(violations, enforcement, 'withheld') };
  }
  const stripped = violations.filter(
    (each) => each.rule === 'invalid-field' && enforcement.invalidField === 'strip',
  );
  const remarks = [
    ...(isExpired ? [remark('expired', '', 'observed')] : []),
    ...remarksOn(violations, enforcement, null),
    ...badContext.map((each) => remark('invalid-field', `context.${each.path}`, 'stripped')),
  ];
  const kept = {
    ...event,
    properties: without(event.properties, pointersOf(stripped)),
    context: without(event.context, pointersOf(badContext)),
  };
  return keep(kept, remarks);
}

function pointersOf(violations: readonly Violation[]): readonly string[] {
  return violations.map(({ pointer }) => pointer);
}

function keep(event: ReceivedEvent, remarks: readonly Remark[]): Verdict<ValidEvent> {
  // The brand is put on here and nowhere else: everything above has just been checked.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { kind: 'keep', kept: event as ValidEvent, remarks };
}

/** How it ends when any violation may not go on; an unplanned field is named before an invalid one. */
function worst(
  violations: readonly Violation[],
  enforcement: Enforcement,
): { readonly kind: 'drop' | 'hold'; readonly outcome: Violation['rule'] } | null {
  for (const [mode, kind] of [
    ['reject', 'drop'],
    ['quarantine', 'hold'],
  ] as const) {
    const found = violations.filter((each) => modeFor(each, enforcement) === mode);
    if (found.length === 0) continue;
    const isUnplanned = found.some((each) => each.rule === 'unplanned-field');
    return { kind, outcome: isUnplanned ? 'unplanned-field' : 'invalid-field' };
  }
  return null;
}

function modeFor(violation: Violation, enforcement: Enforcement): Mode {
  return violation.rule === 'unplanned-field' ? enforcement.unplannedField : enforcement.invalidField;
}

function remarksOn(
  violations: readonly Violation[],
  enforcement: Enforcement,
  action: Violated['action'] | null,
): Remark[] {
  return violations.map((each) => {
    const path = each.path === '' ? '' : `properties.${each.path}`;
    const taken = modeFor(each, enforcement) === 'observe' ? 'observed' : 'stripped';
    return remark(each.rule, path, action ?? taken);
  });
}

function remark(rule: Violated['rule'], path: string, action: Violated['action']): Violated {
  return { rule, path, action };
}

/** SDKs put more into the context than any plan lists, so only planned leaves are judged there. */
function opened(schema: JsonObject): JsonObject {
  const { additionalProperties: _closed, required: _required, properties, items, ...rest } = schema;
  return {
    ...rest,
    ...(isJsonObject(properties) && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([key, child]) => [key, isJsonObject(child) ? opened(child) : child]),
      ),
    }),
    ...(isJsonObject(items) && { items: opened(items) }),
  };
}
