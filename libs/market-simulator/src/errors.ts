/** Every error of the simulator: a request or an option that is wrong in itself. What a symbol does is never thrown. */
export class SimulatorError extends Error {
  override readonly name: string = 'SimulatorError';
}

/** An option of the source that it cannot work with. */
export class InvalidOptionError extends SimulatorError {
  override readonly name = 'InvalidOptionError';
  readonly option: string;
  readonly value: unknown;

  constructor(option: string, value: unknown, allowed: string) {
    super(`Option ${option} is ${String(value)}: ${allowed}`);
    this.option = option;
    this.value = value;
  }
}

/** A request for bars that no source could serve. */
export class InvalidRequestError extends SimulatorError {
  override readonly name = 'InvalidRequestError';
  readonly field: string;
  readonly value: unknown;

  constructor(field: string, value: unknown, allowed: string) {
    super(`Request's ${field} is ${String(value)}: ${allowed}`);
    this.field = field;
    this.value = value;
  }
}
