/** The detect stage: every planned leaf whose schema leaves room for a finding is scanned, and what is found is acted on. */
import { isJsonObject } from '../event.ts';
import { bindDetectors } from '../detect/custom/custom-detector.ts';
import type { CustomScan } from '../detect/custom/custom-detector.ts';
import type { Finding, FindingKind, Match } from '../detect/detector.ts';
import { FINDING_KINDS } from '../detect/detector.ts';
import { meaningOf } from '../detect/key-meaning.ts';
import { MEANING } from '../detect/meaning.ts';
import { redactText } from '../detect/redact.ts';
import { isHarmless, scanNumber, scanText } from '../detect/scan.ts';
import type { Json, JsonObject, ValidEvent } from '../event.ts';
import { rememberYes } from '../protect/remember.ts';
import type { Detected, Remark } from './compiled-plan.ts';
import type { FieldSpec, FindingAction, Plan } from './plan.ts';

/** Gives what is left of the value: itself where nothing was found, undefined to leave it out. */
type Scan = (value: Json, report: Report) => Json | undefined;

interface Report {
  readonly findings: Finding[];
  readonly remarks: Remark[];
  withheld: Detected['withheld'];
}

interface DetectionRules {
  readonly plan: Pick<Plan, 'detection' | 'detectors' | 'detectorsLengthMax'>;
  /** Scan even fields whose schema proves them safe, because invalid values may pass. */
  readonly scanAll: boolean;
}

const NONE: readonly never[] = Object.freeze([]);

/** Compiles the stage for one planned event and the plan's context. */
export function compileDetection(
  properties: FieldSpec,
  context: FieldSpec | null,
  rules: DetectionRules,
): (event: ValidEvent) => Detected {
  const scanProperties = compile(properties, 'properties', rules);
  const scanContext = context === null ? null : compile(context, 'context', rules);
  return (event) => {
    const report: Report = { findings: [], remarks: [], withheld: null };
    const keptProperties = objectFrom(scanProperties, event.properties, report);
    const keptContext = objectFrom(scanContext, event.context, report);
    return {
      properties: keptProperties,
      context: keptContext,
      findings: report.findings.length === 0 ? NONE : report.findings,
      remarks: report.remarks.length === 0 ? NONE : report.remarks,
      withheld: report.withheld,
    };
  };
}

function objectFrom(scan: Scan | null, value: JsonObject, report: Report): JsonObject {
  if (scan === null) return value;
  const kept = scan(value, report);
  return isJsonObject(kept) ? kept : {};
}

/** Null where nothing below needs scanning. */
function compile(field: FieldSpec, path: string, rules: DetectionRules): Scan | null {
  if (field.type === 'object') return compileObject(field, path, rules);
  if (field.type === 'array') {
    const scanItem = field.items === null ? null : compile(field.items, `${path}[]`, rules);
    return scanItem === null ? null : arrayScan(scanItem);
  }
  if (field.freeText?.kind === 'drop') return leaveOut(path);
  if (field.freeText?.kind === 'truncate') {
    return truncate(leafScan(field, path, rules), path, field.freeText.length);
  }
  return field.scan === 'skip' && !rules.scanAll ? null : leafScan(field, path, rules);
}

/** Unread: of what does not leave nothing need be found. */
function leaveOut(path: string): Scan {
  return (value, report) => {
    const before = typeof value === 'string' ? value.length : 0;
    report.remarks.push({ rule: 'free-text', path, action: 'dropped-field', before, after: 0 });
    return undefined;
  };
}

/** Cut after it was scanned, so that the cut hides nothing from detection. */
function truncate(scan: Scan, path: string, length: number): Scan {
  return (value, report) => {
    const left = scan(value, report);
    if (typeof left !== 'string' || left.length <= length) return left;
    // Half a character of two units is no text.
    const cut = left.slice(0, length).replace(/[\ud800-\udbff]$/u, '');
    const [before, after] = [left.length, cut.length];
    report.remarks.push({ rule: 'free-text', path, action: 'truncated', before, after });
    return cut;
  };
}

function compileObject(field: FieldSpec, path: string, rules: DetectionRules): Scan | null {
  const children = field.children.flatMap((child) => {
    const scan = compile(child, `${path}.${child.key}`, rules);
    return scan === null ? [] : [{ key: child.key, scan }];
  });
  if (children.length === 0) return null;
  return (value, report) => {
    if (!isJsonObject(value)) return undefined;
    let kept: Record<string, Json> | null = null;
    for (const { key, scan } of children) {
      const child = value[key];
      if (child === undefined) continue;
      const left = scan(child, report);
      if (left === child) continue;
      kept ??= { ...value };
      if (left === undefined) delete kept[key];
      else kept[key] = left;
    }
    return kept ?? value;
  };
}

function arrayScan(scanItem: Scan): Scan {
  return (value, report) => {
    if (!Array.isArray(value)) return undefined;
    let changed = false;
    const kept = value.flatMap((item: Json): Json[] => {
      const left = scanItem(item, report);
      changed ||= left !== item;
      return left === undefined ? [] : [left];
    });
    return changed ? kept : value;
  };
}

