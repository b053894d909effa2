import type { Json } from '@headgate/core';
import { eachText } from '../candidate.ts';
import type { Rival } from './rival.ts';

interface LogRecord {
  readonly properties: Json;
  /** A record without message is refused. */
  readonly message: readonly [];
  readonly rawMessage: '';
}

interface Library {
  readonly redactByField: (sink: (record: LogRecord) => void) => (record: LogRecord) => void;
  readonly redactByPattern: (
    format: (text: string) => string,
    patterns: readonly unknown[],
  ) => (text: string) => string;
  readonly [pattern: `${string}_PATTERN`]: unknown;
}

export const logtapeRedaction: Rival = {
  package: '@logtape/redaction',
  version: '2.3.7',
  configuration: 'redactByField with its default fields, then redactByPattern with all its patterns',
  open: (library: Library) => {
    let held: Json = null;
    const byField = library.redactByField(({ properties }) => (held = properties));
    const patterns = Object.entries(library).flatMap(([name, each]) =>
      name.endsWith('_PATTERN') ? [each] : [],
    );
    const byPattern = eachText(library.redactByPattern((text) => text, patterns));
    return (event) => {
      byField({ properties: event, message: [], rawMessage: '' });
      return byPattern(held);
    };
  },
};
