/**
 * Looks on while somebody drafts a plan of what comes in: which fields events have, and of which type and size.
 *
 * State: at most one inference, with its sheet of fields. The sheet has no values; who brought a name is kept as a digest under
 * a secret of this run, and only until the name may be told. Detection remembers texts, as it does wherever it runs, and its
 * memory is made for the inference. All of it goes when the inference ends: by its time, its limit, its reader or the gateway.
 * A crash ends it too. While there is none, an event costs one comparison.
 */
import type { InferenceLine, InferenceProgress, InferenceQuery } from '@headgate/api';
import {
  FIELD_SHEET_LIMITS,
  countUntold,
  createFieldSheet,
  createInspector,
  noteFields,
  plannedName,
  tellFields,
} from '@headgate/core';
import type { FieldSheetLimits, ReceivedEvent, ToldField, Witness } from '@headgate/core';
import type { Clock } from '../../runtime.ts';
import type { ControlLimits } from '../limits.ts';

export interface Inferences {
  seen(event: ReceivedEvent): void;
  /** Null while another runs, or when the gateway stops. */
  open(query: InferenceQuery): Inference | null;
  /** Ends what runs, and resolves when its reader was told; none can be opened afterwards. */
  stop(): Promise<void>;
}

export interface Inference {
  /** Tells of it once a second, and resolves when it is over. To be called once. */
  readonly run: (reader: InferenceReader) => Promise<void>;
  /** Ends it without a further word. */
  readonly close: () => void;
}

export interface InferenceReader {
  readonly write: (line: InferenceLine) => void;
  /** False while it is slow: what is new then waits in the sheet, where it takes no more room. */
  readonly hasRoom: () => boolean;
  readonly isGone: () => boolean;
}

export interface InferenceParts {
  /** Digest of an id under a secret of this run. */
  readonly nameOf: (id: string) => string;
  readonly clock: Clock;
  readonly limits: InferenceLimits;
}

export type InferenceLimits = Pick<
  ControlLimits,
  'inferEventsMax' | 'inferPathsMax' | 'inferDepthMax' | 'inferEventsPerSecondMax' | 'inferSubjectsMin'
>;

const TELL_EVERY_MS = 1000;
/** Fields in one line, so that no line is longer than clients read. */
const LINE_FIELDS_MAX = 200;

export function createInferences(parts: InferenceParts): Inferences {
  let running: RunningInference | null = null;
  let finishing: Promise<void> = Promise.resolve();
  let stopped = false;
  return {
    seen: (event) => {
      if (running !== null) running.note(event);
    },
    open: (query) => {
      if (stopped || running !== null) return null;
      const made = startInference(query, parts, () => {
        if (running === made) running = null;
      });
      running = made;
      return {
        close: made.close,
        run: (reader) => {
          finishing = made.run(reader);
          return finishing;
        },
      };
    },
    stop: async () => {
      stopped = true;
      running?.end('stopping');
      await finishing;
    },
  };
}

type LineField = Extract<InferenceLine, { kind: 'fields' }>['fields'][number];
type EndReason = Extract<InferenceLine, { kind: 'end' }>['reason'];

interface RunningInference extends Inference {
  readonly note: (event: ReceivedEvent) => void;
  readonly end: (reason: EndReason) => void;
}

function startInference(query: InferenceQuery, parts: InferenceParts, ended: () => void): RunningInference {
  const { clock } = parts;
  const notes = createNotes(parts);
  const waking = new AbortController();
  let reason: EndReason | 'closed' | null = null;
  const end = (why: EndReason | 'closed'): void => {
    reason ??= why;
    ended();
    waking.abort();
  };
  return {
    end,
    close: () => end('closed'),
    note: (event) => {
      try {
        notes.add(event);
      } catch (error) {
        end('closed');
        throw error;
      }
      if (query.limit !== undefined && notes.progress().events >= query.limit) end('limit');
    },
    run: async ({ write, hasRoom, isGone }) => {
      write({ kind: 'listening' });
      const until = clock.now() + query.seconds * 1000;
      while (!waking.signal.aborted) {
        await clock.sleep(Math.min(TELL_EVERY_MS, until - clock.now()), waking.signal);
        if (isGone()) end('closed');
        else if (clock.now() >= until) end('time');
        else if (!waking.signal.aborted) tell(notes, write, hasRoom);
      }
      if (reason === null || reason === 'closed') return;
      tell(notes, write, () => true);
      write({ kind: 'end', reason });
    },
  };
}