function withoutExcuses(meaning: number): number {
  const excuses = MEANING.programText | ((meaning & MEANING.safe) === 0 ? 0 : MEANING.userAgent);
  return meaning & ~excuses;
}

function leafScan(field: FieldSpec, path: string, rules: DetectionRules): Scan {
  const [key = '', parent = ''] = path.replaceAll('[]', '').split('.').toReversed();
  // A name such as `version` is no proof that its value is harmless: here nothing is passed over for a name, and an
  // identifier under a name of its own (`cpf`) need not pass that one's check, since a slip of the pen tells of the same person.
  const meaning = withoutExcuses(meaningOf(key, parent));
  const scanOwn = compileOwn(field, `${parent} ${key}`, rules);
  const look =
    scanOwn === null
      ? (text: string): readonly Match[] => scanText(text, field.expected, meaning)
      : (text: string): readonly Match[] => scanOwn(text, scanText(text, field.expected, meaning));
  const isClean = rememberYes((text) => look(text).length === 0);
  // Short words, times and UUIDs are told sooner than remembered.
  const isPlain = scanOwn === null && meaning === 0 ? isHarmless : (): boolean => false;
  return (value, report) => {
    if (typeof value === 'string') {
      // Only what was clean is remembered, so a finding costs a second look and nothing personal is kept.
      if (isPlain(value) || isClean(value)) return value;
      return act(value, look(value), { field, path, rules, report });
    }
    if (typeof value === 'number') {
      const known = scanNumber(value, meaning).filter((match) => !field.expected.has(match.kind));
      const matches = scanOwn === null ? known : scanOwn(String(value), known);
      return matches.length === 0 ? value : act(value, matches, { field, path, rules, report });
    }
    return value;
  };
}

/** The plan's own detectors for one field, without those of a kind that is expected there; null for none. */
function compileOwn(field: FieldSpec, name: string, { plan }: DetectionRules): CustomScan | null {
  const detectors = plan.detectors.filter(({ kind }) => !field.expected.has(kind));
  return detectors.length === 0 ? null : bindDetectors(detectors, name, plan.detectorsLengthMax);
}

interface Scope {
  readonly field: FieldSpec;
  readonly path: string;
  readonly rules: DetectionRules;
  readonly report: Report;
}

/** Of a number: its digits. */
function lengthOf(value: string | number): number {
  return typeof value === 'string' ? value.length : String(value).length;
}

const STRENGTH: Readonly<Record<FindingAction, number>> = {
  redact: 0,
  drop: 1,
  quarantine: 2,
  block: 3,
};

function act(value: string | number, found: readonly Match[], scope: Scope): Json | undefined {
  const matches = scope.field.freeText?.kind === 'keep' ? withoutKept(value, found, scope) : found;
  if (matches.length === 0) return value;
  const { path, report } = scope;
  const { action, kind } = tell(matches, scope);
  // A number has no room for a label, so what would be redacted in text is left out.
  const kept = action === 'redact' && typeof value === 'string' ? redactText(value, matches) : undefined;
  const isWithheld = action === 'block' || action === 'quarantine';
  if (isWithheld) withhold(report, action);
  const taken = isWithheld ? 'withheld' : kept === undefined ? 'dropped-field' : 'redacted';
  const before = lengthOf(value);
  report.remarks.push({ rule: 'finding', path, action: taken, kind, before, after: kept?.length ?? 0 });
  return kept;
}

/** The strictest of all findings counts: what must be dropped is not kept for review. */
function withhold(report: Report, action: 'block' | 'quarantine'): void {
  if (report.withheld !== 'block') report.withheld = action;
}

/** Reports what stays because the plan keeps what people type here: all but secrets and what could not be read for them. */
function withoutKept(value: string | number, found: readonly Match[], scope: Scope): readonly Match[] {
  const { path, report } = scope;
  const kept = found.filter(({ kind }) => FINDING_KINDS[kind] === 'personal');
  if (kept.length === 0) return found;
  const { kind } = tell(kept, scope);
  const length = lengthOf(value);
  report.remarks.push({ rule: 'finding', path, action: 'observed', kind, before: length, after: length });
  return found.filter(({ kind: each }) => FINDING_KINDS[each] !== 'personal');
}

/** Reports every match, and gives the strongest action that one of them asks for, with its kind. */
function tell(matches: readonly Match[], scope: Scope): { action: FindingAction; kind: FindingKind } {
  const { field, path, report } = scope;
  const { detection } = scope.rules.plan;
  let strongest: FindingAction = 'redact';
  let decisive: FindingKind = matches[0]?.kind ?? 'long_text';
  for (const { kind, detector, provenance, start, end } of matches) {
    const { version, confidence } = provenance;
    report.findings.push({ kind, detector, version, confidence, path, length: end - start });
    const wanted = field.onFinding ?? detection[FINDING_KINDS[kind]];
    if (STRENGTH[wanted] <= STRENGTH[strongest]) continue;
    strongest = wanted;
    decisive = kind;
  }
  return { action: strongest, kind: decisive };
}
