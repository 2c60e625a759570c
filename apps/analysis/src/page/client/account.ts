import { countOf, formatCount } from '@tickerlake/presentation';
import type { StageId, StageStatus } from '../page-source.ts';

/** Counts are read one after another while records move: what settles within this time was on its way between two. */
const SETTLE_MS = 10_000;

/** What went into a stage and is nowhere in its counts; negative when more is told than came. */
export const differenceOf = (stage: StageStatus): number =>
  stage.in - stage.out - stage.dropped - stage.failed - stage.waiting;

/** Whether every record is accounted for, and the words for it. */
export interface Account {
  readonly verdict: 'adds up' | 'settling' | 'differs' | 'unknown';
  readonly text: string;
}

const unitOf = ({ unit }: StageStatus, count: number): string => countOf(count, unit.slice(0, -1), unit);

const tellDifference = (stage: StageStatus): string => {
  const difference = differenceOf(stage);
  const told = difference > 0 ? 'unaccounted for' : 'more told of than came in';
  return `${stage.label}: ${unitOf(stage, Math.abs(difference))} ${told}`;
};

const listOf = (stages: readonly StageStatus[], count: 'dropped' | 'failed' | 'waiting'): string => {
  const parts = stages.flatMap((stage) => (stage[count] === 0 ? [] : `${formatCount(stage[count])} at ${stage.label}`));
  return parts.length === 0 ? 'none' : parts.join(', ');
};

/** Holds every stage against itself: in = out + dropped + failed + waiting. */
export function tellAccount(
  stages: readonly StageStatus[],
  unsettledSinceMs: ReadonlyMap<StageId, number>,
  nowMs: number,
): Account {
  if (stages.length === 0) return { verdict: 'unknown', text: 'No counts yet.' };
  const unsettled = stages.filter((stage) => differenceOf(stage) !== 0);
  const wrong = unsettled.filter(({ id }) => nowMs - (unsettledSinceMs.get(id) ?? nowMs) >= SETTLE_MS);
  if (wrong.length > 0) {
    return { verdict: 'differs', text: `The account does not add up. ${wrong.map(tellDifference).join('; ')}.` };
  }
  if (unsettled.length > 0) {
    const text = `Settling: records are on their way between two readings. ${unsettled.map(tellDifference).join('; ')}.`;
    return { verdict: 'settling', text };
  }
  const rest = `Waiting: ${listOf(stages, 'waiting')}. Dropped on purpose: ${listOf(stages, 'dropped')}. Failed: ${listOf(stages, 'failed')}.`;
  return {
    verdict: 'adds up',
    text: `The account adds up: what came into each stage is out, waiting, dropped or failed. ${rest}`,
  };
}
