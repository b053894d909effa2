/** Generated Kotlin, compiled and run. `scripts/codegen-tools.mjs` brings the compiler. */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
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

describe('Kotlin', () => {
  const directory = join(project.directory, 'kotlin');
  const compiler = join(TOOLS, 'kotlin', '*');
  const library = join(TOOLS, 'kotlin', 'kotlin-stdlib-2.1.21.jar');
  const compile = (sources: readonly string[], output: string, jars: readonly string[] = []): Promise<Ran> =>
    runTool(
      'java',
      [
        // It runs but once: no time for the second compiler of the machine.
        '-XX:TieredStopAtLevel=1',
        '-XX:+UseSerialGC',
        '-cp',
        compiler,
        'org.jetbrains.kotlin.cli.jvm.K2JVMCompiler',
        '-no-stdlib',
        '-no-reflect',
        '-Werror',
        '-cp',
        [library, join(directory, 'good'), ...jars].join(delimiter),
        '-d',
        join(directory, output),
        ...sources,
      ],
      directory,
    );
  const ORDER = `OrderCompleted(
    orderId = "o", total = 3.5, currency = OrderCompletedCurrency.EUR, paidAt = "2026-11-27T08:00:00Z", gift = false,
    items = listOf(OrderCompletedItem(sku = "RYE-0001", count = 2, allergens = listOf(OrderCompletedItemAllergen.GLUTEN))),
    parent = null, size = OrderCompletedSize.MINUS_3,
)`;
  const BAD: readonly Bad[] = [
    ['an unknown event', 'to.track(OrderComplete())', /unresolved reference 'OrderComplete'/],
    ['an unknown field', 'order.copy(email = "x")', /no parameter with name 'email'/],
    ['a missing field', 'to.page(Home()); to.track(BasketSeenOf())', /unresolved reference/],
    ['a field that is not given', 'to.screen(BasketScreen())', /no value passed for parameter 'items'/],
    ['a free string for an enum', 'order.copy(currency = text)', /argument type mismatch/],
    ['a string for a number', 'order.copy(total = text)', /argument type mismatch/],
    [
      'null where it is not planned',
      'order.copy(orderId = null)',
      /null cannot be a value|argument type mismatch/,
    ],
    ['another call', 'to.track(Home())', /argument type mismatch/],
    [
      'an event of its own making',
      'to.track(object : TrackEvent { override val eventName = "x"; override fun toMap() = emptyMap<String, Any?>() })',
      /sealed/,
    ],
  ];

  beforeAll(() => {
    if (!existsSync(join(TOOLS, 'kotlin.done'))) throw new Error('Run node scripts/codegen-tools.mjs first.');
    mkdirSync(join(directory, 'good'), { recursive: true });
    project.write('kotlin/Telemetry.kt', readGolden('kotlin/plain/Telemetry.kt'));
    project.write('kotlin/Naughty.kt', writeNaughtyCode('kotlin', 'plain'));
    project.write(
      'kotlin/Main.kt',
      `import telemetry.*

object Printer : Analytics {
    override fun track(name: String, properties: Map<String, Any?>) = println("track $name $properties")
    override fun page(name: String?, properties: Map<String, Any?>) = println("page $name $properties")
    override fun screen(name: String?, properties: Map<String, Any?>) = println("screen $name $properties")
    override fun identify(userId: String, traits: Map<String, Any?>) = println("identify $userId $traits")
    override fun group(groupId: String, traits: Map<String, Any?>) = println("group $groupId $traits")
}

fun main() {
    val to = Telemetry(Printer)
    to.track(${ORDER})
    to.page(PageSeen())
    to.group("g", Company(seats = 3))
    to.track(SignedOut)
}
`,
    );
    for (const [at, [, statement]] of BAD.entries()) {
      project.write(
        `kotlin/Bad${at}.kt`,
        `package bad${at}\n\nimport telemetry.*\n\nfun send(to: Telemetry, order: OrderCompleted, text: String) {\n    println(order)\n    println(text)\n    ${statement}\n}\n`,
      );
    }
  });

  it('compiles without a warning, and runs', async () => {
    expect(await compile(['Telemetry.kt', 'Main.kt'], 'good')).toEqual({ code: 0, output: '' });
    const classes = [library, join(directory, 'good')].join(delimiter);
    const { output } = await runTool('java', ['-cp', classes, 'MainKt'], directory);
    expect(output.trim().split('\n')).toEqual([
      'track Order Completed {order_id=o, total=3.5, currency=EUR, items=[{sku=RYE-0001, count=2, allergens=[gluten]}], ' +
        'paid_at=2026-11-27T08:00:00Z, gift=false, channel=shop, kind=order, parent=null, size=-3}',
      'page null {}',
      'group g {seats=3}',
      'track Signed Out {}',
    ]);
  });

  it('is used with the SDK as the document says', async () => {
    const folder = join(TOOLS, 'kotlin-segment');
    const jars = readdirSync(folder).filter((name) => name.endsWith('.jar') && !name.includes('stdlib'));
    project.write('kotlin/Adapter.kt', readExample('kotlin', '// adapter: segment'));
    const use = readExample('kotlin', '// after').replaceAll(/^/gm, '    ');
    project.write(
      'kotlin/Use.kt',
      `import telemetry.*\n\nfun use(analytics: com.segment.analytics.kotlin.core.Analytics) {\n${use}\n}\n`,
    );
    const paths = jars.map((name) => join(folder, name));
    const compiled = await compile(['Telemetry.kt', 'Adapter.kt', 'Use.kt'], 'used', paths);
    expect(compiled).toEqual({ code: 0, output: '' });
  });

  it('does not compile where it should not', async () => {
    const { code, output } = await compile(
      BAD.map((_, at) => `Bad${at}.kt`),
      'bad',
    );
    expect(code).toBe(1);
    for (const [at, [what, , error]] of BAD.entries()) {
      const lines = output.split('\n').filter((line) => line.startsWith(`Bad${at}.kt:8:`));
      expect([what, lines.length > 0]).toEqual([what, true]);
      expect(lines.join('\n')).toMatch(error);
    }
  });

  it('compiles with naughty strings as names, values and descriptions', async () => {
    expect(await compile(['Naughty.kt'], 'naughty')).toEqual({ code: 0, output: '' });
  });
});
