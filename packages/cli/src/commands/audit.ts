import { availableParallelism } from 'node:os';
import { readAuditRequest } from '../audit/request.ts';
import type { AuditRequest } from '../audit/request.ts';
import { fingerprintWith, openBaselineKey, readBaseline, writeBaseline } from '../audit/baseline.ts';
import type { Fingerprint } from '../audit/baseline.ts';
import { createTeller } from '../audit/tell-progress.ts';
import { CONFIDENCE } from '../audit/interval.ts';
import { createReport } from '../audit/report.ts';
import type { AuditReport, Scope } from '../audit/report.ts';
import { formatDuration } from '../audit/reports/words.ts';
import { runAudit } from '../audit/run-audit.ts';
import type { AuditRun } from '../audit/run-audit.ts';
import { showReport } from '../audit/show-report.ts';
import { listSources } from '../audit/sources.ts';
import type { Sources } from '../audit/sources.ts';
import { readState, removeState, writeState } from '../audit/state-file.ts';
import type { AuditState } from '../audit/state-file.ts';
import { isGiven } from '../command.ts';
import type { Context, Run } from '../command.ts';
import { Failure, gravest } from '../exit.ts';
import type { Exit } from '../exit.ts';

/** Looks through exports of telemetry. Ends with `incomplete` where any of the input was not read. */
export const run: Run = async (context, given) => {
  if (isGiven(given, 'live')) {
    // What speaks with a gateway is loaded only where one is asked.
    const { runAuditLive } = await import('./audit-live.ts');
    return await runAuditLive(context, given);
  }
  const request = await readAuditRequest(context, given);
  const listed = listSources(context.directory, request.target, request.own);
  if (listed.sources.length === 0 && listed.unread.every(({ reason }) => reason === 'unreadable')) {
    throw new Failure(
      'usage',
      'there is nothing to audit at this path',
      'Name a file, a directory, or - for standard input.',
    );
  }
  // Read before the run, so that a wrong file is told of at once and not after an hour.
  const known = request.baseline === null ? null : readBaseline(request.baseline);
  const key = baselineKey(request);
  const began = performance.now();
  const audit = await audited(context, request, listed);
  const report = createReport(audit.tally, {
    bytes: audit.bytes,
    files: listed.sources.length,
    isLive: false,
    isInterrupted: audit.isPartial,
    share: request.settings.share,
    confidence: CONFIDENCE,
    scope: scopeOf(request),
    vendor: request.vendor,
    failsOn: request.failsOn,
    isKnown: (kind, path) => key !== null && known?.has(key(kind, path)) === true,
  });
  // Before anything is shown, so that no form of the report can change it.
  const exit = exitOf(report);
  showReport(context, request, report);
  context.print.note(`Took ${formatDuration((performance.now() - began) / 1000)}, ended with ${exit}.`);
  if (!audit.isPartial) await finish(context, request, { audit, report, key });
  return exit;
};

function scopeOf({ settings: { columns, since } }: AuditRequest): Scope {
  return { columns: columns?.length ?? null, since: since === null ? null : new Date(since).toISOString() };
}

function baselineKey({ baseline, newBaseline, baselineKeyFile }: AuditRequest): Fingerprint | null {
  if (baseline === null && newBaseline === null) return null;
  return fingerprintWith(openBaselineKey(baselineKeyFile, newBaseline !== null));
}

async function audited(context: Context, request: AuditRequest, listed: Sources): Promise<AuditRun> {
  const { settings, stateFile } = request;
  const kept: Pick<AuditState, 'version' | 'settings' | 'sources'> = {
    version: 4,
    settings: JSON.stringify(settings),
    sources: listed.sources,
  };
  const resumed = request.isResumed && stateFile !== null ? resumedFrom(stateFile, kept) : null;
  const teller = createTeller(context, listed.sources);
  try {
    return await runAudit({
      ...listed,
      settings,
      threads: availableParallelism(),
      stdin: process.stdin,
      signal: context.signal,
      now: () => performance.now(),
      told: teller.told,
      save: (position, tally) => {
        if (stateFile !== null) writeState(stateFile, { ...kept, position, tally });
      },
      resumed,
    });
  } finally {
    teller.end();
  }
}

function resumedFrom(
  stateFile: string,
  kept: Pick<AuditState, 'settings' | 'sources'>,
): Pick<AuditState, 'position' | 'tally'> | null {
  const state = readState(stateFile);
  if (state === null) return null;
  const isSame =
    state.settings === kept.settings && JSON.stringify(state.sources) === JSON.stringify(kept.sources);
  if (isSame) return state;
  throw new Failure(
    'usage',
    'the audit that was stopped had other files or options',
    'Run without --resume to begin anew.',
  );
}

function exitOf(report: AuditReport): Exit {
  const exits: Exit[] = [];
  if (report.isInterrupted) exits.push('interrupted');
  if (!report.isComplete) exits.push('incomplete');
  if (report.groups.some(({ isFailing }) => isFailing)) exits.push('findings');
  return gravest(exits);
}

interface Ended {
  readonly audit: AuditRun;
  readonly report: AuditReport;
  readonly key: Fingerprint | null;
}

async function finish(context: Context, request: AuditRequest, { audit, report, key }: Ended): Promise<void> {
  const { newBaseline, draftPlan, stateFile } = request;
  if (newBaseline !== null && key !== null) {
    writeBaseline(
      newBaseline,
      report.groups.map(({ kind, path }) => key(kind, path)),
    );
    context.print.note(`Wrote ${newBaseline}`);
  }
  if (draftPlan !== null) {
    const { writeDraftPlan } = await import('../audit/draft-plan.ts');
    for (const file of writeDraftPlan(draftPlan, audit.tally.fields)) context.print.note(`Wrote ${file}`);
  }
  if (stateFile !== null) removeState(stateFile);
}
