/** Base of everything that this package throws at its caller. Answers to AWS clients are `ServiceError`s. */
export class LocalCloudError extends Error {
  override readonly name: string = 'LocalCloudError';
  /** Whether the same call may succeed later without a change. */
  readonly retriable: boolean = false;
}

/** The options are wrong: a name that does not exist, a number out of range, a typo. */
export class InvalidOptionsError extends LocalCloudError {
  override readonly name = 'InvalidOptionsError';
}

/** Another live process works on this state folder. */
export class StateLockedError extends LocalCloudError {
  override readonly name = 'StateLockedError';
  override readonly retriable = true;
  readonly dir: string;
  readonly pid: number;

  constructor(dir: string, pid: number) {
    super(`${dir} is in use by process ${pid}. Stop that process first, or choose another state folder.`);
    this.dir = dir;
    this.pid = pid;
  }
}

/** The port is taken. */
export class PortInUseError extends LocalCloudError {
  override readonly name = 'PortInUseError';
  override readonly retriable = true;
  readonly port: number;

  constructor(port: number, options?: ErrorOptions) {
    super(`Port ${port} on 127.0.0.1 is in use. Choose another, or 0 for any free port.`, options);
    this.port = port;
  }
}

/** A state file does not hold what this package wrote. Nothing is repaired by guessing: records could be lost. */
export class DamagedStateError extends LocalCloudError {
  override readonly name = 'DamagedStateError';
  readonly file: string;

  constructor(file: string, what: string, options?: ErrorOptions) {
    super(`${file} is damaged: ${what}. Restore it, or move it away to give up what it holds.`, options);
    this.file = file;
  }
}

/** A state folder was made for another set-up, for example a stream with another number of shards. */
export class StateMismatchError extends LocalCloudError {
  override readonly name = 'StateMismatchError';
}

/** What was accepted could not be brought further now. It is kept and will be once the cause is gone. */
export class DeliveryError extends LocalCloudError {
  override readonly name = 'DeliveryError';
  override readonly retriable = true;

  /** `plight` says who cannot do what: `Delivery stream bars cannot deliver`. */
  constructor(plight: string, cause: unknown) {
    const why = (cause instanceof Error ? cause.message : String(cause)).replace(/\.?$/, '.');
    super(`${plight}: ${why} Nothing is lost: its records wait.`, { cause });
  }
}
