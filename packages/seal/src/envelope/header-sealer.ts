/**
 * Sealing under one header, within the life of an epoch. Invariants: the nonce is a counter that goes up before it is used, so none is
 * used twice under a key; when the life ends, the keys are let go of, whoever still holds a sealer.
 */
import type { KeyObject } from 'node:crypto';
import { NONCE_BYTES, encryptGcm } from './aes-gcm.ts';
import { encodeEpoch, encodeHeader } from './header.ts';
import type { Header } from './header.ts';
import { bindPlace } from './place.ts';
import type { EventPlace, HeaderPlace } from './place.ts';
import { encodeValue } from './plaintext.ts';
import type { JsonValue, UnfitValue } from './plaintext.ts';
import { fieldText } from './sealed-text.ts';

/** Why nothing was sealed. `epoch-over`: take the next epoch, store its header, and seal there. */
export type SealRefusal = 'epoch-over' | 'unfit-place' | UnfitValue;

export interface SealRefused {
  readonly kind: 'refused';
  readonly reason: SealRefusal;
}

export interface Sealed {
  readonly kind: 'sealed';
  readonly text: string;
}

/** Seals the fields of one event. */
export interface EventSealer {
  readonly kind: 'event';
  readonly seal: (jsonPath: string, value: JsonValue) => Sealed | SealRefused;
}

/** What seals under one header. The header must be durable before a text that names it is let out. */
export interface HeaderSealer {
  readonly kind: 'header';
  /** 32 hex digits. */
  readonly headerId: string;
  /** The record to store under that id. */
  readonly header: Buffer;
  readonly event: (place: EventPlace) => EventSealer | SealRefused;
}

/** When an epoch ends: at the first of these. */
export interface EpochLimits {
  /** Milliseconds from its making; the last of them still counts to it. */
  readonly durationMs: number;
  /** Events begun; one with fields for the group and fields for a subject counts twice. */
  readonly events: number;
  readonly fields: number;
  /** Subjects with a header of their own. */
  readonly subjects: number;
}

/** What all sealers of an epoch share. */
export interface Life {
  events: number;
  fields: number;
  ended: boolean;
  readonly limits: EpochLimits;
  readonly isInTime: () => boolean;
  /** The field keys, by the place that a sealer was given; empty once ended. */
  readonly keys: KeyObject[];
}

const OVER: SealRefused = { kind: 'refused', reason: 'epoch-over' };
const UNFIT: SealRefused = { kind: 'refused', reason: 'unfit-place' };

export function isRunning(life: Life): boolean {
  if (!life.ended && !life.isInTime()) endLife(life);
  return !life.ended;
}

export function endLife(life: Life): void {
  life.ended = true;
  life.keys.length = 0;
}

export function createHeaderSealer(
  life: Life,
  header: Header,
  key: KeyObject,
  { tenant, recipientGroup }: Pick<HeaderPlace, 'tenant' | 'recipientGroup'>,
): HeaderSealer {
  const { headerId } = header;
  const bound = { tenant, recipientGroup, headerId, epoch: encodeEpoch(header) };
  const at = life.keys.push(key) - 1;
  const nonce = Buffer.alloc(NONCE_BYTES);
  let counter = 0;
  const encrypt = (aad: Buffer, plaintext: Buffer): Sealed | SealRefused => {
    const current = life.keys[at];
    if (current === undefined || !isRunning(life) || life.fields >= life.limits.fields) return OVER;
    const number = counter;
    counter += 1;
    life.fields += 1;
    nonce.writeUInt32BE(number, NONCE_BYTES - 4);
    return {
      kind: 'sealed',
      text: fieldText(headerId, number, encryptGcm({ key: current, nonce, aad }, plaintext)),
    };
  };
  return {
    kind: 'header',
    headerId: headerId.toString('hex'),
    header: encodeHeader(header),
    event: (place) => {
      if (!isRunning(life) || life.events >= life.limits.events) return OVER;
      const aadOf = bindPlace(bound, place);
      if (aadOf === null) return UNFIT;
      life.events += 1;
      const seal = (jsonPath: string, value: JsonValue): Sealed | SealRefused => {
        const aad = aadOf(jsonPath);
        if (aad === null) return UNFIT;
        const plaintext = encodeValue(value);
        return typeof plaintext === 'string'
          ? { kind: 'refused', reason: plaintext }
          : encrypt(aad, plaintext);
      };
      return { kind: 'event', seal };
    },
  };
}
