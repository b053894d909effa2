/** The configuration in force, fit to be shown: references as they are written, every other secret as `****`. */
import { SINKS, VENDORS } from '@headgate/core';
import type { Config } from './config.ts';
import { isReference } from './references.ts';
import type { WrittenConfig } from './written-config.ts';

const MASK = '****';
/** Settings that are secret by name, also when the vendor's kind is not known here. */
const SECRET_NAME = /secret|password|token|credential|key$/;

/** Everything with its value in force. Write keys are masked too: they are no secret, but nobody needs to see them. */
export function maskConfig(config: Config): WrittenConfig {
  const { written } = config;
  const kinds = [...Object.values(VENDORS), ...Object.values(SINKS)];
  const secrets = new Set(kinds.flatMap((kind) => [...kind.secrets]));
  const maskSettings = <S extends Readonly<Record<string, unknown>>>(settings: S): S => {
    const masked = Object.entries(settings).map(([key, value]) => {
      const isSecret = secrets.has(key) || SECRET_NAME.test(key);
      return [key, isSecret ? maskAny(value) : maskAddress(value)] as const;
    });
    return Object.assign({ ...settings }, Object.fromEntries(masked));
  };
  return {
    ...written,
    sources: mapValues(written.sources, (source) => ({ ...source, write_key: maskText(source.write_key) })),
    vendors: mapValues(written.vendors, (environments) =>
      mapValues(environments, (settings) => settings && maskSettings(settings)),
    ),
  };
}

function maskText(text: string): string {
  return isReference(text) ? text : MASK;
}

function maskAny(value: unknown): unknown {
  return typeof value === 'string' ? maskText(value) : MASK;
}

/** An address may carry a password or a token. */
function maskAddress(value: unknown): unknown {
  if (typeof value !== 'string' || isReference(value)) return value;
  return value
    .replace(/^([a-z]+:\/\/)[^/@]*@/i, `$1${MASK}@`)
    .replace(/^([a-z]+:\/\/[^?#]*)[?#].*$/is, `$1?${MASK}`);
}

function mapValues<V, W>(table: Readonly<Record<string, V>>, map: (value: V) => W): Record<string, W> {
  return Object.fromEntries(Object.entries(table).map(([key, value]) => [key, map(value)]));
}
