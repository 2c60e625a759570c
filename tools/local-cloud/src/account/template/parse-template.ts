import { parse, YAMLParseError } from 'yaml';
import type { CollectionTag, ScalarTag, Tags } from 'yaml';
import type { JsonValue } from '../../json-value.ts';
import { validationError } from '../validation-error.ts';
import { isMap, type JsonMap } from './json.ts';

/** Functions that YAML may write as tags: `!Sub text`. `!Ref` and `!Condition` have no `Fn::` before them. */
const FUNCTIONS =
  'And Base64 Cidr Equals FindInMap GetAZs GetAtt If ImportValue Join Not Or Select Split Sub Transform';

/** The value of a template, JSON or YAML. Throws as CloudFormation words it. */
export function parseTemplate(text: string): JsonMap {
  const value = /^\s*\{/.test(text) ? parseJson(text) : parseYaml(text);
  if (isMap(value)) return value;
  throw validationError('Template format error: unsupported structure.');
}

function parseJson(text: string): JsonValue {
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch (error) {
    const where = error instanceof Error ? error.message : String(error);
    throw validationError(`Template format error: JSON not well-formed. (${where})`);
  }
}

/** YAML 1.1, as CloudFormation reads it, but for dates: `2012-10-17` is a text. */
function parseYaml(text: string): JsonValue {
  const customTags = (tags: Tags): Tags => [
    ...tags.filter((tag) => tag !== 'timestamp' && !isTimestamp(tag)),
    ...shortForms(),
  ];
  try {
    const value: JsonValue = parse(text, { schema: 'yaml-1.1', customTags, logLevel: 'error' });
    return value;
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    const [start] = error.linePos ?? [];
    const where = start ? ` (line ${start.line}, column ${start.col})` : '';
    throw validationError(`Template format error: YAML not well-formed.${where}`);
  }
}

const isTimestamp = (tag: Tags[number]): boolean => typeof tag === 'object' && tag.tag.endsWith(':timestamp');

function shortForms(): (ScalarTag | CollectionTag)[] {
  const functions = FUNCTIONS.split(' ').map((name) => [`!${name}`, `Fn::${name}`] as const);
  const all = [...functions, ['!Ref', 'Ref'], ['!Condition', 'Condition']] as const;
  return all.flatMap(([tag, name]): (ScalarTag | CollectionTag)[] => [
    { tag, resolve: (text) => ({ [name]: name === 'Fn::GetAtt' ? splitOnce(text) : text }) },
    { tag, collection: 'seq', resolve: (items) => ({ [name]: items.toJSON() }) },
    { tag, collection: 'map', resolve: (items) => ({ [name]: items.toJSON() }) },
  ]);
}

/** `Bucket.Arn` → `['Bucket', 'Arn']`; an attribute may have dots itself. */
const splitOnce = (text: string): string[] => {
  const at = text.indexOf('.');
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
};
