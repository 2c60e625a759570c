/** Base of every error of this app that a person caused and can mend. Its message is one sentence, shown without a stack trace. */
export class InfrastructureError extends Error {
  override readonly name: string = 'InfrastructureError';
}

/** The configuration has a key that is not known, or a value that is not allowed. */
export class ConfigError extends InfrastructureError {
  override readonly name = 'ConfigError';
}

/** A function's bundle was not built. */
export class MissingBundleError extends InfrastructureError {
  override readonly name = 'MissingBundleError';
  readonly app: string;

  constructor(app: string) {
    super(`The bundle apps/${app}/dist/handler.mjs is missing; build it with: npx nx build ${app}`);
    this.app = app;
  }
}
