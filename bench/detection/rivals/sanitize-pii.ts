import { eachText } from '../candidate.ts';
import type { Rival } from './rival.ts';

interface Library {
  readonly sanitizePii: (text: string) => string;
}

export const sanitizePii: Rival = {
  package: '@cdssnc/sanitize-pii',
  version: '2.1.1',
  configuration: 'sanitizePii(text), each text and key',
  open: (library: Library) => eachText((text) => library.sanitizePii(text)),
};
