import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kidOf } from '@headgate/seal/envelope';
import { readTrail, verifyTrail } from '@headgate/seal/trail';
import { eraseSubject } from '@headgate/seal/vault';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Done, Refused } from './desk.ts';
import type { FieldAnswer } from './field-opener.ts';
import { MARK, openShop, request } from './open-fixture.contract.ts';
import type { OpenShop } from './open-fixture.contract.ts';
import type { BulkSummary } from './waiting.ts';

const START = Date.UTC(2026, 10, 27);
let now = START;
let shop: OpenShop;
beforeEach(async () => {
  now = START;
  shop = await openShop();
});
afterEach(() => shop.remove());

const clock = (): number => now;

function rows(): Readonly<Record<string, unknown>>[] {
  return readTrail(shop.audit).map(({ entry }) => ({ ...entry }));
}

function email(subject?: number): ReturnType<OpenShop['seal']> {
  return shop.seal('properties.email', subject === undefined ? {} : { subject });
}

function summaryOf(outcome: Done<BulkSummary> | Refused): BulkSummary {
  if (outcome.kind === 'refused') throw new Error(outcome.refusal);
  return outcome.answer;
}

function opened(outcome: Done<readonly FieldAnswer[]> | Refused): unknown {
  return outcome.kind === 'refused'
    ? outcome.refusal
    : outcome.answer.map((each) => each.kind === 'opened' || each.reason);
}

const refused = (refusal: string): object => ({ kind: 'refused', refusal });

function many(): ReturnType<OpenShop['seal']>[] {
  return Array.from({ length: 10 }, () => email());
}

describe('opening fields', () => {
  it('gives each its value or its reason, with a row for each and no value in any', async () => {
    const desk = await shop.desk(clock);
    const good = email();
    const moved = { ...email(), place: { ...email().place, eventId: 'another' } };
    const items = [good, moved, shop.seal('properties.name')];
    const answer = await desk.open(shop.caller('maria'), request(items));
    expect(answer).toEqual({
      kind: 'done',
      answer: [
        { kind: 'opened', value: `${MARK} of ${good.place.eventId}` },
        { kind: 'refused', reason: 'moved-or-altered' },
        { kind: 'refused', reason: 'field-not-allowed' },
      ],
    });
    expect(rows()).toMatchObject([
      {
        n: 1,
        kind: 'field-opened',
        caller: 'maria',
        purpose: 'support',
        ticket: 'OPS-117',
        group: 'analysts',
        path: 'properties.email',
        source: 'web',
        eventName: 'signed_up',
        eventId: good.place.eventId,
      },
      { kind: 'field-refused', reason: 'moved-or-altered' },
      { kind: 'field-refused', reason: 'field-not-allowed', path: 'properties.name' },
    ]);
    for (const file of readdirSync(shop.audit)) {
      const text = readFileSync(join(shop.audit, file), 'utf8');
      expect(text).not.toContain(MARK);
      expect(text).not.toContain('hg1');
    }
    expect(verifyTrail(shop.audit, null).broken).toBeNull();
  });

  it('cannot be had for another group or field by saying so: what is said is bound to the ciphertext', async () => {
    const desk = await shop.desk(clock);
    const stewards = shop.seal('properties.email', { group: 'steward' });
    const name = shop.seal('properties.name');
    const lies = [
      { ...stewards, place: { ...stewards.place, recipientGroup: 'analysts' } },
      { ...name, place: { ...name.place, jsonPath: 'properties.email' } },
    ];
    const answer = await desk.open(shop.caller('maria'), request(lies));
    expect(opened(answer)).toEqual(['wrong-commitment', 'moved-or-altered']);
  });

  it('says that a subject is erased from the moment on that it is', async () => {
    const desk = await shop.desk(clock);
    const [ana, ben] = [email(0), email(1)];
    expect(opened(await desk.open(shop.caller('otto'), request([ana, ben])))).toEqual([true, true]);
    await eraseSubject({ directory: shop.vault }, kidOf(shop.publicKey(0)), now);
    expect(opened(await desk.open(shop.caller('otto'), request([ana, ben])))).toEqual([
      'subject-erased',
      true,
    ]);
  });

  it('is written down before it is answered: where the row cannot be written, nothing is', async () => {
    writeFileSync(shop.audit, 'not a directory');
    const desk = await shop.desk(clock);
    await expect(desk.open(shop.caller('otto'), request([email()]))).rejects.toThrow('EEXIST');
  });
});

