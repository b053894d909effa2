/** Generated Python, checked by mypy with the real SDKs and run. `scripts/codegen-tools.mjs` brings what it needs. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeNaughtyCode } from '../codegen-naughty.ts';
import { createProject, readExample, readGolden, runTool } from '../codegen-project.ts';
import type { CodegenProject, Ran } from '../codegen-project.ts';

const TOOLS = fileURLToPath(new URL('../../node_modules/.cache/codegen/', import.meta.url));
const project: CodegenProject = createProject();
afterAll(() => project.remove());

type Bad = readonly [what: string, statement: string, error: RegExp];

function bin(tool: string): string {
  return join(TOOLS, 'python', 'bin', tool);
}

function moduleOf(sdk: string): string {
  return `${sdk.replaceAll('-', '_')}_telemetry`;
}

describe('Python', () => {
  const SDKS = ['segment-analytics-python', 'mixpanel', 'posthog', 'plain'];
  const directory = join(project.directory, 'python');
  const run = (tool: string, args: readonly string[]): Promise<Ran> => runTool(bin(tool), args, directory);
  const mypy = (files: readonly string[]): Promise<Ran> =>
    run('mypy', ['--strict', '--python-version=3.11', '--show-error-codes', ...files]);

  const ORDER = `{
    "order_id": "0f0f6e5c-6a3b-4f0e-8a75-3b7e1c0e9a11", "total": 3.5, "currency": "EUR", "gift": False,
    "items": [{"sku": "RYE-0001", "count": 2, "allergens": ["gluten"]}], "paid_at": "2026-11-27T08:00:00Z",
    "channel": "shop", "kind": "order", "parent": None,
}`;
  const BAD: readonly Bad[] = [
    ['an unknown event', 't.track_order_complete(sdk, "u", order)', /\[attr-defined\]/],
    ['an unknown field', 'wrong: t.BasketSeen = {"size": 1, "email": "x"}', /\[typeddict-unknown-key\]/],
    ['a missing field', 'wrong: t.BasketSeen = {}', /\[typeddict-item\]/],
    ['a free string for an enum', 'order["currency"] = text', /\[typeddict-item\]/],
    ['another value of a const', 'order["channel"] = "app"', /\[typeddict-item\]/],
    ['a string for a number', 'order["total"] = "3.5"', /\[typeddict-item\]/],
    ['None where it is not planned', 'order["order_id"] = None', /\[typeddict-item\]/],
    [
      'another value in a list',
      'order["items"] = [{"sku": "A", "count": 1, "allergens": ["soy"]}]',
      /\[list-item\]|\[typeddict-item\]/,
    ],
    ['another SDK', 't.track_signed_out(object(), "u")', /\[arg-type\]/],
    ['properties of another event', 't.track_order_completed(sdk, "u", {"size": 1})', /\[typeddict-/],
  ];

  beforeAll(() => {
    if (!existsSync(join(TOOLS, 'python.done'))) throw new Error('Run node scripts/codegen-tools.mjs first.');
    for (const sdk of SDKS) {
      project.write(`python/${moduleOf(sdk)}.py`, readGolden(`python/${sdk}/telemetry.py`));
      project.write(`python/naughty_${moduleOf(sdk)}.py`, writeNaughtyCode('python', sdk));
    }
    project.write(
      'python/good.py',
      `import mixpanel_telemetry as m
import plain_telemetry as t
import posthog as posthog_sdk
import posthog_telemetry as p
import segment_analytics_python_telemetry as s
from mixpanel import Mixpanel  # type: ignore[import-untyped]
from posthog import Posthog
from segment import analytics  # type: ignore[import-untyped]

order: s.OrderCompleted = ${ORDER}
s.track_order_completed(analytics, "u", order)
s.track_order_completed(analytics.Client("k"), None, order, anonymous_id="a", context={"ip": "0.0.0.0"})
s.identify(analytics, "u", {"plan": "free"})
m.track_order_completed(Mixpanel("t"), "u", ${ORDER})
m.group_company(Mixpanel("t"), "company", "g", {"seats": 3})
p.track_order_completed(Posthog("k"), "u", ${ORDER}, groups={"company": "g"})
p.screen_basket_screen(posthog_sdk, "u", {"items": 1})
p.identify(Posthog("k"), "u", {"plan": "paid", "born": "1990-01-01"})
`,
    );
    project.write(
      'python/runs.py',
      `import json
from typing import Any

import plain_telemetry as t


class Sdk:
    def track(self, user_id: str, event: str, properties: dict[str, Any]) -> None:
        print(json.dumps(["track", user_id, event, properties]))

    def page(self, user_id: str, name: str | None, properties: dict[str, Any]) -> None:
        print(json.dumps(["page", user_id, name, properties]))

    def screen(self, user_id: str, name: str | None, properties: dict[str, Any]) -> None:
        print(json.dumps(["screen", user_id, name, properties]))

    def identify(self, user_id: str, traits: dict[str, Any]) -> None:
        print(json.dumps(["identify", user_id, traits]))

    def group(self, user_id: str, group_id: str, traits: dict[str, Any]) -> None:
        print(json.dumps(["group", user_id, group_id, traits]))


order: t.OrderCompleted = ${ORDER}
t.track_order_completed(Sdk(), "u", order)
t.page_seen(Sdk(), "u", {})
t.group_company(Sdk(), "u", "g", {"seats": 3})
t.track_signed_out(Sdk(), "u")
`,
    );
    project.write(
      'python/sdks.py',
      `import json

import mixpanel_telemetry as m
import posthog_telemetry as p
import segment_analytics_python_telemetry as s
from mixpanel import Mixpanel
from posthog import Posthog
from segment.analytics import Client


class Consumer:
    def send(self, endpoint, message, *_keys):
        print(json.dumps(["mixpanel", endpoint, json.loads(message)]))


class Queue:
    def put(self, message, block):
        print(json.dumps(["segment", message["type"], message], default=str))


def show(message):
    print(json.dumps(["posthog", message["event"], message], default=str))


segment = Client("k", send=False)
segment.send = True
segment.queue = Queue()
s.track_order_completed(segment, "u", ${ORDER})
s.page_home(segment, None, {"layout": "wide"}, anonymous_id="a")
s.screen_basket_screen(segment, "u", {"items": 2})
s.identify(segment, "u", {"plan": "free"})
s.group_company(segment, "u", "g", {"seats": 3})
mixpanel = Mixpanel("t", consumer=Consumer())
m.track_order_completed(mixpanel, "u", ${ORDER})
m.page_seen(mixpanel, "u", {"layout": "wide"})
m.identify(mixpanel, "u", {"plan": "free"})
m.group_company(mixpanel, "company", "g", {"seats": 3})
posthog = Posthog("k", send=False, sync_mode=True, before_send=show)
p.track_order_completed(posthog, "u", ${ORDER}, groups={"company": "g"})
p.page_seen(posthog, "u", {"layout": "wide"})
p.screen_basket_screen(posthog, "u", {"items": 2})
p.identify(posthog, "u", {"plan": "free"})
p.group_company(posthog, "company", "g", {"seats": 3})
`,
    );
    for (const [at, [, statement]] of BAD.entries()) {
      project.write(
        `python/bad${at}.py`,
        `import plain_telemetry as t\n\n\ndef send(sdk: t.Sdk, order: t.OrderCompleted, text: str) -> None:\n    ${statement}\n`,
      );
    }
  });

  it('passes mypy with the real SDKs, and Ruff', async () => {
    const checked = await mypy(['good.py', 'runs.py', ...SDKS.map((sdk) => `${moduleOf(sdk)}.py`)]);
    expect(checked).toEqual({ code: 0, output: 'Success: no issues found in 6 source files\n' });
    const files = SDKS.map((sdk) => `${moduleOf(sdk)}.py`);
    expect(await run('ruff', ['format', '--isolated', '--check', ...files])).toMatchObject({ code: 0 });
    expect(await run('ruff', ['check', '--isolated', '--select=F,E9,I', ...files])).toMatchObject({
      code: 0,
    });
  });

  it.each(['segment-analytics-python', 'mixpanel', 'posthog'])(
    'is used as the document says: %s',
    async (sdk) => {
      const example = readExample('python', `# after: ${sdk}`);
      project.write('python/example.py', example.replace('from telemetry', `from ${moduleOf(sdk)}`));
      const checked = await run('mypy', [
        '--python-version=3.11',
        '--disable-error-code=import-untyped',
        'example.py',
      ]);
      expect(checked).toMatchObject({ code: 0 });
    },
  );

  it('is refused by mypy where it should be', async () => {
    const { output } = await mypy(BAD.map((_, at) => `bad${at}.py`));
    for (const [at, [what, , error]] of BAD.entries()) {
      const lines = output.split('\n').filter((line) => line.startsWith(`bad${at}.py:5: error:`));
      expect([what, lines.length]).toEqual([what, 1]);
      expect(lines.join('\n')).toMatch(error);
    }
  });

  it('hands over what was planned', async () => {
    const { code, output } = await run('python', ['runs.py']);
    expect(code).toBe(0);
    const calls = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(calls).toMatchObject([
      ['track', 'u', 'Order Completed', { total: 3.5, channel: 'shop', parent: null, items: [{ count: 2 }] }],
      ['page', 'u', null, {}],
      ['group', 'u', 'g', { seats: 3 }],
      ['track', 'u', 'Signed Out', {}],
    ]);
  });

  it('is taken by the real SDKs', async () => {
    const { code, output } = await run('python', ['sdks.py']);
    const lines = output
      .trim()
      .split('\n')
      .filter((line) => line.startsWith('['));
    const sent = lines.map((line) => JSON.parse(line) as [string, string, object]);
    expect([code, sent.map(([sdk, what]) => `${sdk} ${what}`)]).toEqual([
      0,
      [
        ...['track', 'page', 'screen', 'identify', 'group'].map((what) => `segment ${what}`),
        ...['events', 'events', 'people', 'groups'].map((what) => `mixpanel ${what}`),
        ...['Order Completed', '$pageview', '$screen', '$set', '$groupidentify'].map(
          (what) => `posthog ${what}`,
        ),
      ],
    ]);
    expect(sent.map(([, , message]) => message)).toMatchObject([
      { event: 'Order Completed', userId: 'u', properties: { currency: 'EUR' } },
      { name: 'Home', anonymousId: 'a', properties: { layout: 'wide' } },
      { name: 'Basket', userId: 'u', properties: { items: 2 } },
      { userId: 'u', traits: { plan: 'free' } },
      { userId: 'u', groupId: 'g', traits: { seats: 3 } },
      { event: 'Order Completed', properties: { distinct_id: 'u', currency: 'EUR' } },
      { event: '$mp_web_page_view', properties: { distinct_id: 'u', layout: 'wide' } },
      { $distinct_id: 'u', $set: { plan: 'free' } },
      { $group_key: 'company', $group_id: 'g', $set: { seats: 3 } },
      { distinct_id: 'u', properties: { currency: 'EUR', $groups: { company: 'g' } } },
      { distinct_id: 'u', properties: { layout: 'wide' } },
      { distinct_id: 'u', properties: { items: 2, $screen_name: 'Basket' } },
      { distinct_id: 'u', $set: { plan: 'free' } },
      { properties: { $group_type: 'company', $group_key: 'g', $group_set: { seats: 3 } } },
    ]);
  });

  it('passes mypy with naughty strings as names, values and descriptions', async () => {
    const files = SDKS.map((sdk) => `naughty_${moduleOf(sdk)}.py`);
    expect(await mypy(files)).toMatchObject({ code: 0 });
  });
});
