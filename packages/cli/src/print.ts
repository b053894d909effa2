/**
 * Where a command writes. Data goes to stdout, everything else to stderr; JSON is never coloured. Text that came from
 * outside passes `printable` first, so that nothing can steer the terminal.
 */
import { styleText } from 'node:util';

export const FORMATS = ['human', 'json'] as const;
type Format = (typeof FORMATS)[number];
export const COLORS = ['auto', 'always', 'never'] as const;
type Color = (typeof COLORS)[number];

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** The part of a stream that is needed here; `process.stdout` has it. */
export interface Sink {
  readonly isTTY?: boolean;
  /** Characters of a line, where it is a terminal. */
  readonly columns?: number;
  write(text: string): unknown;
}

export interface PrintOptions {
  readonly format: Format;
  readonly color: Color;
  /** No notes; data and errors still come. */
  readonly quiet: boolean;
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface Print {
  readonly format: Format;
  /** One line or block of data, to stdout. */
  readonly data: (text: string) => void;
  /** One JSON document on one line, to stdout. */
  readonly json: (value: unknown) => void;
  /** What a person may like to know, to stderr; silent when quiet. */
  readonly note: (text: string) => void;
  /** What a person must know, to stderr, quiet or not. */
  readonly error: (text: string) => void;
  /** Styles text for stdout, or for stderr where so said. Gives it back bare where colour is off. */
  readonly style: (style: Style, text: string, to?: 'stdout' | 'stderr') => string;
}

export function createPrint(options: PrintOptions): Print {
  const { format, stdout, stderr } = options;
  const colored = {
    stdout: format === 'human' && isColored(options, stdout),
    stderr: isColored(options, stderr),
  };
  return {
    format,
    data: (text) => void stdout.write(`${text}\n`),
    json: (value) => void stdout.write(`${JSON.stringify(value)}\n`),
    note: (text) => void (options.quiet || stderr.write(`${text}\n`)),
    error: (text) => void stderr.write(`${text}\n`),
    style: (style, text, to = 'stdout') =>
      colored[to] ? styleText(style, text, { validateStream: false }) : text,
  };
}

/** `--color` wins; then NO_COLOR (https://no-color.org) and FORCE_COLOR where set and not empty; then the terminal. */
function isColored({ color, environment }: PrintOptions, stream: Sink): boolean {
  if (color !== 'auto') return color === 'always';
  if (isSet(environment['NO_COLOR'])) return false;
  if (isSet(environment['FORCE_COLOR'])) return environment['FORCE_COLOR'] !== '0';
  return stream.isTTY === true && environment['TERM'] !== 'dumb';
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}

/** Shows control and direction-changing characters as escapes, so that foreign text stays text. */
export function printable(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

/** Rows under a heading in aligned columns, two spaces apart; no trailing spaces. Cells must be printable. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, at) => Math.max(...all.map((row) => (row[at] ?? '').length)));
  return all
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
