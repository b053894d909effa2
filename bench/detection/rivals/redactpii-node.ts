import { eachText } from '../candidate.ts';
import type { Rival } from './rival.ts';

interface Library {
  readonly Redactor: new () => { readonly redact: (text: string) => string };
}

export const redactpiiNode: Rival = {
  package: '@redactpii/node',
  version: '1.0.17',
  configuration: 'new Redactor(), each text and key',
  open: ({ Redactor }: Library) => {
    const redactor = new Redactor();
    return eachText((text) => redactor.redact(text));
  },
};
