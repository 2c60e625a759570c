/** Colours of the page by day and by night; the charts bring their own, on the same paper. */
const LIGHT = `
  --paper: #fdfcf9; --ink: #1c1a17; --soft: #655f56; --rule: #1c1a17; --grid: #e3ddd2; --hair: #d5cec1; --flow: #1f62a5;
  --focus: #1a5a99; --warn: #7a2e0b; --warn-paper: #fdeedd; --warn-stripe: #f9dfc2; --good: #2c6b3f; --bad: #a5250f;`;
const DARK = `
  --paper: #14161a; --ink: #ece8e0; --soft: #a9a297; --rule: #8d877c; --grid: #2b2f35; --hair: #3a3f46; --flow: #5fa3e6;
  --focus: #7db8f0; --warn: #ffcf9e; --warn-paper: #3a2412; --warn-stripe: #482d17; --good: #84c796; --bad: #ff8f7a;`;

const PAGE = `
*, ::before, ::after { box-sizing: border-box }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 3.2rem }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 "Helvetica Neue", "Segoe UI", Roboto, Arial, "Liberation Sans", sans-serif }
header, main, body > footer { max-width: 1080px; margin: 0 auto; padding: 0 20px }
h1, h2, h3, .lead { font-family: "Iowan Old Style", Charter, "Palatino Linotype", Palatino, Georgia, "Noto Serif", "Liberation Serif", serif }
h1 { font-size: clamp(1.75rem, 1.1rem + 3vw, 2.9rem); line-height: 1.12; letter-spacing: -.012em; font-weight: 700; margin: .35rem 0 .7rem; text-wrap: balance; overflow-wrap: anywhere }
h2 { font-size: 1.5rem; line-height: 1.2; margin: 0 0 .25rem; text-wrap: balance }
h3 { font-size: 1.1rem; margin: 1.6rem 0 .3rem }
p { margin: 0 0 .8rem; max-width: 78ch; overflow-wrap: anywhere; text-wrap: pretty }
a { color: inherit; text-decoration-color: var(--soft); text-underline-offset: .18em }
a:focus-visible, .scroll:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px }
code { font: .92em ui-monospace, Menlo, Consolas, "Liberation Mono", monospace; overflow-wrap: anywhere }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
.skip:not(:focus) { position: absolute; clip-path: inset(50%) }
.band { position: sticky; top: 0; z-index: 5; padding: .5rem 20px; text-align: center; color: var(--warn); border-bottom: 1px solid var(--warn);
  background: repeating-linear-gradient(-45deg, var(--warn-paper) 0 12px, var(--warn-stripe) 12px 24px) }
.band b { letter-spacing: .01em }
.kicker { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .1rem 1.5rem; margin: 1.4rem 0 0; padding-top: .5rem; border-top: 3px solid var(--rule); max-width: none; font-size: .84rem; color: var(--soft) }
.kicker b { color: var(--ink) }
.lead { font-size: 1.16rem; line-height: 1.5; max-width: 62ch; text-wrap: balance }
nav { font-size: .87rem; color: var(--soft) }
nav ul { display: flex; flex-wrap: wrap; gap: .2rem 1.3rem; list-style: none; margin: 0; padding: 0 }
section { border-top: 1px solid var(--rule); margin-top: 2.6rem; padding-top: .8rem }
section > p:first-of-type { color: var(--soft); font-size: .93rem }
.source { font-size: .78rem; color: var(--soft); margin: .9rem 0 0; max-width: none }
.source b { color: var(--warn) }
.scroll { overflow-x: auto }
body > footer { margin-top: 2.8rem; padding-bottom: 2.5rem; font-size: .8rem; color: var(--soft) }
body > footer p { border-top: 3px solid var(--rule); padding-top: .6rem; max-width: none }
`;

