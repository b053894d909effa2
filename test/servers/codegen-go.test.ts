/** Generated Go, compiled, formatted and run with the Go of the machine. */
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeNaughtyCode } from '../codegen-naughty.ts';
import { createProject, readExample, readGolden, runTool } from '../codegen-project.ts';
import type { CodegenProject, Ran } from '../codegen-project.ts';

const TOOLS = fileURLToPath(new URL('../../node_modules/.cache/codegen/', import.meta.url));
const project: CodegenProject = createProject();
afterAll(() => project.remove());

type Bad = readonly [what: string, statement: string, error: RegExp];

function main(name: string, statements: string): string {
  return `package main

import (
	"encoding/json"
	"fmt"

	"example.test/shop/telemetry"
)

type printer struct{}

func show(call string, parts ...any) error {
	line, err := json.Marshal(append([]any{call}, parts...))
	fmt.Println(string(line))
	return err
}

func (printer) Track(who telemetry.Who, name string, properties map[string]any) error {
	return show("track", who.UserID, name, properties)
}
func (printer) Page(who telemetry.Who, name string, properties map[string]any) error {
	return show("page", who.UserID, name, properties)
}
func (printer) Screen(who telemetry.Who, name string, properties map[string]any) error {
	return show("screen", who.UserID, name, properties)
}
func (printer) Identify(who telemetry.Who, traits map[string]any) error {
	return show("identify", who.UserID, traits)
}
func (printer) Group(who telemetry.Who, groupID string, traits map[string]any) error {
	return show("group", who.UserID, groupID, traits)
}

// ${name}
func main() {
	var to telemetry.Analytics = printer{}
	who := telemetry.Who{UserID: "u"}
	text := "EUR"
	order := telemetry.OrderCompleted{
		OrderID: "o", Total: 3.5, Currency: telemetry.OrderCompletedCurrencyEur, PaidAt: "2026-11-27T08:00:00Z",
		Items: []telemetry.OrderCompletedItem{{Sku: "RYE-0001", Count: 2}}, OldCode: telemetry.Some("AB"),
	}
	_, _, _, _ = to, who, text, order
	${statements}
}
`;
}

