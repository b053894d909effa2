import { eachText } from '../candidate.ts';
import type { Rival } from './rival.ts';

interface Library {
  readonly removePII: (text: string) => string;
}

export const removePii: Rival = {
  package: '@coffeeandfun/remove-pii',
  version: '3.0.1',
  configuration: 'removePII(text), each text and key',
  // It refuses empty texts.
  open: (library: Library) => eachText((text) => (text === '' ? text : library.removePII(text))),
};
