import { describe, expect, it } from 'vitest';
import { addsUp, balanceStages, balanceText, verdict } from './stage-balance.ts';
import type { StageCount } from './report-data.ts';

const stage = (name: string, taken: number, out: number, dropped = 0, failed = 0): StageCount => ({
  stage: name,
  in: taken,
  out,
  dropped,
  failed,
});
const textsOf = (...stages: StageCount[]): string[] => balanceStages(stages).map(balanceText);
const verdictOn = (...stages: StageCount[]): string => verdict(balanceStages(stages));

describe('the counts of a run', () => {
  it('add up when every record is out, dropped or failed', () => {
    const stages = [stage('collect', 3_902, 3_899, 2, 1), stage('lake', 3_899, 3_899)];
    expect(textsOf(...stages)).toEqual(['adds up', 'adds up']);
    expect(verdictOn(...stages)).toBe(
      'The counts add up: 3,902 records went in, 3,899 records came out of the last stage, 2 were dropped and 1 failed.',
    );
  });

  it('do not when a stage lost a record', () => {
    expect(textsOf(stage('lake', 10, 9))).toEqual(['1 record unaccounted for']);
    expect(verdictOn(stage('collect', 10, 10), stage('lake', 10, 9))).toBe('The counts do not add up at lake.');
  });

  it('do not when a record was lost between two stages', () => {
    expect(textsOf(stage('a', 10, 10), stage('b', 8, 8))[1]).toBe('2 records did not arrive from the stage before');
    expect(verdictOn(stage('a', 10, 10), stage('b', 8, 8))).toBe('The counts do not add up at b.');
  });

  it('do not when a stage made records up', () => {
    expect(textsOf(stage('a', 10, 12))).toEqual(['2 records more out than in']);
  });

  it('add up, and say so, when a record was delivered twice', () => {
    const balances = balanceStages([stage('a', 10, 10), stage('b', 11, 11)]);
    expect(balances.every(addsUp)).toBe(true);
    expect(balances.map(balanceText)).toEqual(['adds up', '1 record more than the stage before put out']);
  });

  it('may be absent', () => {
    expect(verdictOn()).toBe('No counts came with this report.');
  });
});