describe('a rate', () => {
  it('is held at its limit of a minute and of a day, and one over', async () => {
    const desk = await shop.desk(clock);
    const maria = shop.caller('maria');
    const open = async (fields: number): Promise<unknown> =>
      opened(await desk.open(maria, request(Array.from({ length: fields }, () => email()))));
    expect(await open(3)).toEqual([true, true, true]);
    expect(await open(2)).toBe('rate-limited');
    expect(await open(1)).toEqual([true]);
    now += 59_999;
    expect(await open(1)).toBe('rate-limited');
    now += 1;
    expect(await open(2)).toEqual([true, true]);
    now += 3_600_000;
    expect(await open(1)).toBe('rate-limited');
    now = START + 86_400_000;
    expect(await open(3)).toEqual([true, true, true]);
    expect(rows().filter(({ kind }) => kind === 'request-refused')).toHaveLength(3);
  });

  it('holds across restarts and processes, and counts what did not open as well', async () => {
    const item = { ...email(), text: 'hg1.AAAA' };
    const [one, two] = [await shop.desk(clock), await shop.desk(clock)];
    const maria = shop.caller('maria');
    await one.open(maria, request([item, item]));
    await two.open(maria, request([item, item]));
    expect(await one.open(maria, request([email()]))).toEqual(refused('rate-limited'));
    expect(await (await shop.desk(clock)).open(maria, request([email()]))).toEqual(refused('rate-limited'));
    expect(opened(await one.open(shop.caller('otto'), request([email()])))).toEqual([true]);
  });
});

describe('a bulk request', () => {
  it('needs a second person, and is collected once', async () => {
    const desk = await shop.desk(clock);
    const [maria, otto] = [shop.caller('maria'), shop.caller('otto')];
    expect(await desk.open(maria, request(many()))).toEqual(refused('needs-approval'));
    const asked = summaryOf(await desk.ask(maria, request(many())));
    expect(asked).toMatchObject({
      caller: 'maria',
      ticket: 'OPS-117',
      approver: null,
      fields: [{ group: 'analysts', path: 'properties.email', count: 10 }],
    });
    expect(JSON.stringify(asked)).not.toContain('hg1');
    expect(await desk.collect(maria, asked.id)).toEqual(refused('not-approved'));
    expect(await desk.approve(maria, asked.id)).toEqual(refused('own-request'));
    expect(summaryOf(await desk.show(otto, asked.id)).id).toBe(asked.id);
    expect(summaryOf(await desk.approve(otto, asked.id)).approver).toBe('otto');
    expect(summaryOf(await desk.approve(shop.caller('dpo'), asked.id)).approver).toBe('otto');
    expect(await desk.collect(otto, asked.id)).toEqual(refused('not-yours'));
    // Ten, though maria's own rate is four a minute: a second person agreed.
    const both = await Promise.all([desk.collect(maria, asked.id), desk.collect(maria, asked.id)]);
    expect(both.map(opened)).toEqual([Array.from({ length: 10 }, () => true), 'unknown-request']);
    const fields = rows().filter(({ kind }) => kind === 'field-opened');
    expect(fields).toHaveLength(10);
    expect(fields[0]).toMatchObject({ caller: 'maria', approver: 'otto', request: asked.id });
    expect(opened(await desk.open(maria, request([email()])))).toEqual([true]);
  });

  it('is held to what its caller may open, approved or not', async () => {
    const desk = await shop.desk(clock);
    const [maria, dpo] = [shop.caller('maria'), shop.caller('dpo')];
    const items = [...many().slice(0, 3), shop.seal('properties.name')];
    const { id } = summaryOf(await desk.ask(maria, request(items)));
    await desk.approve(dpo, id);
    expect(opened(await desk.collect(maria, id))).toEqual([true, true, true, 'field-not-allowed']);
    const over = request([...many(), email()]);
    expect(await desk.ask(maria, over)).toEqual(refused('too-many-fields'));
    expect(await desk.ask(maria, request(many(), { ticket: 'none' }))).toEqual(refused('bad-ticket'));
    expect(rows().at(-1)).toMatchObject({
      kind: 'request-refused',
      caller: 'maria',
      reason: 'bad-ticket',
      fields: 10,
    });
  });

  it('is over after its time, approved or not', async () => {
    const desk = await shop.desk(clock);
    const [maria, otto] = [shop.caller('maria'), shop.caller('otto')];
    const [one, two] = [
      summaryOf(await desk.ask(maria, request(many()))),
      summaryOf(await desk.ask(maria, request(many()))),
    ];
    await desk.approve(otto, one.id);
    now += 3_600_000 - 1;
    expect(summaryOf(await desk.show(maria, two.id)).approver).toBeNull();
    now += 1;
    expect(await desk.collect(maria, one.id)).toEqual(refused('unknown-request'));
    expect(await desk.approve(otto, two.id)).toEqual(refused('unknown-request'));
  });

  it('waits with as many others as may wait, and is shown to nobody else', async () => {
    const desk = await shop.desk(clock);
    const maria = shop.caller('maria');
    const asked = await Promise.all([1, 2, 3].map(() => desk.ask(maria, request(many()))));
    expect(asked.filter(({ kind }) => kind === 'done')).toHaveLength(2);
    expect(asked.filter(({ kind }) => kind === 'refused')).toEqual([refused('too-many-requests')]);
    now += 3_600_000;
    const { id } = summaryOf(await desk.ask(shop.caller('otto'), request(many())));
    expect(await desk.show(maria, id)).toEqual(refused('unknown-request'));
  });
});