function tell(notes: Notes, write: InferenceReader['write'], hasRoom: () => boolean): void {
  for (const line of notes.lines()) {
    write(line);
    if (!hasRoom()) return;
  }
  write({ kind: 'progress', ...notes.progress(), untold: notes.untold() });
}

interface Notes {
  readonly add: (event: ReceivedEvent) => void;
  /** What is new; taken as it is read. */
  readonly lines: () => Generator<InferenceLine, void, undefined>;
  readonly progress: () => Omit<InferenceProgress, 'kind' | 'untold'>;
  readonly untold: () => InferenceProgress['untold'];
}

function createNotes({ nameOf, limits }: InferenceParts): Notes {
  const sheet = createFieldSheet();
  const inspect = createInspector();
  const sheetLimits = sheetLimitsOf(limits);
  const count = { events: 0, unnamed: 0, beyond: 0, passed: 0 };
  const pace = createPace(limits.inferEventsPerSecondMax);
  return {
    add: (event) => {
      if (!pace.takes(event.receivedAt)) {
        count.passed += 1;
        return;
      }
      const name = plannedName(event.call, event.name);
      if (name === null) {
        count.unnamed += 1;
        return;
      }
      const { properties } = event;
      const found = inspect(properties);
      const witness = witnessOf(event, nameOf, limits.inferSubjectsMin);
      const noted = { event: name, properties, found, foundBelow: '', witness };
      if (noteFields(sheet, noted, sheetLimits)) count.events += 1;
      else count.beyond += 1;
    },
    lines: function* () {
      for (const { fields, ...told } of tellFields(sheet)) {
        yield { kind: 'fields', ...told, fields: fields.slice(0, LINE_FIELDS_MAX).map(lineField) };
        for (let from = LINE_FIELDS_MAX; from < fields.length; from += LINE_FIELDS_MAX) {
          const more = fields.slice(from, from + LINE_FIELDS_MAX).map(lineField);
          yield { kind: 'fields', ...told, events: 0, fields: more };
        }
      }
    },
    progress: () => ({ ...count }),
    untold: () => countUntold(sheet),
  };
}

/** Takes so many events of each second; times are milliseconds. */
function createPace(eventsMax: number): { readonly takes: (time: number) => boolean } {
  let second = 0;
  let taken = 0;
  return {
    takes: (time) => {
      const now = Math.floor(time / 1000);
      if (now !== second) [second, taken] = [now, 0];
      taken += 1;
      return taken <= eventsMax;
    },
  };
}

function sheetLimitsOf({ inferEventsMax, inferPathsMax, inferDepthMax }: InferenceLimits): FieldSheetLimits {
  const depthMax = Math.min(inferDepthMax, FIELD_SHEET_LIMITS.depthMax);
  return { eventsMax: inferEventsMax, fieldsMax: inferPathsMax, depthMax };
}

function lineField({ types, kinds, ...field }: ToldField): LineField {
  return { ...field, types: [...types], kinds: [...kinds] };
}

/** An event of nobody stands for itself. In development nobody but developers sends. */
function witnessOf(
  event: ReceivedEvent,
  nameOf: (id: string) => string,
  subjectsMin: number,
): Witness | null {
  if (event.source.environment === 'development') return null;
  return { subject: nameOf(event.userId ?? event.anonymousId ?? event.id), subjectsMin };
}
