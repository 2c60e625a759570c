import { type Fields, object } from './fields.ts';
import { notImplemented, type Service, ServiceError, type ServiceRequest, type ServiceResponse } from './service.ts';

/** One call of a service: members in, members out. */
export type Call = (fields: Fields) => object | Promise<object>;

/** In what the protocol differs from service to service. */
export interface JsonDialect {
  readonly contentType: string;
  /** The error's name in the body. */
  readonly errorType?: (code: string) => string;
  /** Headers of an answer that is an error. */
  readonly errorHeaders?: (error: ServiceError) => Readonly<Record<string, string>>;
}

const JSON_1_1: JsonDialect = { contentType: 'application/x-amz-json-1.1' };

/**
 * A service that speaks AWS JSON, 1.1 as Kinesis and Firehose do or a dialect: what the SDK v3 and the AWS CLI send to them.
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export function jsonService(
  name: string,
  targetPrefix: string,
  calls: Readonly<Record<string, Call>>,
  dialect = JSON_1_1,
): Service {
  const supported = Object.keys(calls).join(', ');
  return {
    name,
    faulty: true,
    matches: (request) => target(request).startsWith(`${targetPrefix}.`),
    route: async (request) => {
      const action = target(request).slice(targetPrefix.length + 1);
      const call = Object.hasOwn(calls, action) ? calls[action] : undefined;
      if (!call) throw notImplemented(name, action, supported);
      const body = JSON.stringify(await call(parse(request, dialect)));
      return { status: 200, headers: { 'content-type': dialect.contentType }, body };
    },
    failure: (error) => jsonFailure(error, dialect),
  };
}

/** The name of the call, `Kinesis_20131202.PutRecords`, or '' where the protocol is another. */
export const target = ({ headers }: ServiceRequest): string => headers['x-amz-target'] ?? '';

export function jsonFailure(error: ServiceError, dialect = JSON_1_1): ServiceResponse {
  const { code, message, status } = error;
  const { contentType, errorType = () => code, errorHeaders } = dialect;
  return {
    status,
    headers: { 'content-type': contentType, 'x-amzn-errortype': code, ...errorHeaders?.(error) },
    body: JSON.stringify({ __type: errorType(code), message }),
  };
}

function parse({ headers, body }: ServiceRequest, { contentType }: JsonDialect): Fields {
  const type = headers['content-type'] ?? '';
  if (!type.startsWith('application/x-amz-json-1.'))
    throw new ServiceError('SerializationException', `Content type '${type}' is not spoken here: send ${contentType}`);
  try {
    return object(JSON.parse(body.length === 0 ? '{}' : body.toString()), 'The request');
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    throw new ServiceError('SerializationException', 'The request is not JSON', 400, { cause: error });
  }
}
