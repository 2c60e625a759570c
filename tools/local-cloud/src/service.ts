/** A request of an AWS client, read whole. */
export interface ServiceRequest {
  readonly method: string;
  /** Undecoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export interface ServiceResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

/** One AWS service on the shared port. A further service is a sibling that implements this and is listed in parts.ts. */
export interface Service {
  /** As AWS writes it, for messages. */
  readonly name: string;
  /** Whether the injected connection faults strike here. */
  readonly faulty: boolean;
  /** Whether a request is this service's, known from its headers and path alone. */
  matches(request: ServiceRequest): boolean;
  /** Whether it is for the service to know who may make this request, not for a signature. */
  needsNoSignature?(request: ServiceRequest): boolean;
  /** Answers a request, or throws a `ServiceError`. */
  route(request: ServiceRequest): Promise<ServiceResponse>;
  /** How this service words an error on the wire. */
  failure(error: ServiceError): ServiceResponse;
}

/** An error as an AWS client sees it. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.status = status;
  }
}

/** The clear refusal of a call that exists on AWS but not here. */
export const notImplemented = (service: string, call: string, supported: string): ServiceError =>
  new ServiceError('NotImplemented', `${service} ${call} is not part of the local cloud. It knows: ${supported}.`, 501);

/** What went wrong inside, worded as AWS does, with the reason that AWS would keep to itself. */
export const internalFailure = (cause: unknown): ServiceError =>
  new ServiceError(
    'InternalFailure',
    `Internal service failure: ${cause instanceof Error ? cause.message : String(cause)}`,
    500,
    {
      cause,
    },
  );

/** The account of every ARN here. */
export const ACCOUNT_ID = '000000000000';
