import { randomUUID } from 'node:crypto';
import type { Faults } from './faults.ts';
import { jsonFailure, target } from './json-service.ts';
import type { Reply } from './loopback-server.ts';
import {
  internalFailure,
  notImplemented,
  type Service,
  ServiceError,
  type ServiceRequest,
  type ServiceResponse,
} from './service.ts';
import { element } from './s3/xml.ts';

/** Brings a request to its service and words what goes wrong; breaks connections where the fault plan says so. */
export async function route(services: readonly Service[], faults: Faults, request: ServiceRequest): Promise<Reply> {
  const service = services.find((one) => one.matches(request));
  if (!service) return stamped(unknownService(services, request));
  if (!service.faulty) return stamped(await answer(service, request));
  if (faults.strikes('resetRate')) return { breakAfterMs: 0 };
  const response = await answer(service, request);
  return faults.strikes('timeoutAfterAcceptRate') ? { breakAfterMs: faults.hangMs } : stamped(response);
}

async function answer(service: Service, request: ServiceRequest): Promise<ServiceResponse> {
  try {
    if (!service.needsNoSignature?.(request)) assertSigned(request);
    return await service.route(request);
  } catch (error) {
    return service.failure(error instanceof ServiceError ? error : internalFailure(error));
  }
}

const stamped = (response: ServiceResponse): ServiceResponse => ({
  ...response,
  headers: { 'x-amzn-requestid': randomUUID(), ...response.headers },
});

/**
 * AWS clients sign every request. The signature is not checked, but it must be there: no page in a browser can send one
 * unasked, so no web site that the user visits can call in here.
 */
function assertSigned({ headers, path }: ServiceRequest): void {
  if (path.startsWith('/_runtime/') || headers['authorization']?.startsWith('AWS4-')) return;
  throw new ServiceError(
    'MissingAuthenticationToken',
    'Request is missing Authentication Token: send it with an AWS client',
    403,
  );
}

/** The refusal of a call to a service that is not here, in the protocol of the caller as far as it can be told. */
function unknownService(services: readonly Service[], request: ServiceRequest): ServiceResponse {
  const action = new URLSearchParams(request.body.toString('latin1', 0, 4096)).get('Action');
  const [, scope = 'unknown service'] =
    /Credential=[^,]*\/([\w-]+)\/aws4_request/.exec(request.headers['authorization'] ?? '') ?? [];
  const call = target(request) || action || `${request.method} ${request.path}`;
  const error = notImplemented(
    scope,
    call,
    services
      .filter(({ faulty, name }) => faulty || name === 'Lambda')
      .map(({ name }) => name)
      .join(', '),
  );
  if (!action) return jsonFailure(error);
  const body = `<ErrorResponse><Error><Type>Sender</Type>${element('Code', error.code)}${element('Message', error.message)}</Error></ErrorResponse>`;
  return { status: error.status, headers: { 'content-type': 'text/xml' }, body };
}
