import { eachTextLater } from '../candidate.ts';
import type { Rival } from './rival.ts';

interface Library {
  readonly OpenRedaction: new () => {
    readonly detect: (text: string) => Promise<{ readonly redacted: string }>;
  };
}

export const openredaction: Rival = {
  package: 'openredaction',
  version: '1.1.5',
  configuration: 'new OpenRedaction(), each text and key',
  open: ({ OpenRedaction }: Library) => {
    const redactor = new OpenRedaction();
    return eachTextLater(async (text) => (await redactor.detect(text)).redacted);
  },
};
