/** Writes plain data as YAML 1.2: block style for what has members, JSON's own style for all scalars. */
import type { Json } from '@headgate/core';
import { isJsonArray, isJsonObject } from '@headgate/core';

const PLAIN = /^[A-Za-z_][A-Za-z0-9_./-]*$/;
/** Words that YAML or its older version reads as something other than text. */
const RESERVED = /^(?:true|false|yes|no|on|off|null|y|n)$/i;

export function toYaml(value: Json): string {
  return `${block(value, 0).trimStart()}\n`;
}

function block(value: Json, depth: number): string {
  const indent = `\n${'  '.repeat(depth)}`;
  if (isJsonArray(value)) {
    if (value.every((each) => typeof each !== 'object')) return ` [${value.map(scalar).join(', ')}]`;
    return value.map((each) => `${indent}- ${block(each, depth + 1).trimStart()}`).join('');
  }
  if (!isJsonObject(value)) return ` ${scalar(value)}`;
  const members = Object.entries(value);
  if (members.length === 0) return ' {}';
  return members.map(([key, each]) => `${indent}${scalar(key)}:${block(each, depth + 1)}`).join('');
}

/** A scalar as it may stand in block or flow style, on one line. */
export function scalar(value: Json): string {
  if (typeof value === 'string' && PLAIN.test(value) && !RESERVED.test(value)) return value;
  return JSON.stringify(value);
}