const TABLES = `
table { border-collapse: collapse; font-variant-numeric: tabular-nums lining-nums }
th { font-weight: 400; text-align: left }
thead th { font-size: .76rem; color: var(--soft); vertical-align: bottom }
.columns { columns: 15.5rem; column-gap: 2.2rem }
.quotes { width: 100%; font-size: .85rem; line-height: 1.45; margin-bottom: 1.3rem; break-inside: avoid }
.quotes caption { text-align: left; font-weight: 700; font-size: .95rem; border-bottom: 1px solid var(--rule); overflow-wrap: anywhere }
.quotes td, .quotes th { padding: .06rem 0; border-bottom: 1px solid var(--grid) }
.quotes td, .quotes thead th + th { text-align: right }
.quotes td:last-child, .quotes tbody th, .quotes td:nth-last-child(1) { color: var(--soft) }
.quotes tbody th { vertical-align: top }
.quotes .date th { padding-top: .5rem; color: var(--ink); font-style: italic }
.quotes .top td:not(:last-child) { font-weight: 700 }
.stages { width: 100%; font-size: .9rem }
.stages td, .stages th { padding: .42rem 0 .42rem .9rem; border-bottom: 1px solid var(--grid); vertical-align: top }
.stages td, .stages thead th:not(:first-child) { text-align: right; white-space: nowrap }
.stages th:first-child { padding-left: 0 }
.stages tbody th { font-weight: 600 }
.stages small { display: block; font-size: .8rem; font-weight: 400; color: var(--soft); max-width: 34ch }
.stages td.flow { width: 14rem; padding-right: 1rem }
.stages .nil { color: var(--soft) }
.stages small.good { color: var(--good) } .stages small.bad { color: var(--bad); font-weight: 600 }
svg.flow { display: block; width: 13rem; height: .7rem; margin-top: .38rem }
.good { color: var(--good) } .bad { color: var(--bad); font-weight: 600 }
section > p.good, section > p.bad { color: var(--ink); font-size: 1rem }
.failures { margin: .4rem 0 0; font-size: .9rem }
.failures div { display: grid; grid-template-columns: 9rem 1fr; gap: .2rem 1rem; padding: .3rem 0; border-bottom: 1px solid var(--grid) }
.failures dt { font-weight: 600; overflow-wrap: anywhere }
.failures dd { margin: 0; overflow-wrap: anywhere }
`;

/* A chart has white of its own about it: it is moved out by as much, so that its names stand on the page's edge. */
const CHARTS = `
.board { margin: -12px -16px 0 }
.board svg { display: block; width: 100%; height: auto }
.board.medium, .board.narrow { display: none }
svg .out { fill: var(--flow) } svg .dropped { fill: var(--hair) } svg .failed { fill: var(--bad) }
`;

/** Where a chart drawn for less is easier to read than one that is shrunk. */
const NARROW = `
@media (max-width: 899px) {
  .board.wide { display: none }
  .board.medium { display: block; max-width: 760px }
}
@media (max-width: 519px) {
  .board.medium { display: none }
  .board.narrow { display: block; max-width: 520px; margin: -8px -12px 0 }
}
@media (max-width: 640px) {
  header, main, body > footer { padding: 0 14px }
  .band { font-size: .84rem; padding: .4rem 14px; line-height: 1.3 }
  .columns { columns: 9.5rem; column-gap: 1.4rem }
  .quotes { font-size: .8rem }
  .failures div { grid-template-columns: 1fr }
  .stages .flow { display: none }
}
`;

const PRINT = `
@media print {
  :root { --paper: #fff }
  body { font-size: 10pt }
  .band { position: static }
  nav, .skip { display: none }
  header, main, body > footer { max-width: none; padding: 0 }
  .band, svg { print-color-adjust: exact; -webkit-print-color-adjust: exact }
  .board.wide { display: block !important } .board.medium, .board.narrow { display: none !important }
  .scroll { overflow: visible }
  h2, h3, h2 + p { break-after: avoid } p, tr, .board { break-inside: avoid }
}
`;

/** The page's only style sheet: no script, no font and no picture is fetched. */
export const STYLE = `:root { color-scheme: light dark; ${LIGHT} }
@media screen and (prefers-color-scheme: dark) { :root { ${DARK} } }
${PAGE}${TABLES}${CHARTS}${NARROW}${PRINT}`;
