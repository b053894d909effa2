import type { Fault } from '@headgate/core';

/** Why a decision does not count, after `…, `. */
export const FAULTS: Readonly<Record<Fault, string>> = {
  'other-change': 'the review is of another change',
  'by-author': 'who made the change cannot approve it',
  'not-in-role': 'reviewers.yaml does not give that role',
  'bad-signature': 'the signature is not of this decision and a key of theirs',
  expired: 'it has run out',
  'from-the-future': 'it was made later than now',
  'too-long': 'the glass may be broken for 72 hours at most',
  'forge-not-counted': 'reviewers.yaml in force does not count approvals of a forge',
  'no-monitor': 'its review does not name, under answers.monitor, who watches the event that is not to end',
  'other-login': 'the account is not one of theirs',
};
