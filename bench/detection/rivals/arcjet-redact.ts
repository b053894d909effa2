import { eachTextLater } from '../candidate.ts';
import type { Rival } from './rival.ts';

interface Library {
  readonly redact: (text: string) => Promise<readonly [redacted: string, ...rest: unknown[]]>;
}

export const arcjetRedact: Rival = {
  package: '@arcjet/redact',
  version: '1.12.0',
  configuration: 'redact(text), all four entities, each text and key',
  open: ({ redact }: Library) => eachTextLater(async (text) => (await redact(text))[0]),
};
