/** Light and dark follow the system; contrasts are 4.5:1 or more (WCAG 2.2, 1.4.3), targets 24 px or more (2.5.8). */
export const STYLE = `
:host { all: initial; position: fixed; right: 12px; bottom: 12px; z-index: 2147483647; color-scheme: light dark;
  --ground: #fff; --text: #1a1d21; --quiet: #565d66; --line: #c9ced6; --well: #f3f5f7;
  --sent: #0b6b3a; --dropped: #a8230f; --focus: #1755c4;
  font: 13px/1.45 system-ui, sans-serif; color: var(--text); }
@media (prefers-color-scheme: dark) { :host { --ground: #16191d; --text: #e8ebef; --quiet: #a7b0bb; --line: #3d444d; --well: #20252b;
  --sent: #6fd79f; --dropped: #ff9d8a; --focus: #8ab4ff; } }
section { background: var(--ground); border: 1px solid var(--line); border-radius: 8px; width: min(560px, calc(100vw - 26px));
  max-height: min(60vh, 520px); display: flex; flex-direction: column; box-shadow: 0 4px 18px #0003; }
header { display: flex; align-items: center; gap: 8px; padding: 6px 8px 6px 12px; }
h2 { font-size: 13px; margin: 0; }
p { margin: 0; flex: 1; color: var(--quiet); }
button { font: inherit; color: inherit; background: var(--well); border: 1px solid var(--line); border-radius: 5px; min-height: 26px;
  padding: 0 9px; cursor: pointer; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 1px; }
ol { list-style: none; margin: 0; padding: 0; overflow: auto; border-top: 1px solid var(--line); }
li + li { border-top: 1px solid var(--line); }
summary { display: flex; gap: 8px; padding: 5px 12px; min-height: 24px; align-items: center; cursor: pointer; }
summary::before { content: '▸'; color: var(--quiet); }
[open] > summary::before { content: '▾'; }
summary code { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
[data-fate='sent'] { color: var(--sent); }
[data-fate='dropped'] { color: var(--dropped); }
[data-fate='waiting'] { color: var(--quiet); }
dl { display: grid; grid-template-columns: 1fr 1fr; gap: 8px; margin: 0; padding: 2px 12px 10px; }
dl > div { min-width: 0; }
dt { color: var(--quiet); }
dd { margin: 0; }
pre { margin: 0; padding: 6px 8px; background: var(--well); border-radius: 5px; max-height: 220px; overflow: auto; white-space: pre-wrap;
  overflow-wrap: anywhere; font: 12px/1.4 ui-monospace, monospace; }
code { font: 12px/1.4 ui-monospace, monospace; }
@media (max-width: 480px) { dl { grid-template-columns: 1fr; } }
[hidden] { display: none; }
`;
