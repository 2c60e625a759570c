import { Logger, LogLevel } from 'typedoc';

/** The documentation says something that is not so, or nothing where it should; one complaint a line. */
export class SiteError extends Error {
  override readonly name = 'SiteError';
  readonly complaints: readonly string[];

  constructor(complaints: readonly string[]) {
    super(`The site is not fit to be read:\n${complaints.join('\n')}`);
    this.complaints = complaints;
  }
}

/** Keeps what typedoc complains about. A warning counts as much as an error; the rest is of no interest. */
export class Complaints extends Logger {
  readonly lines: string[] = [];

  override log(message: string, level: LogLevel): void {
    if (level >= LogLevel.Warn) this.lines.push(message);
  }
}
