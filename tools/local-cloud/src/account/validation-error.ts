import { ServiceError } from '../service.ts';

/** How CloudFormation refuses what a caller can put right: a template, a parameter, a stack's state. */
export const validationError = (message: string): ServiceError => new ServiceError('ValidationError', message);
