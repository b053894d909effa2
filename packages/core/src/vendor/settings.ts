/** Reads a vendor's settings as written in the configuration. Says which setting is wrong and never repeats its value. */
import { isJsonArray, isJsonObject } from '../event.ts';
import type { Json } from '../event.ts';
import { hasErrors } from '../issue.ts';
import type { Checked, Issue } from '../issue.ts';

/** Where a vendor listens. */
export interface VendorUrl {
  /** Origin and path without a trailing slash, for example `https://api.mixpanel.com`. */
  readonly base: string;
  /** Host in lower case, with the port where it is not the scheme's own. */
  readonly host: string;
}

export interface TextRule {
  /** Used when the setting is absent; without it the setting is required. */
  readonly fallback?: string;
  readonly pattern?: RegExp;
  /** What the pattern asks for, to follow "must be". */
  readonly shape?: string;
  /** Characters at most. Default 2048. */
  readonly lengthMax?: number;
}

export interface SettingsReader {
  /** The text, its fallback, or `''` with an issue noted. A whole number counts as the text of its digits. */
  text(key: string, rule?: TextRule): string;
  /** `query`: whether the address may carry one. Empty with an issue noted when it is no web address. */
  url(key: string, options?: { readonly fallback?: string; readonly query?: boolean }): VendorUrl;
  /** The texts of a list, 1 to 100 of them, each after the rule; empty with an issue noted. */
  texts(key: string, rule: Pick<TextRule, 'pattern' | 'shape'>): readonly string[];
  /** Yes or no, as a boolean or as text; the fallback when absent. */
  flag(key: string, fallback: boolean): boolean;
  /** Whether the setting is written at all. */
  has(key: string): boolean;
  /** An error about one setting. */
  refuse(key: string, message: string, mend: string): void;
  /** A warning under a rule of its own. */
  warn(rule: string, message: string, mend: string): void;
  /** The value when no error was noted, and every issue. */
  finish<S>(settings: S): Checked<S>;
}

const TEXT_LENGTH_MAX = 2048;
const TEXTS_MAX = 100;
/** `yes` and `no` are texts in YAML 1.2 (https://yaml.org/spec/1.2.2/ §10.3.2), and variables know nothing but text. */
const FLAGS: ReadonlyMap<Json | undefined, boolean> = new Map<Json, boolean>([
  [true, true],
  ['true', true],
  ['yes', true],
  [false, false],
  ['false', false],
  ['no', false],
]);
/** Scheme, host (name, IPv4 or bracketed IPv6), port, path, query. No user name: credentials have their own settings. */
const URL_SHAPE =
  /^(https?):\/\/([a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::(\d{1,5}))?(\/[^\s?#]*)?(\?[^\s#]*)?$/i;
const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 };
const NOWHERE: VendorUrl = { base: '', host: '' };

/** Starts reading; keys that are not in `known` are errors. */
export function createSettingsReader(written: Json, file: string, known: readonly string[]): SettingsReader {
  const issues: Issue[] = [];
  const note = (rule: string, level: Issue['level'], message: string, mend: string): void => {
    issues.push({ rule, level, message, mend, file, line: 0, column: 0 });
  };
  const refuse: SettingsReader['refuse'] = (key, message, mend) => {
    note('vendor-setting', 'error', `The setting ${key} ${message}.`, mend);
  };
  if (!isJsonObject(written))
    note('vendor-setting', 'error', 'Vendor settings must be a mapping.', `Write ${known.join(', ')}.`);
  const values = isJsonObject(written) ? written : {};
  for (const key of Object.keys(values)) {
    if (!known.includes(key)) refuse(JSON.stringify(key), 'is unknown', `Use one of ${known.join(', ')}.`);
  }

  const text: SettingsReader['text'] = (key, rule = {}) => {
    const value = readText(Object.hasOwn(values, key) ? values[key] : undefined) ?? rule.fallback;
    if (value === undefined) {
      refuse(key, 'is missing or is no text', `Give ${key} as text.`);
      return '';
    }
    if (!fits(value, rule))
      refuse(key, `must be ${rule.shape ?? 'text that is not empty'}`, `Correct ${key}.`);
    return value;
  };

  const url: SettingsReader['url'] = (key, options = {}) => {
    const value = text(key, options.fallback === undefined ? {} : { fallback: options.fallback });
    const parsed = parseUrl(value, options.query ?? false);
    if (parsed === null) {
      refuse(key, 'must be an http or https address', `Write ${key} like https://host.example/path.`);
      return NOWHERE;
    }
    if (parsed.base.startsWith('http:')) {
      const message = `The setting ${key} sends events unencrypted.`;
      note('plain-http', 'warning', message, 'Use https unless the host is your own machine.');
    }
    return parsed;
  };

  const texts: SettingsReader['texts'] = (key, rule) => {
    const items = Object.hasOwn(values, key) ? values[key] : undefined;
    const list = isJsonArray(items) ? items.map((value) => readText(value) ?? '') : [];
    if (list.length > 0 && list.length <= TEXTS_MAX && list.every((value) => fits(value, rule))) return list;
    refuse(
      key,
      `must be a list of 1 to ${TEXTS_MAX}, each ${rule.shape ?? 'text that is not empty'}`,
      `Correct ${key}.`,
    );
    return [];
  };

  const flag: SettingsReader['flag'] = (key, fallback) => {
    const value = FLAGS.get(Object.hasOwn(values, key) ? values[key] : fallback);
    if (value === undefined) refuse(key, 'must be yes or no', `Correct ${key}.`);
    return value ?? fallback;
  };

  return {
    text,
    url,
    texts,
    flag,
    has: (key) => Object.hasOwn(values, key),
    refuse,
    warn: (rule, message, mend) => note(rule, 'warning', message, mend),
    finish: (settings) => ({ value: hasErrors(issues) ? null : settings, issues }),
  };
}

function fits(value: string, rule: TextRule): boolean {
  const isShort = value.length <= (rule.lengthMax ?? TEXT_LENGTH_MAX);
  return value !== '' && isShort && (rule.pattern?.test(value) ?? true);
}

function parseUrl(value: string, query: boolean): VendorUrl | null {
  const [, written = '', name = '', port = '', path = '', search = ''] = URL_SHAPE.exec(value) ?? [];
  if (written === '' || (search !== '' && !query)) return null;
  const scheme = written.toLowerCase();
  const suffix = portSuffix(port, DEFAULT_PORTS[scheme]);
  if (suffix === null) return null;
  const host = `${name.toLowerCase()}${suffix}`;
  return { host, base: `${scheme}://${host}${path.replace(/\/+$/, '')}${search}` };
}

/** `:port`, empty where it is the scheme's own, or null when it is no port. */
function portSuffix(port: string, ownPort: number | undefined): string | null {
  if (port === '') return '';
  const number = Number(port);
  if (number < 1 || number > 65_535) return null;
  return number === ownPort ? '' : `:${number}`;
}

function readText(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : undefined;
}
