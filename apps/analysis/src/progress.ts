import type { WriteStream } from 'node:tty';

/** Tells on stderr what is going on; on a terminal one line that changes, else a line for each step. */
export interface Progress {
  /** What is being done now. */
  step(text: string): void;
  /** A line that stays. */
  note(text: string): void;
  /** Takes the moving line away. */
  end(): void;
}

type Stream = Pick<WriteStream, 'write'> & { readonly isTTY?: boolean };

/** Progress on a stream; `quiet` keeps notes but no steps. */
export function createProgress(stream: Stream): Progress {
  const live = stream.isTTY === true;
  let shown = false;
  const clear = () => {
    if (shown) stream.write('\r\u001B[K');
    shown = false;
  };
  return {
    step(text) {
      clear();
      stream.write(live ? `${text} …` : `${text}\n`);
      shown = live;
    },
    note(text) {
      clear();
      stream.write(`${text}\n`);
    },
    end: clear,
  };
}
