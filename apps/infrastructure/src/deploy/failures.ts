import { InfrastructureError } from '../errors.ts';

/** How the driver ends. Nx answers 1 for each but the first. */
export const EXIT = {
  /** Everything asked for was done. */
  done: 0,
  /** It was tried and failed; or `diff --fail` found differences. */
  failed: 1,
  /** The arguments or the configuration are wrong: nothing was tried. */
  usage: 2,
  /** `invoke`: some symbols or bars failed; they are listed. */
  partial: 3,
  /** Credentials, region, endpoint or account are not ready: nothing was tried. */
  notReady: 4,
  /** Somebody pressed Ctrl-C. */
  interrupted: 130,
} as const;

/** The driver cannot go on; the message is what the user reads. */
export class DriverError extends InfrastructureError {
  override readonly name: string = 'DriverError';
  readonly exitCode: number = EXIT.failed;
}

/** What was typed is wrong: says what came, what is allowed and what to do. */
export class UsageError extends DriverError {
  override readonly name = 'UsageError';
  override readonly exitCode = EXIT.usage;
}

/** The account cannot be deployed to as things are: says why and what to do. */
export class NotReadyError extends DriverError {
  override readonly name = 'NotReadyError';
  override readonly exitCode = EXIT.notReady;
}
