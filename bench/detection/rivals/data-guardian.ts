import type { Json } from '@headgate/core';
import type { Rival } from './rival.ts';

interface Library {
  readonly maskData: (event: Json) => Json;
}

export const dataGuardian: Rival = {
  package: 'data-guardian',
  version: '1.1.4',
  configuration: 'maskData(event)',
  open: (library: Library) => (event) => library.maskData(event),
};
