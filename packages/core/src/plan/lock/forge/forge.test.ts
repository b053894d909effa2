import { describe, expect, it } from 'vitest';
import { NO_REVIEWERS, writtenReviewers } from '../reviewers.ts';
import type { Reviewers } from '../reviewers.ts';
import type { ForgeVerdict, ReadRequest } from './forge-request.ts';
import { readGithub } from './read-github.ts';
import { readGitlab } from './read-gitlab.ts';
import { takeApprovals } from './take-approvals.ts';
import type { TakenApprovals } from './take-approvals.ts';

const HEAD = 'a'.repeat(40);
const URL_OF_PULL = 'https://api.github.com/repos/shop/app/pulls/12';
const DAY_MS = 86_400_000;

const pull = {
  url: URL_OF_PULL,
  number: 12,
  user: { login: 'dev', id: 1 },
  head: { sha: HEAD, ref: 'wider' },
  base: { sha: 'c'.repeat(40), repo: { full_name: 'shop/app' } },
};

function reviewed(login: string | null, state: string, day: number, other: object = {}): object {
  return {
    id: day,
    user: login === null ? null : { login },
    body: 'ada@shop.example',
    state,
    pull_request_url: URL_OF_PULL,
    submitted_at: `2026-05-${String(day).padStart(2, '0')}T10:00:00Z`,
    commit_id: HEAD,
    ...other,
  };
}

function verdictsOf(read: ReadRequest): readonly ForgeVerdict[] | string {
  return read.kind === 'read' ? read.request.verdicts : read.message;
}

function statesOf(reviews: readonly unknown[]): unknown {
  const verdicts = verdictsOf(readGithub(pull, reviews));
  return typeof verdicts === 'string' ? verdicts : verdicts.map(({ login, state }) => [login, state]);
}

describe('reviews of GitHub', () => {
  it('count for the commit at the head of the request', () => {
    expect(readGithub(pull, [reviewed('pia', 'APPROVED', 2)])).toEqual({
      kind: 'read',
      request: {
        forge: 'github',
        request: 'shop/app#12',
        author: 'dev',
        commit: HEAD,
        verdicts: [{ login: 'pia', state: 'approved', at: '2026-05-02T10:00:00Z' }],
      },
    });
    expect(statesOf([reviewed('pia', 'APPROVED', 2, { commit_id: 'b'.repeat(40) })])).toEqual([
      ['pia', 'stale'],
    ]);
    expect(statesOf([reviewed('pia', 'APPROVED', 2, { commit_id: null })])).toEqual([['pia', 'stale']]);
  });

  it('are what each account said last, whatever the order; comments decide nothing', () => {
    const first = reviewed('pia', 'APPROVED', 2);
    const second = reviewed('pia', 'CHANGES_REQUESTED', 3);
    expect(statesOf([second, first])).toEqual([['pia', 'changes-requested']]);
    expect(statesOf([first, reviewed('pia', 'COMMENTED', 4), reviewed('sam', 'DISMISSED', 4)])).toEqual([
      ['pia', 'approved'],
      ['sam', 'dismissed'],
    ]);
    expect(statesOf([{ ...first, submitted_at: undefined, state: 'PENDING' }])).toEqual([]);
  });

  it('may come page by page', () => {
    expect(statesOf([[reviewed('pia', 'APPROVED', 2)], [reviewed('sam', 'APPROVED', 3)]])).toHaveLength(2);
  });

  it.each([
    ['of another request', [reviewed('pia', 'APPROVED', 2, { pull_request_url: `${URL_OF_PULL}3` })]],
    ['of another shape', { message: 'Not Found' }],
  ])('are refused when they are %s', (_, reviews) => {
    expect(readGithub(pull, reviews).kind).toBe('unreadable');
    expect(readGithub({}, []).kind).toBe('unreadable');
  });
});

const approved = (at: string | null, other: object = {}): object => ({
  iid: 7,
  project_id: 3,
  approved_by: [{ user: { username: 'pia' }, ...(at === null ? {} : { approved_at: at }) }],
  ...other,
});

const version = (sha: string, day: string): object => ({
  merge_request_id: 900,
  head_commit_sha: sha,
  created_at: `2026-05-${day}T00:00:00.000Z`,
});

