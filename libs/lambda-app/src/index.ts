export { ConfigError, type Issue, issueText } from './config-error.ts';
export { eventShape } from './event-shape.ts';
export { ANSWER_RESERVE_MS, deadline, type Deadline, type InvocationContext, workMs } from './invocation.ts';
export { type Environment, optional, readEnvironment, required } from './read-environment.ts';
export { SDK_TIMEOUTS } from './sdk-timeouts.ts';
export { shown } from './shown.ts';
export { unknownName } from './suggest.ts';
export { createTelemetry, type MetricCounts, type Telemetry } from './telemetry.ts';
export { isHttpRequest, readDueTime } from './trigger.ts';
export {
  marketSeed,
  matching,
  type Reading,
  streamName,
  textWhere,
  variableKind,
  type VariableKind,
  wholeNumber,
} from './variable-kind.ts';
