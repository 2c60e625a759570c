/**
 * How long a client of the AWS SDK waits for a service, in milliseconds: so that a request that hangs is tried again within
 * an invocation, where the SDK by itself would wait for as long as the function has.
 */
export const SDK_TIMEOUTS = {
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
};
