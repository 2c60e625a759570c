import { countOf } from '@tickerlake/presentation';
import type { StageCount } from './report-data.ts';

/** A stage with what is missing from its counts. */
export interface StageBalance {
  readonly stage: StageCount;
  /** Records that went in and are neither out, dropped nor failed; negative when more came out than went in. */
  readonly unexplained: number;
  /** Records received beyond what the stage before put out; negative when some did not arrive. */
  readonly handover: number;
}

/** Every stage against itself (in = out + dropped + failed) and against the stage before it. */
export const balanceStages = (stages: readonly StageCount[]): StageBalance[] =>
  stages.map((stage, i) => ({
    stage,
    unexplained: stage.in - stage.out - stage.dropped - stage.failed,
    handover: stage.in - (stages[i - 1]?.out ?? stage.in),
  }));

/** More received than sent is a delivery made twice, which the lake's readers see once; less is a loss. */
export const addsUp = ({ unexplained, handover }: StageBalance): boolean => unexplained === 0 && handover >= 0;

/** What a reader should know of a stage's counts. */
export function balanceText({ unexplained, handover }: StageBalance): string {
  const findings = [
    unexplained > 0 && `${countOf(unexplained, 'record')} unaccounted for`,
    unexplained < 0 && `${countOf(-unexplained, 'record')} more out than in`,
    handover < 0 && `${countOf(-handover, 'record')} did not arrive from the stage before`,
    handover > 0 && `${countOf(handover, 'record')} more than the stage before put out`,
  ].filter((finding) => finding !== false);
  return findings.length > 0 ? findings.join('; ') : 'adds up';
}

/** The verdict on a whole run, in a sentence. */
export function verdict(balances: readonly StageBalance[]): string {
  const [first, last] = [balances[0]?.stage, balances.at(-1)?.stage];
  if (!first || !last) return 'No counts came with this report.';
  const wrong = balances.filter((balance) => !addsUp(balance));
  if (wrong.length > 0) return `The counts do not add up at ${wrong.map(({ stage }) => stage.stage).join(', ')}.`;
  const [dropped, failed] = [sum(balances, 'dropped'), sum(balances, 'failed')];
  return `The counts add up: ${countOf(first.in, 'record')} went in, ${countOf(last.out, 'record')} came out of the last stage, ${countOf(dropped, 'was', 'were')} dropped and ${countOf(failed, 'failed', 'failed')}.`;
}

const sum = (balances: readonly StageBalance[], key: 'dropped' | 'failed'): number =>
  balances.reduce((total, { stage }) => total + stage[key], 0);
