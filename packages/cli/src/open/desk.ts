/**
 * Where fields are opened, for the command and the service alike: who asks, whether they may, the row in the audit trail, and only then
 * the value. State: the bulk requests that wait, in memory; a restart forgets them, and they are asked for again.
 */
import { randomBytes } from 'node:crypto';
import type { Trail } from '@headgate/seal/trail';
import { findCaller, judgeApproval, judgeField, judgeRequest } from './authorise.ts';
import type { FieldAnswer, FieldOpener } from './field-opener.ts';
import { createMeter } from './meter.ts';
import type { Caller, OpenPolicy } from './policy.ts';
import type { RequestRefusal } from './refusals.ts';
import type { OpenRequest } from './request.ts';
import { bulkRow, fieldRow, refusalRow } from './rows.ts';
import type { Approval } from './rows.ts';
import { createWaiting } from './waiting.ts';
import type { BulkSummary } from './waiting.ts';

export interface Refused {
  readonly kind: 'refused';
  readonly refusal: RequestRefusal;
}

export interface Done<T> {
  readonly kind: 'done';
  readonly answer: T;
}

/** Every answer of a `Desk` comes after its rows are durable. Methods reject where the trail cannot be written. */
export interface Desk {
  readonly callerOf: (token: string | null) => Caller | null;
  /** The fields of a request, in its order. */
  readonly open: (caller: Caller, request: OpenRequest) => Promise<Done<readonly FieldAnswer[]> | Refused>;
  /** Lets a bulk request wait for a second person. */
  readonly ask: (caller: Caller, request: OpenRequest) => Promise<Done<BulkSummary> | Refused>;
  readonly show: (caller: Caller, id: string) => Promise<Done<BulkSummary> | Refused>;
  readonly approve: (caller: Caller, id: string) => Promise<Done<BulkSummary> | Refused>;
  /** The fields of an approved request, once. */
  readonly collect: (caller: Caller, id: string) => Promise<Done<readonly FieldAnswer[]> | Refused>;
  /** Writes down a request that was refused before it came here. */
  readonly refuse: (caller: Caller | null, refusal: RequestRefusal) => Promise<Refused>;
}

export interface DeskParts {
  readonly policy: OpenPolicy;
  readonly trail: Trail;
  readonly openField: FieldOpener;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const ID_BYTES = 16;

export function createDesk(parts: DeskParts): Desk {
  const { policy } = parts;
  const refuse = createRefusing(parts);
  const openAll = createOpening(parts);
  return {
    callerOf: (token) => (token === null ? null : findCaller(policy, token)),
    refuse: (caller, refusal) => refuse(caller, refusal, 0),
    open: async (caller, request) => {
      const refusal = judgeRequest(policy, caller, request, false);
      if (refusal !== null) return refuse(caller, refusal, request.items.length);
      return openAll(caller, request, null);
    },
    ...createBulk(parts, refuse, openAll),
  };
}

type Refusing = (caller: Caller | null, refusal: RequestRefusal, fields: number) => Promise<Refused>;

function createRefusing({ trail }: DeskParts): Refusing {
  return async (caller, refusal, fields) => {
    await trail.write(() => ({ entries: [refusalRow(caller?.name ?? null, refusal, fields)], answer: null }));
    return { kind: 'refused', refusal };
  };
}

function createBulk(
  { policy, trail, now }: DeskParts,
  refuse: Refusing,
  openAll: Opening,
): Pick<Desk, 'ask' | 'show' | 'approve' | 'collect'> {
  const waiting = createWaiting(policy, now);
  const note = (
    step: 'bulk-asked' | 'bulk-approved',
    caller: Caller,
    id: string,
    request: OpenRequest,
  ): Promise<null> =>
    trail.write(() => ({ entries: [bulkRow(step, caller.name, id, request)], answer: null }));
  return {
    ask: async (caller, request) => {
      const judged = judgeRequest(policy, caller, request, true);
      const refusal = judged ?? (waiting.isFull() ? 'too-many-requests' : null);
      if (refusal !== null) return refuse(caller, refusal, request.items.length);
      const id = randomBytes(ID_BYTES).toString('hex');
      // Counted before its row is durable, so that no more than may be wait; nobody knows its id until then.
      const answer = waiting.add(id, caller.name, request);
      try {
        await note('bulk-asked', caller, id, request);
      } catch (error) {
        waiting.remove(id);
        throw error;
      }
      return { kind: 'done', answer };
    },
    show: async (caller, id) => {
      const found = waiting.find(id);
      const isTheirs = found !== null && (caller.approves || found.caller === caller.name);
      if (!isTheirs) return refuse(caller, 'unknown-request', 0);
      return { kind: 'done', answer: waiting.summaryOf(found) };
    },
    approve: async (caller, id) => {
      const found = waiting.find(id);
      if (found === null) return refuse(caller, 'unknown-request', 0);
      const refusal = judgeApproval(caller, found.caller);
      if (refusal !== null) return refuse(caller, refusal, found.request.items.length);
      await note('bulk-approved', caller, id, found.request);
      // It may have been approved by another, collected, or be over since.
      const approved = waiting.approve(id, caller.name);
      if (approved === null) return refuse(caller, 'unknown-request', 0);
      return { kind: 'done', answer: waiting.summaryOf(approved) };
    },
    collect: async (caller, id) => {
      const found = waiting.find(id);
      if (found === null) return refuse(caller, 'unknown-request', 0);
      const fields = found.request.items.length;
      if (found.caller !== caller.name) return refuse(caller, 'not-yours', fields);
      if (found.approver === null) return refuse(caller, 'not-approved', fields);
      // Taken first, so that it is not collected twice at the same time.
      waiting.remove(id);
      try {
        return await openAll(caller, found.request, { request: id, approver: found.approver });
      } catch (error) {
        waiting.putBack(found);
        throw error;
      }
    },
  };
}

type Opening = (
  caller: Caller,
  request: OpenRequest,
  approval: Approval | null,
) => Promise<Done<readonly FieldAnswer[]> | Refused>;

function createOpening({ trail, openField, now }: DeskParts): Opening {
  const meter = createMeter();
  return (caller, request, approval) =>
    trail.write<Done<readonly FieldAnswer[]> | Refused>((rows) => {
      meter.read(rows);
      const fields = request.items.length;
      if (approval === null) {
        if (!meter.allows(caller, fields, now())) {
          const entries = [refusalRow(caller.name, 'rate-limited', fields)];
          return { entries, answer: { kind: 'refused', refusal: 'rate-limited' } };
        }
        meter.spend(caller.name, fields, now());
      }
      const answers = request.items.map((item, at): FieldAnswer => {
        const reason = judgeField(caller, item);
        return reason === null ? openField(request, at) : { kind: 'refused', reason };
      });
      const entries = request.items.map((item, at) => {
        const answer = answers[at];
        const reason = answer?.kind === 'refused' ? answer.reason : null;
        return fieldRow(caller.name, request, item, { reason, approval });
      });
      return { entries, answer: { kind: 'done', answer: answers } };
    });
}
