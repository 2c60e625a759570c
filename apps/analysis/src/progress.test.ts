import { describe, expect, it } from 'vitest';
import { createProgress } from './progress.ts';

const screen = (isTTY: boolean) => {
  const written: string[] = [];
  return { written, isTTY, write: (text: string) => written.push(text) > 0 };
};

describe('createProgress', () => {
  it('keeps one moving line on a terminal and takes it away at the end', () => {
    const stream = screen(true);
    const progress = createProgress(stream);
    progress.step('one');
    progress.step('two');
    progress.note('done');
    progress.end();
    expect(stream.written.join('')).toBe('one …\r\u001B[Ktwo …\r\u001B[Kdone\n');
  });

  it('writes plain lines where nobody watches', () => {
    const stream = screen(false);
    const progress = createProgress(stream);
    progress.step('one');
    progress.note('done');
    progress.end();
    expect(stream.written).toEqual(['one\n', 'done\n']);
  });
});
