import { describe, expect, it } from 'vitest';
import { writtenReviewers } from '../../lock/reviewers.ts';
import type { Reviewers } from '../../lock/reviewers.ts';
import { reviewerChanges } from './reviewer.ts';

const KEY = 'ssh-ed25519 AAAA';

function file(other: object = {}, person: object = {}): Reviewers {
  const reviewers = [{ by: 'pia', roles: ['privacy'], keys: [KEY], ...person }];
  return writtenReviewers.parse({ apiVersion: 'headgate/v1', kind: 'reviewers', reviewers, ...other });
}

describe('a change of the reviewers', () => {
  it.each<[string, Reviewers, Reviewers, string[]]>([
    ['approvals of a forge count', file(), file({ forge_approvals: true }), ['A09']],
    ['they count no more', file({ forge_approvals: true }), file({ forge_approvals: false }), ['A10']],
    ['it is said that they do not count', file(), file({ forge_approvals: false }), ['K06']],
    ['an account is added', file(), file({}, { forge: { github: 'pia' } }), ['A17']],
    [
      'an account is another',
      file({}, { forge: { gitlab: 'a' } }),
      file({}, { forge: { gitlab: 'b' } }),
      ['A17'],
    ],
    ['an account is gone', file({}, { forge: { github: 'pia' } }), file(), ['A18']],
    ['owners sign', file(), file({ owner_approvals: true }), ['A10']],
    ['owners sign no more', file({ owner_approvals: true }), file(), ['A09']],
    ['a team is named', file(), file({ teams: { privacy: { name: '@shop/privacy', id: 1 } } }), ['A08']],
    [
      'a team has another number',
      file({ owners: { web: { name: '@shop/web' } } }),
      file({ owners: { web: { name: '@shop/web', id: 1 } } }),
      ['A08'],
    ],
    ['nothing changes', file({ forge_approvals: true }), file({ forge_approvals: true }), []],
  ])('is seen when %s', (_, before, after, kinds) => {
    expect(reviewerChanges({ before, after }).map(({ kind }) => kind)).toEqual(kinds);
  });
});
