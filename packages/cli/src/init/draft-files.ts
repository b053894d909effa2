/** The files beside the plan: configuration, schemas for editors, the check in CI, and what git is to ignore. */
import { planJsonSchema } from '@headgate/core';
import { configJsonSchema } from '@headgate/gateway';
import { printable } from '../print.ts';
import { PLAN_DIRECTORY } from './draft-plan-files.ts';
import type { DraftFile } from './draft-plan-files.ts';
import type { FoundSdk } from './survey.ts';
import { keyVariable, vendorOf } from './vendor-settings.ts';

const CONFIG_FILE = 'headgate.yaml';
export const WORKFLOW_FILE = '.github/workflows/headgate.yml';
export const MANIFEST_FILE = '.headgate-init.json';
/** Where a gateway of this configuration keeps its data; the default of `data`. */
const DATA_DIRECTORY = '.headgate/';
/** What is appended to `.gitignore`, whole or not at all. */
export const IGNORE_BLOCK = `# headgate init: what a gateway keeps on this machine, and what init wrote
${DATA_DIRECTORY}
${MANIFEST_FILE}
# headgate init: end
`;

export interface ConfigDraft {
  readonly sdks: readonly FoundSdk[];
  /** From the root, with `/`. */
  readonly planFile: string;
  /** Whether the plan knows a vendor of this name. */
  readonly isPlanned: (vendor: string) => boolean;
}

export function draftConfig({ sdks, planFile, isPlanned }: ConfigDraft): DraftFile {
  const sources = sdks.map(
    ({ sdk, file, line }) => `  # ${sdk.entry.package}, found at ${printable(file)}:${line}
  ${sdk.source}:
    environment: development
    write_key: env:${keyVariable(sdk.source)}`,
  );
  const drafts = new Map(
    sdks.flatMap(({ sdk: { entry } }) => {
      const draft = vendorOf(entry.protocol);
      return draft !== undefined && isPlanned(draft.vendor) ? [[draft.vendor, draft]] : [];
    }),
  );
  const vendors = [...drafts.values()].map(({ vendor, settings }) => {
    const lines = Object.entries(settings).map(([key, name]) => `\n      ${key}: env:${name}`);
    return `  ${vendor}:\n    development:${lines.join('')}`;
  });
  const content = `# yaml-language-server: $schema=./${PLAN_DIRECTORY}/schemas/config.schema.json
# Written by \`headgate init\`. Keys and tokens are read from variables; none belongs in this file.
# Everything is in development, where drafts of events run. Production is another environment, for events that were reviewed.
plan: ./${planFile}
sources:
  # Each SDK has a key of its own, the one it sends; no two sources may share one.
${sources.join('\n')}
${vendors.length === 0 ? 'vendors: {}' : `vendors:\n${vendors.join('\n')}`}
`;
  return { path: CONFIG_FILE, content };
}

/** JSON Schemas that the first lines of the files name. `headgate config schema` and `headgate plan schema` print the same. */
export function draftSchemas(): readonly DraftFile[] {
  const schemas = {
    config: configJsonSchema(),
    plan: planJsonSchema('plan'),
    event: planJsonSchema('event'),
  };
  return Object.entries(schemas).map(([name, schema]) => ({
    path: `${PLAN_DIRECTORY}/schemas/${name}.schema.json`,
    content: `${JSON.stringify(schema, null, 2)}\n`,
  }));
}

/** Actions are pinned to commits, as https://docs.github.com/actions/reference/security/secure-use asks. */
export function draftWorkflow(version: string): DraftFile {
  const content = `# Written by \`headgate init\`: checks the plan. It needs no secret, and may read and nothing else.
name: Headgate
on:
  push:
    paths: ['${PLAN_DIRECTORY}/**', '${WORKFLOW_FILE}']
  pull_request:
    paths: ['${PLAN_DIRECTORY}/**', '${WORKFLOW_FILE}']
permissions:
  contents: read
jobs:
  plan:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          persist-credentials: false
      - uses: actions/setup-node@39370e3970a6d050c480ffad4ff0ed4d3fdee5af # v4.1.0
        with:
          node-version: 24
      - run: npx --yes headgate@${version} plan lint
`;
  return { path: WORKFLOW_FILE, content };
}
