/** Colours by day and by night; the charts name none but these. */
const LIGHT = `
  --paper: #fdfcf9; --raised: #f6f3ec; --ink: #1c1a17; --soft: #655f56; --rule: #1c1a17; --grid: #e3ddd2; --hair: #d5cec1;
  --above: #1f62a5; --below: #c98244; --up: #1a5a99; --down: #a34a12; --range: #bcd3e8; --line: #174a7d;
  --warn: #7a2e0b; --warn-paper: #fdeedd; --warn-stripe: #f9dfc2; --good: #2c6b3f; --bad: #a5250f;
  --a3: #1f62a5; --a2: #8fbce2; --a1: #d5e5f3; --z0: #f0ede6; --b1: #fae0c8; --b2: #efab74; --b3: #b04a0e;
  --a3-ink: #fff; --a2-ink: #10233a; --b2-ink: #3a1a05; --b3-ink: #fff;`;
const DARK = `
  --paper: #14161a; --raised: #1d2025; --ink: #ece8e0; --soft: #a9a297; --rule: #8d877c; --grid: #2b2f35; --hair: #3a3f46;
  --above: #5fa3e6; --below: #9c6230; --up: #7db8f0; --down: #f0a066; --range: #2a4866; --line: #8cc1f5;
  --warn: #ffcf9e; --warn-paper: #3a2412; --warn-stripe: #482d17; --good: #84c796; --bad: #ff8f7a;
  --a3: #7ebaf3; --a2: #2a639f; --a1: #203a55; --z0: #25282d; --b1: #47301f; --b2: #87481a; --b3: #f5a869;
  --a3-ink: #0b1b2c; --a2-ink: #fff; --b2-ink: #fff; --b3-ink: #2e1503;`;

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
a:focus-visible, .scroll:focus-visible { outline: 2px solid var(--up); outline-offset: 2px }
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
.keyed { white-space: nowrap }
.key { display: inline-block; width: .72em; height: .72em; margin: 0 .1em 0 .15em }
.key.above { background: var(--above) } .key.below { background: var(--below) }
.key.last { width: 2px; height: 1em; vertical-align: -.12em; margin-right: .3em; background: var(--ink) }
.ranges { width: 100% }
.ranges tbody tr { height: 1.85rem }
.ranges td, .ranges th { padding: 0 0 0 .9rem; white-space: nowrap; text-align: right }
.ranges th:first-child { padding-left: 0; text-align: left; max-width: 9rem; overflow: hidden; text-overflow: ellipsis }
.ranges tbody th { font-weight: 600 }
.ranges .chart { position: relative; width: 60%; padding: 0 }
.ranges th.chart { height: 1.5rem }
.ranges .chart svg { position: absolute; top: 0; left: 1.9rem; width: calc(100% - 3rem); height: 100%; overflow: visible }
.ranges .share { font-weight: 600 }
.when { display: inline-block; min-width: 3.8em; padding-left: .9rem; font-weight: 400; color: var(--soft) }
.days .when { min-width: 10em }
.t { color: var(--soft); fill: var(--soft) }
.heat { width: 100%; font-size: .8rem; border-collapse: separate; border-spacing: 2px }
.heat td { text-align: center; padding: .34rem .2rem; min-width: 3.5rem; background: var(--fill, transparent); color: var(--text, inherit) }
.heat thead th { text-align: center; font-size: .72rem; white-space: nowrap }
.heat th:first-child { position: sticky; left: 0; background: var(--paper); padding-right: .6rem; text-align: left; max-width: 7.5rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.heat tbody th { font-weight: 600; vertical-align: top; padding-top: .34rem }
.heat tbody .date { font-weight: 400; color: var(--soft) }
.heat .name th { max-width: none; padding: .5rem 0 .1rem; font-size: .9rem; overflow: visible }
.heat .name span { position: sticky; left: 0 }
.heat .top { font-weight: 700; box-shadow: inset 0 0 0 2px var(--ink) }
.heat .none { color: var(--soft) }
.a3 { --fill: var(--a3); --text: var(--a3-ink) } .a2 { --fill: var(--a2); --text: var(--a2-ink) } .a1 { --fill: var(--a1) } .z0 { --fill: var(--z0) }
.b3 { --fill: var(--b3); --text: var(--b3-ink) } .b2 { --fill: var(--b2); --text: var(--b2-ink) } .b1 { --fill: var(--b1) }
.legend { display: flex; list-style: none; margin: .4rem 0 .7rem; padding: 0; font-size: .74rem; max-width: 44rem }
.legend li { flex: 1 1 0; padding: .22rem .2rem; text-align: center; line-height: 1.25; background: var(--fill); color: var(--text, inherit) }
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

const CHARTS = `
figure { margin: 0 }
svg text { font-size: 11px; fill: var(--ink); font-variant-numeric: tabular-nums lining-nums }
.above { fill: var(--above) } .below { fill: var(--below) }
.last { stroke: var(--ink); stroke-width: 2 }
.grid { stroke: var(--grid) } .zero { stroke: var(--ink) }
.scale text { text-anchor: middle; fill: var(--soft); stroke: none }
.panels { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(19rem, 100%), 1fr)); gap: 1.5rem 2rem; margin-top: .6rem }
.panel { break-inside: avoid; min-width: 0 }
.panel figcaption { display: flex; justify-content: space-between; gap: 1rem; border-bottom: 1px solid var(--hair); font-variant-numeric: tabular-nums; font-size: .95rem }
.panel figcaption b { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.panel figcaption span { white-space: nowrap }
.panel .up { color: var(--up) } .panel .down { color: var(--down) }
.plot { display: block; width: calc(100% - 2 * var(--gutter)); height: 122px; margin: 27px var(--gutter) 22px; overflow: visible }
.panels.few .plot { height: 240px }
.plot path { vector-effect: non-scaling-stroke; stroke-linejoin: round; stroke-linecap: round }
.plot .range { fill: var(--range); stroke: var(--range); stroke-width: 1 }
.plot .line { fill: none; stroke: var(--line); stroke-width: 1.25 }
.plot .ref { stroke: var(--soft); stroke-dasharray: 1 3 }
.plot .base { stroke: var(--hair) } .plot .night { stroke: var(--hair) }
.plot .end { fill: var(--line) }
.plot .peak { fill: var(--paper); stroke: var(--ink); stroke-width: 1.75 }
.plot .tick { text-anchor: middle; fill: var(--soft); font-size: 10.5px }
.plot .first { text-anchor: end } .plot .high { font-weight: 700 }
.plot tspan.t { font-weight: 400; font-size: 10.5px }
.plot .last { stroke: none }
svg .out { fill: var(--above) } svg .dropped { fill: var(--hair) } svg .failed { fill: var(--bad) }
`;

const NARROW = `
@media (max-width: 640px) {
  header, main, body > footer { padding: 0 14px }
  .band { font-size: .84rem; padding: .4rem 14px; line-height: 1.3 }
  .ranges { font-size: .84rem }
  .ranges td, .ranges th { padding-left: .45rem }
  .ranges th:first-child { max-width: 4.6rem }
  .ranges .chart { width: 50% }
  .ranges .chart svg { left: .9rem; width: calc(100% - 1.3rem) }
  .ranges tbody tr { height: 2.5rem }
  .ranges td { line-height: 1.2 }
  .when, .days .when { display: block; min-width: 0; padding: 0; font-size: .92em }
  .scale text:not(.outer) { display: none }
  .heat { font-size: .66rem; border-spacing: 1px }
  .heat td { min-width: 2.55rem; padding: .5rem 0 }
  .panels.few .plot { height: 180px }
  .heat th:first-child { max-width: 4.9rem; padding: .5rem .25rem .5rem 0; font-size: .72rem }
  .heat thead th, .heat thead th:first-child { font-size: .66rem; padding: 0 }
  .columns { columns: 9.5rem; column-gap: 1.4rem }
  .quotes { font-size: .8rem }
  .legend { font-size: .66rem }
  .failures div { grid-template-columns: 1fr }
  .stages .flow { display: none }
  .weekday { display: none }
}
`;

const PRINT = `
@media print {
  :root { --paper: #fff }
  body { font-size: 10pt }
  .band { position: static }
  nav, .skip { display: none }
  header, main, body > footer { max-width: none; padding: 0 }
  .band, .heat td, .legend li, .key, svg { print-color-adjust: exact; -webkit-print-color-adjust: exact }
  .scroll { overflow: visible }
  .panels { grid-template-columns: repeat(2, 1fr) } .few { grid-template-columns: repeat(auto-fit, minmax(40%, 1fr)) }
  h2, h3, h2 + p, .legend { break-after: avoid } p, tr, .legend { break-inside: avoid }
}
`;

/** The page's only style sheet: no script, no font and no picture is fetched. */
export const STYLE = `:root { color-scheme: light dark; ${LIGHT} }
@media screen and (prefers-color-scheme: dark) { :root { ${DARK} } }
${PAGE}${TABLES}${CHARTS}${NARROW}${PRINT}`;
