import { members, type QueryCall, wrap } from '../../query-service.ts';
import { element } from '../../s3/xml.ts';
import type { Stacks } from '../stacks/stacks.ts';
import { neededCapability } from '../template/capabilities.ts';
import { checkReferences, dependenciesOf, inOrder } from '../template/dependencies.ts';
import { isList, type JsonMap } from '../template/json.ts';
import { checkDeclarations } from '../template/parameters.ts';
import { parseTemplate } from '../template/parse-template.ts';
import { readTemplate, type Template } from '../template/template.ts';
import { validationError } from '../validation-error.ts';
import { list } from './elements.ts';
import { required } from './requests.ts';
import { type Buckets, templateOf } from './template-source.ts';

/** Calls about templates alone. */
export const templateCalls = (stacks: Stacks, buckets: Buckets): Readonly<Record<string, QueryCall>> => ({
  GetTemplate: (form) => {
    const name = required(form, 'StackName');
    const found = stacks.find(name);
    if (!found) throw validationError(`Stack with id ${name} does not exist`);
    // There are no macros here, so that what is processed is what was sent.
    return element('TemplateBody', found.record.templateBody) + list('StagesAvailable', ['Original', 'Processed']);
  },
  GetTemplateSummary: async (form) => {
    const name = form.get('StackName');
    const body =
      (await templateOf(form, buckets)) ?? (name === undefined ? undefined : stacks.at(name).record.templateBody);
    const template = checked(body);
    return summaryOf(template, parameterSummary) + typesOf(template);
  },
  ValidateTemplate: async (form) => summaryOf(checked(await templateOf(form, buckets)), parameterElements),
});

function checked(body: string | undefined): Template {
  if (body === undefined) throw validationError('Either Template URL or Template Body must be specified.');
  const template = readTemplate(parseTemplate(body));
  checkDeclarations(template.parameters);
  checkReferences(template);
  inOrder(dependenciesOf(template.resources, () => undefined));
  return template;
}

function summaryOf(template: Template, write: (key: string, declaration: JsonMap) => string): string {
  const needed = neededCapability(template);
  const reason = needed && `The following resource(s) require capabilities: [${needed.types.join(', ')}]`;
  return (
    members(
      'Parameters',
      Array.from(template.parameters, ([key, declaration]) => write(key, declaration)),
    ) +
    element('Description', template.description) +
    list('Capabilities', needed ? [needed.name] : []) +
    element('CapabilitiesReason', reason) +
    wrap('DeclaredTransforms', '')
  );
}

const typesOf = ({ resources, metadata }: Template): string =>
  list('ResourceTypes', [...new Set(Array.from(resources.values(), ({ type }) => type))]) +
  element('Version', '2010-09-09') +
  element('Metadata', Object.keys(metadata).length > 0 ? JSON.stringify(metadata) : undefined);

const written = (declaration: JsonMap, name: string): string | undefined => {
  const value = declaration[name];
  return value === undefined || value === null || typeof value === 'object' ? undefined : String(value);
};

const parameterElements = (key: string, declaration: JsonMap): string =>
  element('ParameterKey', key) +
  element('DefaultValue', written(declaration, 'Default')) +
  element('NoEcho', written(declaration, 'NoEcho') ?? 'false') +
  element('Description', written(declaration, 'Description'));

function parameterSummary(key: string, declaration: JsonMap): string {
  const { AllowedValues: allowed } = declaration;
  const values = isList(allowed) ? allowed.map(String) : [];
  return (
    parameterElements(key, declaration) +
    element('ParameterType', written(declaration, 'Type')) +
    (values.length > 0 ? wrap('ParameterConstraints', list('AllowedValues', values)) : '')
  );
}
