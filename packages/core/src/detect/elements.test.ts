import { describe, expect, it } from 'vitest';
import { findElements } from './elements.ts';
import { MEANING } from './meaning.ts';

function read(text: string): readonly (readonly [string, number])[] {
  return findElements(text).map(({ start, end, meaning }) => [
    text.slice(start, end),
    meaning & ~MEANING.parameter,
  ]);
}

describe('findElements', () => {
  it.each([
    ['an element', '<email>zoe</email>', 'zoe', MEANING.email],
    ['one in a namespace', '<s:Body><u:phone type="x"> 12 34 </u:phone></s:Body>', '12 34', MEANING.phone],
    ['character data', '<email><![CDATA[zoe <z>]]></email>', 'zoe <z>', MEANING.email],
    ['an element whose parent is a person', '<customer><name>Zoe</name></customer>', 'Zoe', MEANING.name],
    ['what an attribute names', '<string name="email">zoe</string>', 'zoe', MEANING.email],
    ['what the element before names', '<key>email</key>\n<string>zoe</string>', 'zoe', MEANING.email],
    ['a header', '<h><name>Cookie</name><value>a=b</value></h>', 'a=b', MEANING.cookies],
    ['an attribute beside its name', '<add key="ssn" value="1-2"/>', '1-2', MEANING.nationalId],
    ['a field of a form', "<input type=text name='email' value='zoe'>", 'zoe', MEANING.email],
    ['an attribute without quotes', '<input name=email value=zoe>', 'zoe', MEANING.email],
    ['what is not closed', '<p>hello<br><email>zoe</email>', 'zoe', MEANING.email],
    ['what begins like a tag', 'a <b and <email>zoe</email>', 'zoe', MEANING.email],
    ['what follows a comment', '<!-- <email> --><email>zoe</email>', 'zoe', MEANING.email],
  ])('reads %s', (_, text, value, meaning) => {
    expect(read(text)).toEqual([[value, meaning]]);
  });

  it.each([
    '<page><name>Lamp</name></page>',
    '<email></email>',
    '<email><b>zoe</b></email>',
    '<email>zoe',
    '</email>zoe</email>',
    '<key>email</key><date/><string>zoe</string>',
    '<add key="ssn"/>',
    'a < b',
    '</>',
    '<',
  ])('reads nothing into %s', (text) => {
    expect(read(text)).toEqual([]);
  });

  it('reads elements deeper than it follows', () => {
    const text = `${'<a>'.repeat(100)}<b>x</b>${'</a>'.repeat(100)}<email>zoe</email>`;
    expect(read(text)).toContainEqual(['zoe', MEANING.email]);
  });

  it('gives spans in ascending order, within the text', () => {
    const text = '<u><email>a</email><add name="ssn" value="b"/><phone>c</phone></u>';
    expect(read(text).map(([value]) => value)).toEqual(['a', 'b', 'c']);
  });
});
