import { describe, expect, it } from 'vitest';
import { type RunningFeed, runFeed } from '../test/running-feed.ts';

type Json = Readonly<Record<string, unknown>>;
interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly explode?: boolean;
  readonly schema: { readonly type?: string; readonly enum?: string[]; readonly items?: { readonly enum: string[] } };
}
interface Operation {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly responses: Readonly<Record<string, { readonly content: Json }>>;
}
interface Description {
  readonly openapi: string;
  readonly info: Json;
  readonly paths: Readonly<Record<string, { readonly get: Operation }>>;
  readonly components: { readonly schemas: Readonly<Record<string, Json>> };
}

const describeFeed = async (feed: RunningFeed) => (await feed.get('/openapi.json')).body as Description;

/** Every `$ref` in a document. */
const refsOf = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, field]) => (key === '$ref' ? [String(field)] : refsOf(field)));
};

/** A value that the description says is allowed. */
const valueOf = ({ name, schema }: Parameter): string => {
  if (schema.items) return schema.items.enum.slice(0, 2).join();
  if (schema.enum) return schema.enum.at(-1) ?? '';
  if (schema.type === 'integer') return name === 'limit' ? '2' : '1795182000';
  return { symbol: 'META', from: '2026-11-19', to: '2026-11-20' }[name] ?? '1795182000000';
};

const fill = (path: string, parameters: readonly Parameter[]): string =>
  parameters.reduce((filled, parameter) => filled.replace(`{${parameter.name}}`, valueOf(parameter)), path);

describe('the OpenAPI description', () => {
  it('is made as OpenAPI 3.1 says', async () => {
    const { openapi, info, paths, components } = await describeFeed(await runFeed());
    expect(openapi).toMatch(/^3\.1\.\d$/);
    expect(info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
    const ids = Object.values(paths).map(({ get }) => get.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [path, { get }] of Object.entries(paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(get.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(inPath);
      for (const { required, in: place } of get.parameters) expect(required).toBe(place === 'path');
      expect(get.responses['200']).toBeDefined();
    }
    for (const ref of refsOf(paths)) expect(Object.keys(components.schemas)).toContain(ref.split('/').at(-1));
    expect(Object.keys(components.schemas)).toEqual(['bar', 'quote', 'forex', 'news', 'problem']);
    expect(components.schemas['quote']?.['required']).toEqual(['kind', 'name', 'ts', 'price']);
  });

  it('has each route of the app, and no other', async () => {
    const feed = await runFeed();
    const { paths } = await describeFeed(feed);
    expect(Object.keys(paths)).toEqual([
      '/',
      '/api/stocks/{symbol}/bars',
      '/api/quotes',
      '/api/forex',
      '/api/news',
      '/api/stream',
      '/v8/finance/chart/{symbol}',
      '/healthz',
      '/openapi.json',
    ]);
    for (const [path, { get }] of Object.entries(paths)) {
      const page = await feed.get(fill(path, get.parameters), { method: 'HEAD' });
      expect(page.status).toBe(200);
      const type = page.headers.get('content-type')?.split(';')[0] ?? '';
      expect(Object.keys(get.responses['200']?.content ?? {})).toContain(type);
    }
  });

  it('names parameters that are accepted, and values that are allowed', async () => {
    const feed = await runFeed();
    const { paths } = await describeFeed(feed);
    let count = 0;
    for (const [path, { get }] of Object.entries(paths)) {
      const address = fill(path, get.parameters);
      for (const parameter of get.parameters.filter((one) => one.in !== 'path')) {
        const value = valueOf(parameter);
        const query = parameter.in === 'query' ? `?${parameter.name}=${encodeURIComponent(value)}` : '';
        const headers = parameter.in === 'header' ? { [parameter.name]: value } : {};
        const page = await feed.get(address + query, { method: 'HEAD', headers });
        expect([address + query, page.status]).toEqual([address + query, 200]);
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(25);
  });

  it('says of lists that commas stand between their values', async () => {
    const { paths } = await describeFeed(await runFeed());
    const symbols = paths['/api/quotes']?.get.parameters.find(({ name }) => name === 'symbols');
    expect(symbols).toMatchObject({
      explode: false,
      schema: { type: 'array', items: { enum: expect.arrayContaining(['META']) } },
    });
  });
});
