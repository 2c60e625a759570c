import type { ResourceHandler } from '../resource-handler.ts';
import type { AccountParts } from './account-parts.ts';
import { ssmParameter } from './ssm-parameter.ts';

/** Every type that a template may name. */
export const resourceHandlers = ({ parameters, context }: AccountParts): readonly ResourceHandler[] => [
  ssmParameter(parameters, context.clock),
];
