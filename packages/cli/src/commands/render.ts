import { placeBlock, renderCodeowners, renderRuleset } from '@headgate/core';
import type { PlanPlaces, Rendered } from '@headgate/core';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import type { Context, Given, Run } from '../command.ts';
import { isGiven, textOption } from '../command.ts';
import { Failure } from '../exit.ts';
import { printable } from '../print.ts';
import { readPlanFiles } from '../plan-files.ts';
import { readGoverned } from '../review/read-governed.ts';
import { writeWhole } from '../write-whole.ts';

/** Prints or writes what a forge is to ask for by path; with `--check` ends with `findings` where the file says otherwise. */
export const run: Run = async (context, given) => {
  const [what] = given.args;
  if (what !== 'codeowners' && what !== 'ruleset') {
    throw new Failure('usage', 'there is no such file to render', 'Name codeowners or ruleset.');
  }
  const places = await readPlaces(context, given);
  const rendered = settle(what === 'codeowners' ? renderCodeowners(places) : renderRuleset(places));
  for (const owner of rendered.unmapped) {
    context.print.note(`owners in reviewers.yaml has no ${printable(owner)}; its events stay with the roles`);
  }
  const out = textOption(given, 'out');
  if (out === undefined) {
    if (isGiven(given, 'check')) throw new Failure('usage', 'nothing to check', 'Name the file with --out.');
    context.print.data(rendered.text.trimEnd());
    return 'clean';
  }
  const path = resolve(context.directory, out);
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const after = what === 'codeowners' ? placeBlock(before, rendered.text) : rendered.text;
  if (after === before) return 'clean';
  if (isGiven(given, 'check')) {
    context.print.note(
      `${out} is not what the plan and its reviewers say: headgate render ${what} --out ${out}`,
    );
    return 'findings';
  }
  mkdirSync(dirname(path), { recursive: true });
  writeWhole(path, after);
  context.print.note(`written: ${out}`);
  return 'clean';
};

async function readPlaces(context: Context, given: Given): Promise<PlanPlaces> {
  const { planFile, directory, document, reviewers } = await readGoverned(context, given);
  const { events } = readPlanFiles(planFile, context.directory);
  const inRepository = (path: string): string =>
    relative(context.directory, resolve(context.directory, path)).split(sep).join('/');
  if (inRepository(directory).startsWith('..')) {
    throw new Failure(
      'usage',
      'the plan is not below this directory',
      'Run it at the root of the repository.',
    );
  }
  return {
    document,
    reviewers,
    directory: inRepository(directory),
    planFile: basename(planFile),
    eventFiles: events.map(({ path }) => inRepository(path)),
  };
}

function settle(rendered: Rendered): Extract<Rendered, { readonly kind: 'rendered' }> {
  switch (rendered.kind) {
    case 'rendered':
      return rendered;
    case 'no-team':
      throw new Failure(
        'usage',
        `reviewers.yaml names no team for ${rendered.roles.join(', ')}`,
        "Name it under teams: { privacy: { name: '@org/privacy' } }.",
      );
    case 'no-id':
      throw new Failure(
        'usage',
        `reviewers.yaml has no id of ${rendered.teams.join(', ')}`,
        'GitHub takes only its number: gh api orgs/ORG/teams/SLUG --jq .id',
      );
    case 'unwritable':
      throw new Failure('usage', `CODEOWNERS cannot name ${printable(rendered.path)}`, 'Rename the file.');
  }
}
