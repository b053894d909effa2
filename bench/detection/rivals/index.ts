import { arcjetRedact } from './arcjet-redact.ts';
import { dataGuardian } from './data-guardian.ts';
import { logtapeRedaction } from './logtape-redaction.ts';
import { openredaction } from './openredaction.ts';
import { redactPiiLight } from './redact-pii-light.ts';
import { redactPii } from './redact-pii.ts';
import { redactpiiNode } from './redactpii-node.ts';
import { removePii } from './remove-pii.ts';
import type { Rival } from './rival.ts';
import { sanitizePii } from './sanitize-pii.ts';
import { visulimaRedact } from './visulima-redact.ts';

export const RIVALS: readonly Rival[] = [
  openredaction,
  redactPii,
  redactPiiLight,
  redactpiiNode,
  visulimaRedact,
  arcjetRedact,
  sanitizePii,
  removePii,
  dataGuardian,
  logtapeRedaction,
];
