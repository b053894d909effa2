/** What an audit is asked to do, read from the command line. */
import { dirname, join, resolve } from 'node:path';
import type { Context, Given } from '../command.ts';
import { isGiven, textOption } from '../command.ts';
import { Failure } from '../exit.ts';
import type { InspectSettings } from './inspect-chunk.ts';
import { REPORT_FORMATS } from './reports/index.ts';
import { AUDITED_VENDORS, findVendor } from './vendor-words.ts';
import type { AuditedVendor } from './vendor-words.ts';

export interface AuditRequest {
  readonly target: string;
  readonly settings: InspectSettings;
  readonly outputs: readonly { readonly format: string; readonly path: string }[];
  readonly vendor: AuditedVendor | null;
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

/** Throws a `Failure` of exit `usage` where an option is not right. */
export function readAuditRequest({ directory }: Context, given: Given): AuditRequest {
  const path = (name: string): string | null => {
    const written = textOption(given, name);
    return written === undefined ? null : resolve(directory, written);
  };
  const [target = ''] = given.args;
  const outputs = outputsOf(given, directory);
  const baseline = path('baseline');
  const newBaseline = path('writeBaseline');
  const draftPlan = path('draftPlan');
  const beside = dirname(outputs[0]?.path ?? join(directory, 'report'));
  const stateFile = target === '-' ? null : join(beside, STATE_NAME);
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
      share: sampleShare(given),
      notesFields: draftPlan !== null,
    },
    outputs,
    vendor: vendorOf(given),
    baseline,
    newBaseline,
    baselineKeyFile,
    draftPlan,
    stateFile,
    isResumed,
    own: new Set(own.filter((each) => each !== null)),
  };
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
