/**
 * SDKs that a page loads from their vendors, or from a CDN that serves npm's packages: script elements, and the snippets that make
 * them. The forms are those that they publish (https://docs.mixpanel.com/docs/tracking-methods/sdks/javascript, https://posthog.com/docs/libraries/js,
 * https://amplitude.com/docs/sdks/analytics/browser/browser-sdk-2, https://segment.com/docs/connections/sources/catalog/libraries/website/javascript/quickstart/,
 * https://docs.sentry.io/platforms/javascript/install/, https://developers.google.com/tag-platform/tag-manager/web,
 * https://www.jsdelivr.com/documentation, https://unpkg.com, https://esm.sh, 2026-11-27).
 */
import type { TextFile } from '../init/read-packages.ts';
import { EXTRACTORS } from './extractors/index.ts';

export interface FoundScript {
  /** Package of the SDK; null for a tag manager, which loads whatever it is told to. */
  readonly package: string | null;
  /** What it is, as it is told: never the address as written, which may hold a key. */
  readonly what: string;
  /** Host and path; of a key only its place. */
  readonly asks: string;
  /** Null where the address names no version: the vendor then chooses it, any day. */
  readonly version: string | null;
  readonly file: string;
  readonly line: number;
  /** Whether the page holds the script to a digest. */
  readonly hasIntegrity: boolean;
}

interface Sign {
  readonly package: string | null;
  readonly what: string;
  readonly asks: string;
  /** Its first group is the version, where the address has one. */
  readonly pattern: RegExp;
}

const SIGNS: readonly Sign[] = [
  {
    package: 'mixpanel-browser',
    what: 'Mixpanel from its CDN',
    asks: 'https://cdn.mxpnl.com/libs/',
    pattern: /cdn\.(?:mxpnl|mixpanel)\.com\/libs\/mixpanel-(?:js-)?(\d+\.\d+\.\d+)?/g,
  },
  {
    package: 'posthog-js',
    what: 'PostHog from its CDN',
    asks: 'https://us-assets.i.posthog.com/static/array.js',
    pattern: /\/static\/(?:(\d+\.\d+\.\d+)\/)?array(?:\.full)?\.js/g,
  },
  {
    package: '@amplitude/analytics-browser',
    what: 'Amplitude from its CDN',
    asks: 'https://cdn.amplitude.com/libs/',
    pattern: /cdn\.(?:eu\.)?amplitude\.com\/libs\/(?:analytics-browser|amplitude)-(\d+\.\d+\.\d+)/g,
  },
  {
    package: '@amplitude/analytics-browser',
    what: 'Amplitude’s script made for one project',
    asks: 'https://cdn.amplitude.com/script/<key>.js',
    pattern: /cdn\.(?:eu\.)?amplitude\.com\/script\//g,
  },
  {
    package: '@segment/analytics-next',
    what: 'Segment’s snippet',
    asks: 'https://cdn.segment.com/analytics.js/v1/<key>/analytics.min.js',
    pattern: /cdn\.segment\.com\/analytics\.js\/v1\//g,
  },
  {
    package: '@sentry/browser',
    what: 'Sentry from its CDN',
    asks: 'https://browser.sentry-cdn.com/<version>/',
    pattern: /browser\.sentry-cdn\.com\/(\d+\.\d+\.\d+)\//g,
  },
  {
    package: '@sentry/browser',
    what: 'Sentry’s loader, whose options are set at Sentry',
    asks: 'https://js.sentry-cdn.com/<key>.min.js',
    pattern: /js(?:-[a-z]{2})?\.sentry-cdn\.com\//g,
  },
  {
    package: null,
    what: 'Google Tag Manager',
    asks: 'https://www.googletagmanager.com/gtm.js',
    pattern: /googletagmanager\.com\/gtm\.js/g,
  },
  {
    package: null,
    what: 'Google’s tag (gtag.js)',
    asks: 'https://www.googletagmanager.com/gtag/js',
    pattern: /googletagmanager\.com\/gtag\/js/g,
  },
];

/** CDNs that serve any package of npm, and what stands before its name there. */
const PACKAGE_CDNS = [
  { name: 'jsDelivr', prefix: 'https://cdn.jsdelivr.net/npm/' },
  { name: 'unpkg', prefix: 'https://unpkg.com/' },
  { name: 'esm.sh', prefix: 'https://esm.sh/' },
] as const;

/** A range or a tag, as in `@2` and `@latest`, is no version: the CDN then chooses it. */
const PACKAGE_SIGNS: readonly Sign[] = EXTRACTORS.flatMap(({ package: name }) =>
  PACKAGE_CDNS.map(({ name: cdn, prefix }): Sign => {
    const address = `${prefix.slice('https:'.length)}${name}`.replaceAll('.', String.raw`\.`);
    return {
      package: name,
      what: `${name} from ${cdn}`,
      asks: `${prefix}${name}`,
      pattern: new RegExp(`${address}(?![\\w-])(?:@(\\d+\\.\\d+\\.\\d+)(?![\\w.-]))?`, 'g'),
    };
  }),
);

/** Each sign once a file. */
export function findScripts({ path, text }: TextFile): readonly FoundScript[] {
  return [...SIGNS, ...PACKAGE_SIGNS].flatMap(
    ({ pattern, package: name, what, asks }): readonly FoundScript[] => {
      const found = text.matchAll(pattern).next().value;
      if (found === undefined) return [];
      const element = text.slice(text.lastIndexOf('<', found.index), text.indexOf('>', found.index) + 1);
      return [
        {
          package: name,
          what,
          asks,
          version: found[1] ?? null,
          file: path,
          line: lineAt(text, found.index),
          hasIntegrity: /^<script\b[^>]*\bintegrity\s*=/i.test(element),
        },
      ];
    },
  );
}

/** Scripts written in the page, on the lines on which they stand. */
export function inlineScripts({ path, text }: TextFile): readonly TextFile[] {
  return [...text.matchAll(/<script\b[^>]*>([^]*?)<\/script\s*>/gi)].flatMap((found) => {
    const [whole, body = ''] = found;
    if (body.trim() === '') return [];
    const line = lineAt(text, found.index + whole.indexOf('>') + 1);
    return [{ path, text: '\n'.repeat(line - 1) + body }];
  });
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
