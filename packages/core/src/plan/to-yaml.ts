/** Writes plain data as YAML 1.2: block style for what has members, JSON's own style for all scalars. */
import type { Json } from '../event.ts';
import { isJsonArray, isJsonObject } from '../event.ts';

/** Lines of comment by the JSON pointer (RFC 6901) of the member that they stand above; `''` is the document. */
export type Comments = ReadonlyMap<string, readonly string[]>;

const NONE: Comments = new Map();
const PLAIN = /^[A-Za-z_][A-Za-z0-9_./-]*$/;
/** Words that YAML or its older version reads as something other than text. */
const RESERVED = /^(?:true|false|yes|no|on|off|null|y|n)$/i;

export function toYaml(value: Json, comments: Comments = NONE): string {
  const head = (comments.get('') ?? []).map((line) => `# ${oneLine(line)}\n`).join('');
  return `${head}${block(value, { depth: 0, pointer: '', comments }).trimStart()}\n`;
}

/** One member of a JSON pointer, escaped as RFC 6901 has it. */
export function pointerStep(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

interface Place {
  readonly depth: number;
  readonly pointer: string;
  readonly comments: Comments;
}

function block(value: Json, place: Place): string {
  const indent = `\n${'  '.repeat(place.depth)}`;
  if (isJsonArray(value)) {
    if (value.every((each) => typeof each !== 'object' || each === null)) {
      return ` [${value.map(scalar).join(', ')}]`;
    }
    return value
      .map((each, at) => `${indent}- ${block(each, below(place, String(at))).trimStart()}`)
      .join('');
  }
  if (!isJsonObject(value)) return ` ${scalar(value)}`;
  const members = Object.entries(value);
  if (members.length === 0) return ' {}';
  return members
    .map(([key, each]) => {
      const inner = below(place, key);
      const told = (place.comments.get(inner.pointer) ?? []).map((line) => `${indent}# ${oneLine(line)}`);
      return `${told.join('')}${indent}${scalar(key)}:${block(each, inner)}`;
    })
    .join('');
}

function below({ depth, pointer, comments }: Place, key: string): Place {
  return { depth: depth + 1, pointer: `${pointer}/${pointerStep(key)}`, comments };
}

/** A comment ends with its line, so nothing that ends a line may stand in it. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

/** A scalar as it may stand in block or flow style, on one line. */
export function scalar(value: Json): string {
  if (typeof value === 'string' && PLAIN.test(value) && !RESERVED.test(value)) return value;
  return JSON.stringify(value);
}
