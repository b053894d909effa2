/** The documents of the lint's rules: what each says, and what is found in its plans. */
import { compileIssues, lintPlan, readWrittenFiles, understandPlan } from '@headgate/core';
import type { Checked, Issue, Plan, PlanFile, PlanFinding, RuleFacts, VendorWire } from '@headgate/core';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { readBaseline, staleFindings } from '../packages/cli/src/findings/baseline.ts';

const FOLDER = new URL('../fixtures/lint/', import.meta.url);
/** The day on which the plans of the documents are linted. */
const NOW = Date.parse('2026-11-27T12:00:00Z');

/** `rule.yaml`. */
export interface RuleDocument extends RuleFacts {
  readonly why: string;
  readonly mend: string;
  /** Characters to which comments bring plan.yaml of bad/. */
  readonly pad_to?: number;
  /** Vendors connected besides those of the plan. */
  readonly connected?: readonly string[];
}

export const RULE_IDS = readdirSync(FOLDER).toSorted();

export function readRule(id: string): RuleDocument {
  return parse(readFileSync(new URL(`${id}/rule.yaml`, FOLDER), 'utf8')) as RuleDocument;
}

export function expectedFile(id: string): URL {
  return new URL(`${id}/bad/expected.json`, FOLDER);
}

export function readPlan(id: string, side: 'good' | 'bad'): { plan: PlanFile; events: readonly PlanFile[] } {
  const folder = new URL(`${id}/${side}/`, FOLDER);
  const file = (path: string): PlanFile => ({ path, text: readFileSync(new URL(path, folder), 'utf8') });
  const plan = file('plan.yaml');
  const { pad_to = 0 } = readRule(id);
  const room = side === 'bad' ? pad_to - plan.text.length : 0;
  const padded = room > 0 ? { ...plan, text: `${plan.text}#${'.'.repeat(room - 1)}` } : plan;
  const events = readdirSync(new URL('events/', folder)).toSorted();
  return { plan: padded, events: events.map((each) => file(`events/${each}`)) };
}

/** What is found in one of the plans of a rule, and whether all of it was looked at. */
export function lintExample(id: string, side: 'good' | 'bad'): { found: PlanFinding[]; isWhole: boolean } {
  const { plan, events } = readPlan(id, side);
  const connected = side === 'bad' ? readRule(id).connected : undefined;
  const files = readWrittenFiles(plan, events);
  const parsed = understandPlan(files);
  const issues = issuesOf(parsed, connected ?? []);
  const { findings, isWhole } = lintPlan({ files, plan: parsed.value }, issues, {
    now: NOW,
    digest: (text) => createHash('sha256').update(text).digest('hex').slice(0, 32),
  });
  const baseline = new URL(`${id}/${side}/baseline.json`, FOLDER);
  const entries = existsSync(baseline) ? readBaseline(fileURLToPath(baseline)) : [];
  return { found: [...findings, ...staleFindings(entries, findings, 'baseline.json')], isWhole };
}

function issuesOf({ value, issues }: Checked<Plan>, more: readonly string[]): readonly Issue[] {
  if (value === null) return issues;
  const wire: VendorWire = { accepts: () => true, leavesOut: () => null };
  const vendors = new Map([...value.vendors.keys(), ...more].map((name) => [name, wire]));
  return [...issues, ...compileIssues(value, { environment: 'production', vendors })];
}
