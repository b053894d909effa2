import { eachText } from '../candidate.ts';
import type { Rival } from './rival.ts';

interface Library {
  readonly SyncRedactor: new () => { readonly redact: (text: string) => string };
}

export const redactPii: Rival = {
  package: 'redact-pii',
  version: '3.4.0',
  configuration: 'new SyncRedactor(), each text and key',
  open: ({ SyncRedactor }: Library) => {
    const redactor = new SyncRedactor();
    return eachText((text) => redactor.redact(text));
  },
};
