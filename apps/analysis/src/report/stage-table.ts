import { formatCount, html, type Markup } from '@tickerlake/presentation';
import type { StageCount, SymbolFailure } from './report-data.ts';
import { addsUp, balanceStages, balanceText, type StageBalance, verdict } from './stage-balance.ts';

/** A single lost record is still to be seen beside thousands. */
const MIN_SHARE = 0.015;
const percent = (share: number): string => `${Number((share * 100).toFixed(2))}%`;

/** What became of a stage's records, on the scale of the largest stage. */
const flow = ({ out, dropped, failed }: StageCount, largest: number): Markup => {
  const shareOf = (count: number): number => (count > 0 ? Math.max(count / largest, MIN_SHARE) : 0);
  const [whole, lost, broken] = [shareOf(out + dropped + failed), shareOf(dropped), shareOf(failed)];
  const rect = (from: number, to: number, name: string) =>
    to > from && html`<rect x="${percent(from)}" width="${percent(to - from)}" height="100%" class="${name}" />`;
  return html`<svg class="flow" aria-hidden="true">
    ${rect(0, whole - lost - broken, 'out')}${rect(whole - lost - broken, whole - broken, 'dropped')}${rect(whole - broken, whole, 'failed')}
  </svg>`;
};

const row = (balance: StageBalance, largest: number): Markup => {
  const { stage } = balance;
  const counts = [stage.in, stage.out, stage.dropped, stage.failed];
  return html`<tr>
    <th scope="row">
      ${stage.stage} ${stage.note !== undefined && html`<small>${stage.note}</small>`}
      <small class="${addsUp(balance) ? 'good' : 'bad'}">${addsUp(balance) ? '✓' : '✗'} ${balanceText(balance)}</small>
    </th>
    <td class="flow">${flow(stage, largest)}</td>
    ${counts.map((count) => html`<td class="${count === 0 && 'nil'}">${formatCount(count)}</td>`)}
  </tr>`;
};

/** What every stage of the run counted, and whether it adds up. */
export function renderStageTable(stages: readonly StageCount[]): Markup {
  const balances = balanceStages(stages);
  const largest = stages.reduce(
    (max, { in: taken, out, dropped, failed }) => Math.max(max, taken, out + dropped + failed),
    1,
  );
  if (stages.length === 0) return html`<p>${verdict(balances)}</p>`;
  return html`<p class="${balances.every(addsUp) ? 'good' : 'bad'}">${verdict(balances)}</p>
    <div class="scroll" role="region" tabindex="0" aria-label="Counts of each stage">
      <table class="stages">
        <caption class="hidden">
          Records counted by each stage
        </caption>
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <td class="flow"></td>
            <th scope="col">In</th>
            <th scope="col">Out</th>
            <th scope="col">Dropped</th>
            <th scope="col">Failed</th>
          </tr>
        </thead>
        <tbody>
          ${balances.map((balance) => row(balance, largest))}
        </tbody>
      </table>
    </div>`;
}

/** The symbols that no prices came for. */
export const renderFailures = (failures: readonly SymbolFailure[]): Markup =>
  failures.length === 0
    ? html`<p>Every symbol that was asked for was served.</p>`
    : html`<dl class="failures">
        ${failures.map(
          ({ symbol, message }) =>
            html`<div>
              <dt>${symbol}</dt>
              <dd>${message}</dd>
            </div>`,
        )}
      </dl>`;
