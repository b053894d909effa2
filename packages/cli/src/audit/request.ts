/** What an audit is asked to do, read from the command line. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Context, Given } from '../command.ts';
import { isGiven, textOption } from '../command.ts';
import { Failure } from '../exit.ts';
import { readFailOn } from './fail-on.ts';
import type { FailOn } from './fail-on.ts';
import type { InspectSettings } from './inspect-chunk.ts';
import type { AnchorIn } from './plan-anchor.ts';
import { REPORT_FORMATS } from './reports/index.ts';
import { requireWritable } from '../writable.ts';
import { AUDITED_VENDORS, findVendor } from './vendor-words.ts';
import type { AuditedVendor } from './vendor-words.ts';

/** The files that a report is written to. */
export interface ReportRequest {
  readonly outputs: readonly { readonly format: string; readonly path: string }[];
  /** Where findings stand in the plan; null where no report asks. */
  readonly anchorIn: AnchorIn | null;
}

export interface AuditRequest extends ReportRequest {
  readonly target: string;
  readonly settings: InspectSettings;
  readonly vendor: AuditedVendor | null;
  readonly failsOn: FailOn;
  readonly baseline: string | null;
  readonly newBaseline: string | null;
  readonly baselineKeyFile: string;
  readonly draftPlan: string | null;
  /** Null for standard input, which cannot be read again. */
  readonly stateFile: string | null;
  readonly isResumed: boolean;
  /** Files that this run writes or reads for itself. */
  readonly own: ReadonlySet<string>;
}

const MIB = 1024 * 1024;
/** A text in memory can hold half a GiB; a worker needs several times the size of a line. */
const LINE_MIB_MAX = 256;
const STATE_NAME = '.headgate-audit.state.json';
const KEY_NAME = '.headgate-audit.key';

/** Rejects with a `Failure` of exit `usage` where an option is not right. */
export async function readAuditRequest({ directory }: Context, given: Given): Promise<AuditRequest> {
  const path = (name: string): string | null => {
    const written = textOption(given, name);
    return written === undefined ? null : resolve(directory, written);
  };
  const [target] = given.args;
  if (target === undefined) {
    throw new Failure(
      'usage',
      'there is nothing to audit',
      'Name a file, a directory, or - for standard input.',
    );
  }
  const reports = await readReportRequest({ directory }, given);
  const { outputs } = reports;
  const baseline = path('baseline');
  const newBaseline = path('writeBaseline');
  const draftPlan = path('draftPlan');
  if (newBaseline !== null) requireWritable([newBaseline]);
  requireNoPlan(draftPlan);
  const beside = dirname(outputs[0]?.path ?? join(directory, 'report'));
  const stateFile = target === '-' ? null : join(beside, STATE_NAME);
  if (textOption(given, 'for') !== undefined) {
    throw new Failure('usage', '--for goes with --live only', 'Leave it out: files end by themselves.');
  }
  const isResumed = isGiven(given, 'resume');
  if (isResumed && stateFile === null) {
    throw new Failure('usage', 'standard input cannot be resumed', 'Save it to a file first.');
  }
  const baselineKeyFile = path('baselineKey') ?? join(dirname(newBaseline ?? baseline ?? beside), KEY_NAME);
  const own = [
    baseline,
    newBaseline,
    baselineKeyFile,
    stateFile,
    draftPlan,
    ...outputs.map((each) => each.path),
  ];
  return {
    target,
    settings: {
      recordBytesMax: lineBytesMax(given),
      columns: columnsOf(given),
      since: sinceOf(given),
      share: sampleShare(given),
      notesFields: draftPlan !== null,
    },
    ...reports,
    vendor: vendorOf(given),
    failsOn: readFailOn(textOption(given, 'failOn')),
    baseline,
    newBaseline,
    baselineKeyFile,
    draftPlan,
    stateFile,
    isResumed,
    own: new Set(own.filter((each) => each !== null)),
  };
}

/** Rejects with a `Failure` of exit `usage` where an option is not right. */
export async function readReportRequest(
  { directory }: Pick<Context, 'directory'>,
  given: Given,
): Promise<ReportRequest> {
  const outputs = outputsOf(given, directory);
  requireWritable(outputs.map(({ path }) => path));
  return { outputs, anchorIn: await anchorsFor(given, outputs, directory) };
}

