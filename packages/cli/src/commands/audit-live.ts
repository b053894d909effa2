import { readFailOn } from '../audit/fail-on.ts';
import { CONFIDENCE } from '../audit/interval.ts';
import { readDurationMs } from '../audit/live/duration.ts';
import { createLiveTable } from '../audit/live/live-table.ts';
import { runLive } from '../audit/live/run-live.ts';
import { createReport } from '../audit/report.ts';
import type { AuditReport } from '../audit/report.ts';
import { readReportRequest } from '../audit/request.ts';
import { showReport } from '../audit/show-report.ts';
import { createTally } from '../audit/tally.ts';
import type { Context, Given } from '../command.ts';
import { textOption } from '../command.ts';
import { Failure, gravest } from '../exit.ts';
import type { Exit } from '../exit.ts';
import { askGateway } from '../gateway-client.ts';

/** What says how files are read, or compares runs over the same files. */
const OF_FILES = [
  'resume',
  'sample',
  'since',
  'columns',
  'vendor',
  'baseline',
  'writeBaseline',
  'baselineKey',
  'draftPlan',
] as const;

/** Follows a gateway until Ctrl-C, `--for`, or its end: each of them ends the audit in order. */
export async function runAuditLive(context: Context, given: Given): Promise<Exit> {
  refuseOptionsOfFiles(given);
  const request = await readReportRequest(context, given);
  const failsOn = readFailOn(textOption(given, 'failOn'));
  const tally = createTally();
  const reportNow = (): AuditReport =>
    createReport(tally, {
      bytes: 0,
      files: 0,
      isLive: true,
      isInterrupted: false,
      share: 1,
      confidence: CONFIDENCE,
      scope: { columns: null, since: null },
      vendor: null,
      isKnown: () => false,
      failsOn,
    });
  const table = createLiveTable({ ...context, now: () => performance.now() });
  const signal = signalOf(context, given);
  await askGateway(
    context,
    given,
    async ({ client, url }) => {
      const ended = await runLive(client.tap({}, signal), tally, (kind) => {
        if (kind === 'listening') context.print.note(`auditing what passes ${url}, Ctrl-C ends it`);
        else table.update(reportNow);
      });
      if (ended === 'stopping') context.print.note('the gateway is stopping');
    },
    { isTimed: false },
  );
  const report = reportNow();
  const exits: Exit[] = report.isComplete ? [] : ['incomplete'];
  if (report.groups.some(({ isFailing }) => isFailing)) exits.push('findings');
  const exit = gravest(exits);
  showReport(context, request, report);
  return exit;
}

function signalOf({ signal }: Context, given: Given): AbortSignal {
  const written = textOption(given, 'for');
  if (written === undefined) return signal;
  return AbortSignal.any([signal, AbortSignal.timeout(readDurationMs('--for', written))]);
}

function refuseOptionsOfFiles({ args, options }: Given): void {
  const isOdd = args[0] !== undefined || OF_FILES.some((name) => options[name] !== undefined);
  if (!isOdd) return;
  const mend = 'With --live give only --for, --fail-on, --output and where the gateway is.';
  throw new Failure('usage', '--live reads a gateway, and no files', mend);
}
