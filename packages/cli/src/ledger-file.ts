import type { ExposureAnswer, ExposureQuery } from '@headgate/api';
import { LedgerUnavailable, dataFilesIn, openLedgerReadOnly } from '@headgate/gateway';
import type { Exposure, ExposureQuestion } from '@headgate/gateway';
import type { Context, Given } from './command.ts';
import { Failure } from './exit.ts';
import { readPlaces } from './read-config.ts';

/**
 * Asks the ledger of a stopped gateway. Null where there is none. The answer is never `current`: what the gateway wrote
 * down last may still wait in its journal.
 */
export async function readLedgerFile(
  context: Context,
  given: Given,
  question: ExposureQuery,
): Promise<ExposureAnswer | null> {
  const { dataDirectory } = await readPlaces(context, given);
  try {
    const ledger = await openLedgerReadOnly({ path: dataFilesIn(dataDirectory).ledger });
    try {
      return asAnswer(await ledger.exposure(asQuestion(question)));
    } finally {
      await ledger.close();
    }
  } catch (error) {
    if (!(error instanceof LedgerUnavailable)) throw error;
    if (error.code === 'ledger-missing') return null;
    const mend =
      error.code === 'ledger-held' ? 'Say where that gateway is with --admin.' : 'Use a newer headgate.';
    throw new Failure('unreachable', 'the ledger cannot be read: another headgate has it, or made it', mend);
  }
}

function asQuestion({ vendor, environment, from, to }: ExposureQuery): ExposureQuestion {
  return {
    vendor,
    ...(environment === undefined ? {} : { environment }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

function asAnswer(exposure: Exposure): ExposureAnswer {
  const fields = exposure.fields.map((field) => ({
    ...field,
    categories: [...field.categories],
    events: [...field.events],
  }));
  return { ...exposure, current: false, fields };
}