describe('Go', () => {
  const directory = join(project.directory, 'go');
  const PATH = ['/usr/local/go/bin', process.env['PATH'] ?? ''].join(delimiter);
  const run = (tool: string, args: readonly string[]): Promise<Ran> =>
    runTool(tool, args, directory, { PATH, GOFLAGS: '-mod=mod', GOCACHE: join(TOOLS, 'go-build') });
  const BAD: readonly Bad[] = [
    [
      'an unknown event',
      'telemetry.SendOrderComplete(to, who, order)',
      /undefined: telemetry\.SendOrderComplete/,
    ],
    ['an unknown field', 'order.Email = "x"', /order\.Email undefined/],
    ['a free string for an enum', 'order.Currency = text', /cannot use text/],
    ['a text for an enum', 'order.Currency = "EUR"', /cannot use "EUR"/],
    [
      'an enum made up',
      'order.Currency = telemetry.OrderCompletedCurrency{"XXX"}',
      /implicit assignment to unexported field/,
    ],
    ['a string for a number', 'order.Total = text', /cannot use text/],
    ['a value where it may be missing', 'order.OldCode = text', /cannot use text/],
    ['another event', 'telemetry.SendSignedOut(to, who, order)', /cannot use order/],
  ];

  beforeAll(() => {
    project.write('go/go.mod', 'module example.test/shop\n\ngo 1.18\n');
    project.write('go/telemetry/telemetry.go', readGolden('go/plain/telemetry.go'));
    project.write('go/naughty/naughty.go', writeNaughtyCode('go', 'plain'));
    project.write(
      'go/good/main.go',
      main(
        'good',
        `_ = telemetry.SendOrderCompleted(to, who, order)
	_ = telemetry.SendPageSeen(to, who, telemetry.PageSeen{})
	_ = telemetry.SendCompany(to, who, "g", telemetry.Company{Seats: 3, Plan: telemetry.CompanyPlanPaid})
	order.Items[0].Price = &telemetry.OrderCompletedItemPrice{Amount: 1}
	order.Currency = telemetry.OrderCompletedCurrency{}
	fmt.Println(telemetry.SendOrderCompleted(to, who, order))`,
      ),
    );
    for (const [at, [what, statement]] of BAD.entries()) {
      project.write(`go/bad${at}/main.go`, main(what, statement));
    }
  });

  it('is formatted, passes vet and runs; a required enum without a value is an error', async () => {
    expect(await run('gofmt', ['-l', 'telemetry'])).toEqual({ code: 0, output: '' });
    expect(await run('go', ['vet', './telemetry', './good'])).toEqual({ code: 0, output: '' });
    const { code, output } = await run('go', ['run', './good']);
    expect(code).toBe(0);
    const lines = output.trim().split('\n');
    expect(lines.slice(0, 3).map((line) => JSON.parse(line) as unknown)).toEqual([
      [
        'track',
        'u',
        'Order Completed',
        {
          order_id: 'o',
          total: 3.5,
          currency: 'EUR',
          items: [{ sku: 'RYE-0001', count: 2 }],
          paid_at: '2026-11-27T08:00:00Z',
          gift: false,
          channel: 'shop',
          kind: 'order',
          parent: null,
          old_code: 'AB',
        },
      ],
      ['page', 'u', '', {}],
      ['group', 'u', 'g', { seats: 3, plan: 'paid' }],
    ]);
    expect(lines.slice(3)).toEqual(['required and not set: currency, items[].price.currency']);
  });

  it('does not compile where it should not', async () => {
    for (const [at, [what, , error]] of BAD.entries()) {
      const { code, output } = await run('go', ['build', '-o', '/dev/null', `./bad${at}`]);
      expect([what, code]).toEqual([what, 1]);
      expect(output).toMatch(error);
    }
  });

  it.each([
    [
      'segment',
      // The SDK has no go.mod, so what it needs is pinned here.
      'gopkg.in/segmentio/analytics-go.v3 v3.1.0; github.com/segmentio/backo-go v1.1.0; ' +
        'github.com/xtgo/uuid v0.0.0-20140804021211-a0b114877d4c',
      'segment',
    ],
    ['posthog', 'github.com/posthog/posthog-go v1.5.2', 'postHog'],
  ])('is used with the SDK as the document says: %s', async (sdk, required, type) => {
    const at = `go-${sdk}`;
    const module = 'module example.test/shop\n\ngo 1.18\n';
    project.write(`${at}/go.mod`, `${module}\nrequire (\n\t${required.split('; ').join('\n\t')}\n)\n`);
    project.write(`${at}/telemetry/telemetry.go`, readGolden('go/plain/telemetry.go'));
    project.write(`${at}/adapter.go`, readExample('go', `// adapter: ${sdk}`));
    const use = readExample('go', '// after').replaceAll(/^/gm, '\t');
    project.write(
      `${at}/main.go`,
      `package main\n\nimport (\n\t"fmt"\n\n\t"example.test/shop/telemetry"\n)\n\nfunc main() {\n` +
        `\tvar to telemetry.Analytics = ${type}{}\n${use}\n\tfmt.Println(err)\n}\n`,
    );
    const variables = { PATH, GOFLAGS: '-mod=mod', GOCACHE: join(TOOLS, 'go-build') };
    const ran = await runTool('go', ['vet', '.'], join(project.directory, at), variables);
    expect(ran.output.replaceAll(/^go: (?:downloading|finding|added) .*\n/gm, '')).toBe('');
    expect(ran.code).toBe(0);
  });

  it('compiles with naughty strings as names, values and descriptions', async () => {
    expect(await run('gofmt', ['-l', 'naughty'])).toEqual({ code: 0, output: '' });
    expect(await run('go', ['vet', './naughty'])).toEqual({ code: 0, output: '' });
  });
});
