import { FORGES, readGithub, readGitlab, askedForChange, takeApprovals } from '@headgate/core';
import type { ForgeRequest, NotTaken, ReadRequest, TakenApprovals } from '@headgate/core';
import { REVIEWS_DIRECTORY } from '@headgate/gateway';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { stringify } from 'yaml';
import type { Context, Given, Run } from '../command.ts';
import { textOption } from '../command.ts';
import { Failure } from '../exit.ts';
import { printable } from '../print.ts';
import { checkCommit } from '../review/check-commit.ts';
import { APPROVAL_DAYS } from '../review/decision-options.ts';
import { currentLock, readGoverned } from '../review/read-governed.ts';
import { readReviewFile } from '../review/review-file.ts';
import { writeWhole } from '../write-whole.ts';

const DAY_MS = 86_400_000;
/** Bytes of one export. */
const EXPORT_BYTES_MAX = 64_000_000;
/** Digits of the root in the name of the file. */
const NAME_DIGITS = 12;

/** Writes down the approvals of a request in a forge, from what its API said; ends with `findings` where none counts. */
export const run: Run = async (context, given) => {
  const request = readRequest(context, given);
  const governed = await readGoverned(context, given);
  const { root, base } = currentLock(governed);
  checkCommit(request.commit, governed);
  const reviewers = governed.base?.reviewers ?? governed.reviewers;
  const asked = askedForChange(governed.base, governed);
  const found = takeApprovals(request, {
    required: asked.roles,
    owners: asked.owners,
    reviewers,
    lastsMs: APPROVAL_DAYS * DAY_MS,
  });
  const directory = join(governed.directory, REVIEWS_DIRECTORY);
  const name = `${root.slice('sha256:'.length).slice(0, NAME_DIGITS)}-${request.forge}.yaml`;
  const path = join(directory, name);
  const shown = relative(context.directory, path);
  const change = { base, head: root, author: found.author };
  const forge = found.taken.map((each) => ({ ...each }));
  mkdirSync(directory, { recursive: true });
  // Written anew each time but for what people answered: an approval that was taken back since then must not stay.
  const answers = existsSync(path) ? readReviewFile(context, path).review.answers : {};
  writeWhole(
    path,
    stringify({ apiVersion: 'headgate/v1', kind: 'review', change, answers, decisions: [], forge }),
  );
  if (context.print.format === 'json')
    context.print.json({ schemaVersion: 1, file: shown, ...change, ...found });
  else tell(context, shown, found);
  if (reviewers.forge_approvals !== true) {
    context.print.note('They do not count: reviewers.yaml in force does not say forge_approvals: true.');
  }
  return found.taken.length === 0 ? 'findings' : 'clean';
};

function tell({ print }: Context, shown: string, { author, taken, refused }: TakenApprovals): void {
  print.data(shown);
  for (const { role, by, login, until } of taken) {
    print.data(
      `${print.style('green', '✔')} ${role}: ${printable(by)} (${printable(login)}), until ${until}`,
    );
  }
  for (const { login, reason } of refused) {
    print.data(`  ${printable(login ?? 'an account that is gone')} does not count, ${REASONS[reason]}`);
  }
  print.note(`The change is by ${printable(author)}.`);
}

const REASONS: Readonly<Record<NotTaken, string>> = {
  'changes-requested': 'changes are asked for',
  dismissed: 'the approval was dismissed',
  stale: 'the approval is of another commit',
  undated: 'the forge does not say when it was given, so it may be of another commit',
  'by-author': 'who made the request cannot approve it',
  'unknown-login': 'no reviewer has this account in reviewers.yaml',
  'no-role-asked': 'the change asks for no role of theirs',
};

function readRequest(context: Context, given: Given): ForgeRequest {
  const forge = FORGES.find((each) => each === textOption(given, 'from'));
  const request = textOption(given, 'request');
  const [approvals = ''] = given.args;
  if (forge === undefined || request === undefined) {
    throw new Failure('usage', 'an import needs --from and --request', `Forges are ${FORGES.join(' and ')}.`);
  }
  const read =
    forge === 'github'
      ? readGithub(readJson(context, request), readJson(context, approvals))
      : readFromGitlab(context, given, { request, approvals });
  if (read.kind === 'read') return read.request;
  throw new Failure(
    'usage',
    read.message.replace(/\.$/, ''),
    'See docs/reviews.md for the files that are read.',
  );
}

function readFromGitlab(
  context: Context,
  given: Given,
  { request, approvals }: { readonly request: string; readonly approvals: string },
): ReadRequest {
  const versions = textOption(given, 'versions');
  if (versions === undefined) {
    const mend = 'Name what GET …/merge_requests/:iid/versions gave.';
    throw new Failure('usage', 'approvals of GitLab need --versions', mend);
  }
  return readGitlab(readJson(context, request), readJson(context, approvals), readJson(context, versions));
}

function readJson(context: Context, named: string): unknown {
  const path = resolve(context.directory, named);
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > EXPORT_BYTES_MAX) {
    throw new Failure(
      'incomplete',
      `${named} is larger than ${EXPORT_BYTES_MAX} bytes`,
      'Export one request alone.',
    );
  }
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new Failure('usage', `${named} is no JSON that can be read`, "Name what the forge's API answered.");
  }
}