/** Throws a `Failure` where a draft would be written over a plan, or put its events among those of one; null for no draft. */
function requireNoPlan(path: string | null): void {
  if (path === null) return;
  const there = [path, join(dirname(path), 'events')].find((each) => existsSync(each));
  if (there === undefined) return;
  throw new Failure(
    'usage',
    `${there} is there already, and a draft is not written over a plan`,
    'Name --draft-plan in another directory, and take over from there what you want.',
  );
}

function outputsOf(given: Given, directory: string): AuditRequest['outputs'] {
  const written = given.options['output'];
  return (Array.isArray(written) ? written : []).map((each) => {
    const [format = '', ...rest] = String(each).split('=');
    const file = rest.join('=');
    if (file !== '' && Object.hasOwn(REPORT_FORMATS, format))
      return { format, path: resolve(directory, file) };
    const mend = `Write it as html=report.html; the formats are ${Object.keys(REPORT_FORMATS).join(', ')}.`;
    throw new Failure('usage', 'an --output is not a format and a file', mend);
  });
}

function lineBytesMax(given: Given): number {
  const written = textOption(given, 'lineMax') ?? '16';
  const size = Number(written);
  if (Number.isInteger(size) && size >= 1 && size <= LINE_MIB_MAX) return size * MIB;
  throw new Failure('usage', '--line-max is not a whole number of MiB', `Give 1 to ${LINE_MIB_MAX}.`);
}

function sampleShare(given: Given): number {
  const written = textOption(given, 'sample');
  if (written === undefined) return 1;
  const percent = Number(written.replace(/\s*%$/, ''));
  if (/\d/.test(written) && percent > 0 && percent <= 100) return percent / 100;
  throw new Failure(
    'usage',
    '--sample is not a share',
    'Give a percentage above 0 and up to 100, such as 5%.',
  );
}

async function anchorsFor(
  given: Given,
  outputs: AuditRequest['outputs'],
  directory: string,
): Promise<AuditRequest['anchorIn']> {
  if (!outputs.some(({ format }) => format === 'sarif')) return null;
  if (textOption(given, 'sarifAnchor') === 'plan') {
    // What reads plans takes more memory than what looks through events.
    const { readAnchors } = await import('./plan-anchor.ts');
    return readAnchors(directory, textOption(given, 'plan'));
  }
  throw new Failure(
    'usage',
    'an export has no line in a repository, which SARIF needs',
    'Add --sarif-anchor plan to point findings at the plan, or write json or junit.',
  );
}

const COLUMNS_MAX = 1000;

function columnsOf(given: Given): readonly string[] | null {
  const written = textOption(given, 'columns');
  if (written === undefined) return null;
  const columns = [...new Set(written.split(',').map((each) => each.trim()))];
  if (!columns.includes('') && columns.length <= COLUMNS_MAX) return columns;
  throw new Failure(
    'usage',
    '--columns is not a list of names',
    `Give up to ${COLUMNS_MAX} names of columns with commas between, such as email,notes.`,
  );
}

const DATE = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/;

/** A day begins in UTC, as everywhere in the report. */
function sinceOf(given: Given): number | null {
  const written = textOption(given, 'since');
  if (written === undefined) return null;
  const time = DATE.test(written) ? Date.parse(written) : Number.NaN;
  // `Date.parse` takes the 31st of any month; what it made of it must be the day that was written.
  const isDay = written.length > 10 || new Date(time || 0).toISOString().startsWith(written);
  if (!Number.isNaN(time) && isDay) return time;
  throw new Failure(
    'usage',
    '--since is not a date',
    'Write it as 2026-03-01, or with a time and zone: 2026-03-01T08:00:00Z.',
  );
}

function vendorOf(given: Given): AuditedVendor | null {
  const name = textOption(given, 'vendor');
  if (name === undefined) return null;
  const vendor = findVendor(name);
  if (vendor !== null) return vendor;
  throw new Failure(
    'usage',
    'this vendor is not known to the audit',
    `It knows ${AUDITED_VENDORS.join(', ')}.`,
  );
}
