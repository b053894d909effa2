import { eachText } from '../candidate.ts';
import type { Rival } from './rival.ts';

interface Library {
  readonly SyncRedactor: new () => { readonly redact: (text: string) => string };
}

export const redactPiiLight: Rival = {
  package: '@libretto/redact-pii-light',
  version: '1.0.1',
  configuration: 'new SyncRedactor(), each text and key',
  open: ({ SyncRedactor }: Library) => {
    const redactor = new SyncRedactor();
    return eachText((text) => redactor.redact(text));
  },
};
