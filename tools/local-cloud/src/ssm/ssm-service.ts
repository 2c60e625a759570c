import { type Fields, text } from '../fields.ts';
import { jsonService } from '../json-service.ts';
import { ACCOUNT_ID, type Service, ServiceError } from '../service.ts';
import type { Parameter, ParameterStore } from './parameter-store.ts';

/** @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
const NAMES_MAX = 10;

/** SSM: the parameters that stacks have made, to be read. */
export const ssmService = (parameters: ParameterStore, region: string): Service =>
  jsonService('SSM', 'AmazonSSM', {
    GetParameter: (fields) => {
      const name = text(fields, 'Name');
      const found = find(parameters, name);
      if (!found) throw new ServiceError('ParameterNotFound', `Parameter ${name} not found.`);
      return { Parameter: answer(found, region) };
    },
    GetParameters: (fields) => {
      const names = namesOf(fields);
      const found = names.flatMap((name) => find(parameters, name) ?? []);
      return {
        Parameters: found.map((one) => answer(one, region)),
        InvalidParameters: names.filter((name) => !find(parameters, name)),
      };
    },
  });

function namesOf({ Names: names }: Fields): string[] {
  const all = Array.isArray(names) ? names.filter((one) => typeof one === 'string') : [];
  if (all.length > 0 && all.length <= NAMES_MAX) return all;
  throw new ServiceError('ValidationException', `Names must have 1 to ${NAMES_MAX} members, and has ${all.length}`);
}

/** By its name, the ARN that ends in it, or with its version behind. */
function find(parameters: ParameterStore, wanted: string): Parameter | undefined {
  const named = wanted.replace(/^arn:aws:ssm:[^:]*:\d*:parameter/, '');
  const [, name = '', version] = /^(.*?)(?::(\d+))?$/.exec(named) ?? [];
  const found = parameters.get(name) ?? parameters.get(name.replace(/^\//, ''));
  return version === undefined || found?.version === Number(version) ? found : undefined;
}

const answer = ({ name, type, value, version, modifiedMs }: Parameter, region: string) => ({
  Name: name,
  Type: type,
  Value: value,
  Version: version,
  LastModifiedDate: modifiedMs / 1000,
  ARN: `arn:aws:ssm:${region}:${ACCOUNT_ID}:parameter${name.startsWith('/') ? '' : '/'}${name}`,
  DataType: 'text',
});
