/** The rules beyond the language, in the order in which they are told. */
import type { LintRule } from '../rule.ts';
import { missingOwner, missingQuestion } from './accountability.ts';
import { badFieldExample } from './bad-field-example.ts';
import { fieldCasing, idCasing } from './casing.ts';
import { expiredEvent, expiresNever, expiresTooFar } from './event-expiry.ts';
import { freeTextTier } from './free-text-tier.ts';
import { gateWithoutDiversity } from './gate-without-diversity.ts';
import { identifyingEvent } from './identifying-event.ts';
import { sharedIdentifier, sharedMoment } from './linkable-fields.ts';
import { nameCategoryMismatch } from './name-category-mismatch.ts';
import { redundantTier } from './redundant-tier.ts';
import { repeatedEntry } from './repeated-entry.ts';
import { similarEvents, similarFields } from './similar-names.ts';
import { specialCategory } from './special-category.ts';
import { tombstoneReuse } from './tombstone-reuse.ts';
import { vendorWithoutPurpose } from './vendor-without-purpose.ts';
import { withheldByCeiling } from './withheld-by-ceiling.ts';

export const LINT_RULES: readonly LintRule[] = [
  badFieldExample,
  nameCategoryMismatch,
  specialCategory,
  freeTextTier,
  withheldByCeiling,
  identifyingEvent,
  gateWithoutDiversity,
  sharedIdentifier,
  sharedMoment,
  expiredEvent,
  expiresTooFar,
  expiresNever,
  missingOwner,
  missingQuestion,
  vendorWithoutPurpose,
  tombstoneReuse,
  fieldCasing,
  idCasing,
  similarFields,
  similarEvents,
  redundantTier,
  repeatedEntry,
];
