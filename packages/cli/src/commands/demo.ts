import type { Context, Given, Run } from '../command.ts';
import { isGiven, textOption } from '../command.ts';
import { formatStory } from '../demo/format-story.ts';
import { setStage } from '../demo/stage.ts';
import type { Stage } from '../demo/stage.ts';
import { tellStory } from '../demo/story.ts';
import type { Story } from '../demo/story.ts';
import { Failure } from '../exit.ts';
import { createProgress } from '../progress.ts';
import { readVersion } from '../version.ts';
import { formatCount } from '../words.ts';

/** How a reader runs another command: in a clone by the script that also finds Node 24, elsewhere as installed. */
const COMMAND = import.meta.url.endsWith('.ts') ? 'npm run -s headgate --' : 'npx headgate';

const EVENTS_MAX = 200_000;
const SEED_MAX = 2 ** 31 - 1;

/**
 * Replays a made-up shop through a gateway between fake vendors, all on this machine, and tells what became of it. Ends
 * with `findings` when a leak came through that was not declared, or a figure differs; everything on disk is removed.
 */
export const run: Run = async (context, given) => {
  const seed = wholeOption(given, 'seed', { fallback: 7, min: 0, max: SEED_MAX });
  const events = wholeOption(given, 'events', { fallback: 3_000, min: 1, max: EVENTS_MAX });
  const { print, signal } = context;
  print.note(heading(seed, events));
  const stage = await setStage(signal);
  try {
    print.note(staged(stage));
    const story = await replay(stage, { context, seed, events });
    if (print.format === 'json') print.json({ schemaVersion: 1, seed, ...story });
    else print.data(formatStory(story, print.style));
    if (!isGiven(given, 'once') && !signal.aborted) await stayUp(stage, context);
    return story.differences.length === 0 ? 'clean' : 'findings';
  } finally {
    await stage.close();
    print.note(`  stopped; ${stage.directory} is deleted`);
  }
};

interface Replay {
  readonly context: Context;
  readonly seed: number;
  readonly events: number;
}

async function replay(stage: Stage, { context, seed, events }: Replay): Promise<Story> {
  const progress = createProgress({
    mode: context.progress,
    label: 'replaying',
    total: events,
    stream: context.stderr,
    environment: context.environment,
    now: Date.now,
  });
  const update = (sent: number): void => progress.update(sent);
  try {
    return await tellStory(stage, { seed, events, signal: context.signal, now: Date.now, onSent: update });
  } finally {
    progress.end();
  }
}

/** Until the first signal. */
async function stayUp(stage: Stage, { print, signal }: Context): Promise<void> {
  print.note(invitation(stage));
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function heading(seed: number, events: number): string {
  return [
    `  headgate ${readVersion()} · demo shop "Corner Bakery" · seed ${seed} · ${formatCount(events)} synthetic events`,
    '  Nothing leaves this machine, and everything is deleted at the end.',
  ].join('\n');
}

function staged({ url, vendors, directory }: Stage): string {
  const fakes = vendors.map((vendor) => `${vendor.name} :${new URL(vendor.url).port}`).join(', ');
  return [
    `  gateway    ${url}`,
    `  vendors    ${fakes} (fakes, on loopback)`,
    `  directory  ${directory}`,
  ].join('\n');
}

function invitation({ url, keys, configFile }: Stage): string {
  const body =
    '{"anonymousId":"me","event":"Products Searched","properties":{"query":"mail you@mail.example"}}';
  return [
    '',
    '  Your turn. In one terminal watch what becomes of events,',
    `    ${COMMAND} tap -c ${configFile}`,
    '  in another send one of your own,',
    `    curl ${url}/v1/track -u ${keys.web}: \\`,
    `      -d '${body}'`,
    '  and ask what Mixpanel now holds.',
    `    ${COMMAND} exposure mixpanel -c ${configFile}`,
    '',
    '  Ctrl-C stops and deletes everything.',
  ].join('\n');
}

interface Bounds {
  readonly fallback: number;
  readonly min: number;
  readonly max: number;
}

function wholeOption(given: Given, name: string, { fallback, min, max }: Bounds): number {
  const written = textOption(given, name);
  if (written === undefined) return fallback;
  const number = Number(written);
  if (/^\d{1,12}$/.test(written) && number >= min && number <= max) return number;
  throw new Failure('usage', `--${name} is not a whole number in its range`, `Write ${min} to ${max}.`);
}
