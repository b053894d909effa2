/** One event in the panel: what the app gave, and what left the page. */
import type { Fate, Message, Notice } from '../event.ts';

export interface Row {
  readonly element: HTMLElement;
  /** `after` is what was sent; null leaves what stands there. */
  readonly end: (fate: Fate, after: Message | null) => void;
}

type Given = Extract<Notice, { kind: 'given' }>;

export function createRow({ call, name, before, after }: Given): Row {
  const fate = element('span', {}, 'waits');
  fate.dataset['fate'] = 'waiting';
  const sent = well('What left the page', 'nothing yet');
  const details = element(
    'details',
    {},
    element('summary', {}, element('code', {}, name === '' ? call : `${call} ${name}`), fate),
    element('dl', {}, well('What the app gave', print(before)).box, sent.box),
  );
  if (after !== null) sent.text.textContent = `waits:\n${print(after)}`;
  return {
    element: element('li', {}, details),
    end: (ended, message) => {
      const isSent = ended === 'sent';
      fate.textContent = isSent ? 'sent' : `dropped: ${ended}`;
      fate.dataset['fate'] = isSent ? 'sent' : 'dropped';
      sent.text.textContent = message === null ? 'nothing' : print(message);
    },
  };
}

/** A heading over a text that can be scrolled, also by keyboard. */
function well(title: string, content: string): { readonly box: HTMLElement; readonly text: HTMLElement } {
  const text = element('pre', { tabindex: '0', role: 'group', 'aria-label': title }, content);
  return { box: element('div', {}, element('dt', {}, title), element('dd', {}, text)), text };
}

/** JSON on lines; a word for what is none. */
function print(value: unknown): string {
  try {
    return JSON.stringify(value, null, 2) ?? 'nothing';
  } catch {
    return 'not JSON';
  }
}

/** Text is always text: nothing is read as HTML. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}
