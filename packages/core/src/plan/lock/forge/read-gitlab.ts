/**
 * A merge request as GitLab's REST API gives it: `GET /projects/:id/merge_requests/:iid`, `…/approvals` and `…/versions`
 * (https://docs.gitlab.com/api/merge_request_approvals/, https://docs.gitlab.com/api/merge_requests/). An approval of GitLab
 * names no commit, so its time is held against the newest version of the request; a GitLab that does not give the time
 * (`approved_at`) gives nothing that can be bound to a commit.
 */
import { z } from 'zod';
import { VERDICTS_MAX, commitName } from './forge-request.ts';
import type { ForgeVerdict, ReadRequest } from './forge-request.ts';

const moment = z.iso.datetime({ offset: true });
const account = z.object({ username: z.string().min(1) }).nullish();
const mergeRequest = z.object({
  id: z.int(),
  iid: z.int(),
  project_id: z.int(),
  sha: commitName,
  author: account,
  references: z.object({ full: z.string() }),
});
const approvalList = z.object({
  iid: z.int(),
  project_id: z.int(),
  approved_by: z.array(z.object({ user: account, approved_at: moment.nullish() })).max(VERDICTS_MAX),
});
const versionList = z.array(
  z.object({ merge_request_id: z.int(), head_commit_sha: z.string(), created_at: moment }),
);

/** The three files as parsed JSON. */
export function readGitlab(merge: unknown, approvals: unknown, versions: unknown): ReadRequest {
  const request = mergeRequest.safeParse(merge);
  if (!request.success) return unreadable('The request is no merge request of GitLab.');
  const given = approvalList.safeParse(approvals);
  if (!given.success) return unreadable('The approvals are not those of a merge request of GitLab.');
  const pushed = versionList.safeParse(versions);
  if (!pushed.success) return unreadable('The versions are not those of a merge request of GitLab.');
  const { id, iid, project_id: project, sha, author, references } = request.data;
  if (given.data.iid !== iid || given.data.project_id !== project) {
    return unreadable('The approvals are of another merge request.');
  }
  const newest = newestOf(pushed.data.filter((each) => each.merge_request_id === id));
  if (newest?.head_commit_sha !== sha)
    return unreadable('The versions do not end with the commit of the request.');
  const since = Date.parse(newest.created_at);
  return {
    kind: 'read',
    request: {
      forge: 'gitlab',
      request: references.full,
      author: author?.username ?? null,
      commit: sha,
      verdicts: given.data.approved_by.map(({ user, approved_at: at }): ForgeVerdict => ({
        login: user?.username ?? null,
        state: stateOf(at ?? null, since),
        at: at ?? null,
      })),
    },
  };
}

function stateOf(at: string | null, since: number): ForgeVerdict['state'] {
  if (at === null) return 'undated';
  return Date.parse(at) >= since ? 'approved' : 'stale';
}

function newestOf<T extends { readonly created_at: string }>(versions: readonly T[]): T | undefined {
  return versions
    .toSorted((left, right) => Date.parse(left.created_at) - Date.parse(right.created_at))
    .at(-1);
}

function unreadable(message: string): ReadRequest {
  return { kind: 'unreadable', message };
}
