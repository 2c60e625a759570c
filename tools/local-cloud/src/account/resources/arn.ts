import { ACCOUNT_ID } from '../../service.ts';
import { ResourceError } from '../resource-handler.ts';

/** `arn:aws:sqs:us-east-1:000000000000:jobs`; each service has its own way to write what comes last. */
export interface Arn {
  readonly service: string;
  readonly region: string;
  /** `stream/market`, `function:collect`, `lake`. */
  readonly resource: string;
  readonly text: string;
}

/** Throws for a text that is no ARN. */
export function parseArn(text: string): Arn {
  const [, service = '', region = '', resource = ''] = /^arn:aws[\w-]*:([\w-]+):([\w-]*):\d*:(.+)$/.exec(text) ?? [];
  if (resource === '') throw new ResourceError(`'${text}' is not an ARN`);
  return { service, region, resource, text };
}

export const arnOf = (service: string, region: string, resource: string): string =>
  `arn:aws:${service}:${region}:${ACCOUNT_ID}:${resource}`;

/** The name of a function, given by that or by an ARN, with a qualifier or without. */
export const functionNameOf = (text: string): string => {
  const resource = text.startsWith('arn:') ? parseArn(text).resource : text;
  return resource.replace(/^function:/, '').replace(/:.*$/, '');
};