describe('approvals of GitLab', () => {
  const merge = {
    id: 900,
    iid: 7,
    project_id: 3,
    sha: HEAD,
    author: { username: 'dev' },
    references: { full: 'shop/app!7' },
  };
  const versions = [version('b'.repeat(40), '01'), version(HEAD, '03')];

  it.each([
    ['2026-05-03T00:00:00.000Z', 'approved'],
    ['2026-05-02T23:59:59.999Z', 'stale'],
    [null, 'undated'],
  ])('given at %s are %s', (at, state) => {
    expect(verdictsOf(readGitlab(merge, approved(at), versions))).toEqual([{ login: 'pia', state, at }]);
  });

  it('are refused when they are of another request, or the versions end elsewhere', () => {
    const at = '2026-05-04T00:00:00Z';
    expect(readGitlab(merge, approved(at, { iid: 8 }), versions).kind).toBe('unreadable');
    expect(readGitlab(merge, approved(at), [version(HEAD, '03'), version('b'.repeat(40), '04')]).kind).toBe(
      'unreadable',
    );
    expect(readGitlab(merge, approved(at), []).kind).toBe('unreadable');
    expect(readGitlab(merge, { approved_by: [] }, versions).kind).toBe('unreadable');
    expect(readGitlab(pull, approved(at), versions).kind).toBe('unreadable');
  });
});

describe('an approval is taken', () => {
  const reviewers: Reviewers = {
    ...NO_REVIEWERS,
    forge_approvals: true,
    owners: { search: { people: ['ola@shop.example'] } },
    reviewers: [
      { by: 'ola@shop.example', roles: [], keys: [], forge: { github: 'ola' } },
      { by: 'pia@shop.example', roles: ['privacy', 'legal'], keys: [], forge: { github: 'Pia' } },
      { by: 'dev@shop.example', roles: ['privacy'], keys: [], forge: { github: 'dev' } },
      { by: 'sam@shop.example', roles: ['security'], keys: [], forge: { gitlab: 'sam', github: 'sam-hub' } },
    ],
  };

  function take(reviews: readonly object[], author: { login: string } | null = pull.user): TakenApprovals {
    const read = readGithub({ ...pull, user: author }, reviews);
    if (read.kind !== 'read') throw new Error(read.message);
    return takeApprovals(read.request, {
      required: ['privacy', 'legal'],
      owners: ['search'],
      reviewers,
      lastsMs: 90 * DAY_MS,
    });
  }

  it('for each role that is asked and that the person has, by the account whatever its case', () => {
    const { taken, refused, author } = take([reviewed('pia', 'APPROVED', 2)]);
    expect(author).toBe('dev@shop.example');
    expect(refused).toEqual([]);
    expect(taken.map(({ role, by }) => [role, by])).toEqual([
      ['privacy', 'pia@shop.example'],
      ['legal', 'pia@shop.example'],
    ]);
    expect(taken[0]).toMatchObject({
      commit: HEAD,
      request: 'shop/app#12',
      until: '2026-07-31T10:00:00.000Z',
    });
  });

  it('as that of an owner who is asked', () => {
    expect(take([reviewed('ola', 'APPROVED', 2)]).taken).toMatchObject([
      { role: 'owner', by: 'ola@shop.example' },
    ]);
  });

  it.each([
    ['dev', 'APPROVED', 'by-author'],
    ['eve', 'APPROVED', 'unknown-login'],
    // A name of another forge is not one of this.
    ['sam', 'APPROVED', 'unknown-login'],
    ['sam-hub', 'APPROVED', 'no-role-asked'],
    ['pia', 'CHANGES_REQUESTED', 'changes-requested'],
    ['pia', 'DISMISSED', 'dismissed'],
    [null, 'APPROVED', 'unknown-login'],
  ])('not of %s who says %s', (login, state, reason) => {
    expect(take([reviewed(login, state, 2)])).toMatchObject({ taken: [], refused: [{ login, reason }] });
  });

  it('of nobody where it is not known who made the request', () => {
    expect(take([reviewed('pia', 'APPROVED', 2)], null).taken).toEqual([]);
  });
});

const file = (reviewers: readonly object[]): boolean =>
  writtenReviewers.safeParse({ apiVersion: 'headgate/v1', kind: 'reviewers', reviewers }).success;

const eveWith = (key: string): object => ({ by: 'eve', roles: ['security'], keys: [key] });

describe('a reviewer', () => {
  it('has keys of nobody else, whatever is written behind them', () => {
    const key = `ssh-ed25519 ${'A'.repeat(68)}`;
    const pia = { by: 'pia', roles: ['privacy'], keys: [key] };
    expect(file([pia, eveWith(key.replace('AAAA', 'AAAB'))])).toBe(true);
    expect(file([{ ...pia, keys: [key, `${key} at home`] }])).toBe(true);
    for (const same of [key, `${key} eve@shop.example`, `${key}=`])
      expect(file([pia, eveWith(same)])).toBe(false);
  });

  it('has a key or an account, which is of nobody else', () => {
    const pia = { by: 'pia', roles: ['privacy'], forge: { github: 'pia' } };
    expect(file([pia])).toBe(true);
    expect(file([{ by: 'pia', roles: ['privacy'] }])).toBe(false);
    expect(file([pia, { ...pia, by: 'eve', forge: { github: 'PIA' } }])).toBe(false);
    expect(file([pia, { ...pia, by: 'eve', forge: { gitlab: 'pia' } }])).toBe(true);
  });
});
