/** One thing wrong with what somebody gave: which field of it, and what came against what is allowed. */
export interface Issue {
  readonly field: string;
  readonly message: string;
}

/** Issues as a message lists them. */
export const issueText = (issues: readonly Issue[]): string =>
  issues.map(({ field, message }) => `${field}: ${message}`).join(' ');

/** The environment does not say, or says wrongly, what a function needs: it does not start. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly retriable = false;
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(`The environment variables are wrong. ${issueText(issues)}`);
    this.issues = issues;
  }
}
