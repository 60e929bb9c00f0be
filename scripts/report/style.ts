/** The style of the page: light, dark and on paper. */
export const STYLE = `:root {
  --ground: #ffffff; --ink: #1f2328; --soft: #57606a; --line: #d0d7de; --bar: #8c959f;
  --today: #0f766e; --mark: #b42318;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0d1117; --ink: #e6edf3; --soft: #9198a1; --line: #30363d; --bar: #6e7681;
    --today: #2dd4bf; --mark: #ff7b72;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.6rem; }
h2 { font-size: 1.25rem; margin-top: 2.5rem; border-bottom: 1px solid var(--line); }
p, ul { max-width: 50rem; }
code { font: 0.9em ui-monospace, monospace; }
.wide { overflow-x: auto; margin: 1.5rem 0; }
table { border-collapse: collapse; font-size: 0.9rem; }
caption { text-align: left; color: var(--soft); padding-bottom: 0.4rem; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.7rem 0.3rem 0; border-bottom: 1px solid var(--line); }
thead th { vertical-align: bottom; }
tbody th { font-weight: normal; min-width: 10rem; }
.figure { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
figure { margin: 1.5rem 0; }
figcaption { color: var(--soft); font-size: 0.9rem; }
svg { display: block; width: 100%; max-width: 48rem; height: auto; font-size: 13px; }
svg text { fill: var(--ink); }
.bar { fill: var(--bar); }
.today { fill: var(--today); }
.mark { stroke: var(--mark); stroke-width: 2; }
@media print {
  :root {
    --ground: #ffffff; --ink: #000000; --soft: #333333; --line: #999999; --bar: #888888;
    --today: #000000; --mark: #000000;
  }
  body { font-size: 10pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  main { max-width: none; padding: 0; }
  .wide { overflow: visible; }
  table { font-size: 8pt; }
  h2 { break-after: avoid; }
  tr, figure { break-inside: avoid; }
}
`;
