import { InvalidOptionsError } from '../../errors.ts';
import { ServiceError } from '../../service.ts';
import { ResourceError, type ResourceHandler } from '../resource-handler.ts';
import { checkProperties, namesIn, type PropertyTable } from './properties.ts';

/** A handler, and what its type's properties mean here. */
export interface TypeHandler extends Omit<ResourceHandler, 'createOnly' | 'taggable'> {
  readonly properties: PropertyTable;
  /** With spaces between the names. @see the type's page in https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/ */
  readonly createOnly: string;
}

/** The handler as the engine wants it: properties checked before anything is done, refusals worded as reasons. */
export function resourceHandler(handler: TypeHandler): ResourceHandler {
  const { type, properties, createOnly } = handler;
  const { used, unused } = properties;
  return {
    type,
    createOnly: namesIn(createOnly),
    taggable: namesIn(`${used} ${unused}`).includes('Tags'),
    create: (request) =>
      reasoned(() => {
        checkProperties(properties, request.properties);
        return handler.create(request);
      }),
    update: (request, current) =>
      reasoned(() => {
        checkProperties(properties, request.properties);
        return handler.update(request, current);
      }),
    delete: (state) => reasoned(() => handler.delete(state)),
    ...(handler.restore && { restore: (state) => reasoned(async () => handler.restore?.(state)) }),
  };
}

/** What a service refuses is a reason; anything else is a fault of this program and stays what it is. */
async function reasoned<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof ServiceError || cause instanceof InvalidOptionsError)
      throw new ResourceError(cause.message, 'InvalidRequest', { cause });
    throw cause;
  }
}
