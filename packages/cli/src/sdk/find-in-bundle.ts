/** SDKs inside a built bundle, by texts that a minifier leaves alone; and their defaults, as they were shipped. */
import type { TextFile } from '../init/read-packages.ts';
import type { SdkDefault } from './defaults.ts';
import { readBundle } from './read-defaults.ts';
import { parseModule } from './syntax.ts';

export interface BundledSdk {
  readonly package: string;
  readonly file: string;
  /** Null where no mark of it is left. */
  readonly version: string | null;
  /** `sure`: every mark. `likely`: more than half. */
  readonly certainty: 'sure' | 'likely';
  readonly defaults: readonly SdkDefault[];
  readonly unread: readonly string[];
}

interface Marks {
  readonly package: string;
  readonly texts: readonly string[];
  /** Its first group is the version. */
  readonly version: RegExp;
}

/** Read in the builds that the packages bring along, of the versions that docs/sdk-audit.md names. */
const MARKS: readonly Marks[] = [
  {
    package: 'mixpanel-browser',
    texts: ['opt_out_tracking_by_default', '__mpso', 'api-js.mixpanel.com'],
    version: /(?:LIB_VERSION|\$lib_version)["']?\s*[:=,]\s*["'`](\d+\.\d+\.\d+)["'`]/,
  },
  {
    package: 'posthog-js',
    texts: ['opt_out_capturing_by_default', '__ph_opt_in_out_', 'respect_dnt'],
    version: /LIB_VERSION["']?\s*[:=]\s*["'`](\d+\.\d+\.\d+)["'`]/,
  },
  {
    package: '@amplitude/analytics-browser',
    texts: ['amplitude-ts', 'api2.amplitude.com', 'AMP'],
    version:
      /amplitude-ts[^;]{0,60}?\.concat\(["'`](\d+\.\d+\.\d+)["'`]|["'`](\d+\.\d+\.\d+)["'`],\s*[\w$]{1,8}\s*=\s*["'`]amplitude-ts/,
  },
  {
    package: '@segment/analytics-next',
    texts: ['ajs_anonymous_id', 'npm:next', 'cdn.segment.com'],
    version:
      /npm:next[^,;]{0,12}-(\d+\.\d+\.\d+)|["'`](\d+\.\d+\.\d+)["'`],\s*[\w$]{1,8}\s*=\s*["'`]npm["'`]|\{return \w\}\}\);var \w="(1\.[1-9]\d*\.\d+)"\}/,
  },
  {
    package: '@sentry/browser',
    texts: ['sentry.javascript', '__SENTRY__', 'sendClientReports'],
    version: /\.version\s*\|\|\s*["'`](\d+\.\d+\.\d+)["'`]/,
  },
];

export function findInBundle({ path, text }: TextFile): readonly BundledSdk[] {
  const found = MARKS.flatMap((marks) => {
    const count = marks.texts.filter((mark) => text.includes(mark)).length;
    return count * 2 > marks.texts.length ? [{ marks, count }] : [];
  });
  if (found.length === 0) return [];
  const module = parseModule(path, text);
  return found.map(({ marks, count }): BundledSdk => {
    const version = marks.version
      .exec(text)
      ?.slice(1)
      .find((group) => group !== undefined);
    const read = module === null ? { defaults: [], unread: ['*'] } : readBundle(marks.package, module);
    return {
      package: marks.package,
      file: path,
      version: version ?? null,
      certainty: count === marks.texts.length ? 'sure' : 'likely',
      ...read,
    };
  });
}
