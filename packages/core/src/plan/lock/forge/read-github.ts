/**
 * A pull request and its reviews as GitHub's REST API gives them: `GET /repos/{owner}/{repo}/pulls/{number}` and
 * `GET …/pulls/{number}/reviews` (https://docs.github.com/en/rest/pulls/reviews, API version 2022-11-28). What else they say
 * is not looked at.
 */
import { z } from 'zod';
import { VERDICTS_MAX, commitName } from './forge-request.ts';
import type { ForgeState, ForgeVerdict, ReadRequest } from './forge-request.ts';

const account = z.object({ login: z.string().min(1) }).nullable();
const pullRequest = z.object({
  url: z.string(),
  number: z.int(),
  user: account,
  head: z.object({ sha: commitName }),
  base: z.object({ repo: z.object({ full_name: z.string() }) }),
});
const review = z.object({
  user: account,
  state: z.string(),
  pull_request_url: z.string(),
  /** Missing for a review that is not sent yet. */
  submitted_at: z.iso.datetime({ offset: true }).optional(),
  /** Null where the commit is gone. */
  commit_id: z.string().nullish(),
});
type GithubReview = z.infer<typeof review>;
/** Pages that were put in one list of lists (`gh api --paginate --slurp`) are read as well. */
const reviewList = z.array(z.union([review, z.array(review)])).max(VERDICTS_MAX);

/** Comments and reviews that are not sent yet decide nothing. */
const DECISIVE: ReadonlySet<string> = new Set(['APPROVED', 'CHANGES_REQUESTED', 'DISMISSED']);

/** Both files as parsed JSON. */
export function readGithub(pull: unknown, reviews: unknown): ReadRequest {
  const request = pullRequest.safeParse(pull);
  if (!request.success) return { kind: 'unreadable', message: 'The request is no pull request of GitHub.' };
  const list = reviewList.safeParse(reviews);
  if (!list.success)
    return { kind: 'unreadable', message: 'The approvals are no list of reviews of GitHub.' };
  const { url, number, user, head, base } = request.data;
  const all = list.data.flat();
  if (all.some((each) => each.pull_request_url !== url)) {
    return { kind: 'unreadable', message: 'The approvals are of another pull request.' };
  }
  return {
    kind: 'read',
    request: {
      forge: 'github',
      request: `${base.repo.full_name}#${number}`,
      author: user?.login ?? null,
      commit: head.sha,
      verdicts: lastOfEach(all).map((each) => verdictOf(each, head.sha)),
    },
  };
}

/** A later word of an account takes the place of the earlier one. */
function lastOfEach(reviews: readonly GithubReview[]): GithubReview[] {
  const decisive = reviews
    .filter(({ state, submitted_at }) => DECISIVE.has(state) && submitted_at !== undefined)
    .toSorted((left, right) => Date.parse(left.submitted_at ?? '') - Date.parse(right.submitted_at ?? ''));
  return [...new Map(decisive.map((each) => [each.user?.login ?? '', each])).values()];
}

function verdictOf(given: GithubReview, head: string): ForgeVerdict {
  return { login: given.user?.login ?? null, state: stateOf(given, head), at: given.submitted_at ?? null };
}

function stateOf({ state, commit_id: commit }: GithubReview, head: string): ForgeState {
  if (state === 'CHANGES_REQUESTED') return 'changes-requested';
  if (state === 'DISMISSED') return 'dismissed';
  return commit === head ? 'approved' : 'stale';
}
