import { Option } from 'commander';
import type { FaultPlan } from '@tickerlake/local-cloud';
import { UsageError } from './failures.ts';

const KINDS = {
  reject: 'rejectRate',
  throttle: 'throttleRate',
  reset: 'resetRate',
  timeout: 'timeoutAfterAcceptRate',
  transform: 'transformFailureRate',
  disk: 'diskErrorRate',
  duplicate: 'duplicateRate',
  kill: 'killRate',
} as const;
const isKind = (kind: string): kind is keyof typeof KINDS => Object.hasOwn(KINDS, kind);

/** `reject=0.4,seed=7` → the plan of failures that the local cloud rehearses. */
function parseFaults(text: string): FaultPlan {
  const plan: { -readonly [Key in keyof FaultPlan]: FaultPlan[Key] } = {};
  for (const part of text.split(',')) {
    const [kind = '', value = ''] = part.split('=');
    const number = Number(value);
    if (kind === 'seed' && Number.isSafeInteger(number) && value !== '') plan.seed = number;
    else if (isKind(kind) && value !== '' && number >= 0 && number < 1) plan[KINDS[kind]] = number;
    else {
      throw new UsageError(
        `--faults takes shares below 1 of ${Object.keys(KINDS).join(', ')} and a seed, such as reject=0.4,seed=7; got "${part}".`,
      );
    }
  }
  return plan;
}

/** Rehearses failures: the answer must be the same with and without. */
export const faultsOption = (): Option =>
  new Option('--faults <plan>', 'rehearse failures in the local cloud, such as reject=0.4,seed=7').argParser(
    parseFaults,
  );
