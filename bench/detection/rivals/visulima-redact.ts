import type { Json } from '@headgate/core';
import type { Rival } from './rival.ts';

interface Library {
  readonly redact: (event: Json, rules: unknown) => Json;
  readonly standardRules: unknown;
}

export const visulimaRedact: Rival = {
  package: '@visulima/redact',
  version: '2.0.5',
  configuration: 'redact(event, standardRules)',
  open:
    ({ redact, standardRules }: Library) =>
    (event) =>
      redact(event, standardRules),
};
