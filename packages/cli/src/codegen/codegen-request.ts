/** What `plan codegen` was asked for, checked before any file is read. */
import { CODE_LANGUAGES, isCodeLanguage } from '@headgate/core';
import type { CodeOptions, EventSpec } from '@headgate/core';
import { resolve } from 'node:path';
import { isGiven, textOption } from '../command.ts';
import type { Context, Given } from '../command.ts';
import { Failure } from '../exit.ts';

export interface CodegenRequest {
  readonly options: CodeOptions;
  /** Absolute path of the directory. */
  readonly directory: string;
  /** Compare only. */
  readonly isCheck: boolean;
}

/** Statuses that are written without being asked for. */
const STATUSES = ['active', 'deprecated'] as const;
/** Statuses that must be asked for. */
const INCLUDABLE = ['draft', 'retired'] as const satisfies readonly EventSpec['status'][];
const PACKAGE_STANDARD = 'telemetry';

/** Throws a `Failure` of exit `usage` that names the choices. */
export function readRequest(context: Context, given: Given): CodegenRequest {
  const language = textOption(given, 'lang');
  if (!isCodeLanguage(language)) {
    const names = Object.keys(CODE_LANGUAGES).join(', ');
    throw new Failure('usage', '--lang must name a language', `Name one of: ${names}.`);
  }
  const out = textOption(given, 'out');
  if (out === undefined) {
    throw new Failure('usage', '--out is missing', 'Name the directory to write to: --out src/telemetry.');
  }
  return {
    options: {
      language,
      sdk: chooseSdk(CODE_LANGUAGES[language].sdks, textOption(given, 'sdk')),
      packageName: choosePackage(CODE_LANGUAGES[language].packagePattern, textOption(given, 'package')),
      source: textOption(given, 'source') ?? null,
      statuses: [...STATUSES, ...included(given)],
      withNotes: !isGiven(given, 'bare'),
    },
    directory: resolve(context.directory, out),
    isCheck: isGiven(given, 'check'),
  };
}

/** The one named, or the only one there is; a vendor's word will do where the language has one SDK of that vendor. */
function chooseSdk(sdks: readonly string[], named: string | undefined): string {
  const [only = ''] = sdks;
  if (named === undefined && sdks.length === 1) return only;
  if (named !== undefined && sdks.includes(named)) return named;
  const alike = named === undefined ? [] : sdks.filter((sdk) => sdk.includes(named));
  const [match] = alike;
  if (match !== undefined && alike.length === 1) return match;
  const choices = (alike.length > 0 ? alike : sdks).join(', ');
  throw new Failure('usage', '--sdk must name a package to write for', `Name one of: ${choices}.`);
}

function choosePackage(pattern: RegExp | null, named: string | undefined): string {
  if (named === undefined) return PACKAGE_STANDARD;
  if (pattern === null) {
    throw new Failure('usage', 'files of this language declare no package', 'Leave --package out.');
  }
  if (pattern.test(named)) return named;
  throw new Failure(
    'usage',
    '--package is not a package name of the language',
    `It must match ${pattern.source}.`,
  );
}

function included(given: Given): EventSpec['status'][] {
  const listed = given.options['include'];
  const wanted: readonly unknown[] = Array.isArray(listed) ? listed : [];
  return wanted.map((status) => {
    const known = INCLUDABLE.find((each) => each === status);
    if (known !== undefined) return known;
    throw new Failure('usage', '--include must name a status', `Name one of: ${INCLUDABLE.join(', ')}.`);
  });
}
