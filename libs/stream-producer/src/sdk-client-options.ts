import { NodeHttpHandler } from '@smithy/node-http-handler';
import { numberOption } from './options.ts';

/** How a sink makes its AWS client, unless it is given one. */
export interface SdkClientOptions {
  /** @default what the SDK finds: AWS_REGION, the profile */
  readonly region?: string;
  /** Another host that speaks the service's protocol. @default what the SDK finds: AWS_ENDPOINT_URL, else AWS */
  readonly endpoint?: string;
  /** What requests are signed with. @default what the SDK finds: the role, the environment, the profile */
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  /** How long one request may take, milliseconds; a request without an answer is sent again. Minimum 1. @default 10000 */
  readonly timeoutMs?: number;
}

/** Their names. */
export const SDK_CLIENT_OPTIONS = [
  'region',
  'endpoint',
  'credentials',
  'timeoutMs',
] as const satisfies readonly (keyof SdkClientOptions)[];

/** Time to connect, milliseconds, within the time of the request. */
const CONNECTION_TIMEOUT_MS = 3_000;

/** What the SDK's constructor wants. */
export function clientConfig({ region, endpoint, credentials, timeoutMs }: SdkClientOptions) {
  const requestTimeout = numberOption('timeoutMs', timeoutMs, 10_000, { min: 1 });
  return {
    // The producer retries by entry; the SDK would resend whole requests beneath it.
    maxAttempts: 1,
    // The Kinesis client's own choice, HTTP/2, is slower and cannot speak to plain-HTTP endpoints.
    requestHandler: new NodeHttpHandler({
      connectionTimeout: Math.min(CONNECTION_TIMEOUT_MS, requestTimeout),
      requestTimeout,
      throwOnRequestTimeout: true,
    }),
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials !== undefined && { credentials }),
  };
}

/** The client, and how to free it: one that was given stays open. */
export function ownedClient<Client>(
  given: Client | undefined,
  make: () => Client & { destroy(): void },
): [client: Client, release: () => void] {
  if (given !== undefined) return [given, () => undefined];
  const client = make();
  return [client, () => client.destroy()];
}
