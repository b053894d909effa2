/**
 * A panel for developers, on the page itself: each event as the app gave it and as it left the page. It lives in a shadow root, stores
 * nothing, asks nobody, and writes values into no log. What the gateway makes of an event afterwards is in `headgate tap`.
 */
import type { Fate, Message, Notice, Watch } from '../event.ts';
import { createRow, element } from './row.ts';
import type { Row } from './row.ts';
import { STYLE } from './style.ts';

export interface OverlayOptions {
  /** Events shown; of more, the oldest go. Default 100. */
  readonly rowsMax?: number;
  /** Whether the list is shown from the start. Default true. */
  readonly isOpen?: boolean;
}

export interface Overlay {
  /** For the option `watch`. */
  readonly watch: Watch;
  /** Takes the panel off the page. */
  readonly close: () => void;
}

const ROWS_MAX = 100;

/** Puts the panel on the page. Needs `document.body`. */
export function createOverlay(options: OverlayOptions = {}): Overlay {
  const rows = new Map<string, Row>();
  const counts = { sent: 0, dropped: 0, given: 0 };
  // Its summary is announced, not every row.
  const summary = element('p', { role: 'status' }, 'no events yet');
  const list = element('ol', { id: 'events' });
  const host = element('div', { id: 'headgate-overlay' });
  let last: Row | undefined;

  const count = (): void => {
    const waiting = counts.given - counts.sent - counts.dropped;
    summary.textContent = `${counts.sent} sent, ${waiting} waiting, ${counts.dropped} dropped`;
  };
  const add = (notice: Extract<Notice, { kind: 'given' }>): void => {
    last = createRow(notice);
    counts.given += 1;
    if (notice.after !== null) rows.set(notice.after.messageId, last);
    list.prepend(last.element);
    if (list.childElementCount <= (options.rowsMax ?? ROWS_MAX)) return;
    list.lastElementChild?.remove();
  };
  const end = (fate: Fate, id: string, after: Message | null): void => {
    const row = id === '' ? last : rows.get(id);
    // Given on an earlier page.
    if (row === undefined) return;
    rows.delete(id);
    row.end(fate, after);
    counts[fate === 'sent' ? 'sent' : 'dropped'] += 1;
  };
  attach(
    host,
    panel(summary, list, options.isOpen ?? true, () => host.remove()),
  );
  return {
    watch: (notice) => {
      if (notice.kind === 'given') add(notice);
      else end(notice.fate, notice.id, notice.after);
      count();
    },
    close: () => host.remove(),
  };
}

function panel(summary: HTMLElement, list: HTMLElement, isOpen: boolean, onClose: () => void): HTMLElement {
  const toggle = element('button', { type: 'button', 'aria-controls': 'events' });
  const show = (isShown: boolean): void => {
    list.hidden = !isShown;
    toggle.textContent = isShown ? 'Fold' : 'Unfold';
    toggle.setAttribute('aria-expanded', String(isShown));
  };
  show(isOpen);
  toggle.addEventListener('click', () => show(list.hidden === true));
  const clear = element('button', { type: 'button' }, 'Clear');
  clear.addEventListener('click', () => list.replaceChildren());
  const close = element('button', { type: 'button', 'aria-label': 'Close the panel' }, '✕');
  close.addEventListener('click', onClose);
  const section = element(
    'section',
    { 'aria-label': 'Headgate: events of this page' },
    element('header', {}, element('h2', {}, 'Headgate'), summary, toggle, clear, close),
    list,
  );
  section.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !list.hidden) {
      show(false);
      toggle.focus();
    }
  });
  return section;
}

/** The sheet is constructed, so that a page's Content-Security-Policy need not allow inline styles. */
function attach(host: HTMLElement, content: HTMLElement): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [sheet];
  root.append(content);
  document.body.append(host);
}
