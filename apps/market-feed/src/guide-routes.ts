import { describeApi } from './open-api.ts';
import { defineRoute, json, type Route } from './route.ts';

const HTML_ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => HTML_ESCAPES[sign] ?? sign);

const textGuide = (routes: readonly Route[]): string =>
  [
    'Tickerlake market feed: a simulated market. Prices are made up.',
    '',
    ...routes.map(({ path, summary, example }) => `${path}\n    ${summary}\n    try ${example}`),
    '',
  ].join('\n');

const htmlGuide = (routes: readonly Route[]): string => {
  const items = routes.map(({ path, summary, example }) => {
    const link = escapeHtml(example);
    return `<dt>${escapeHtml(path)}</dt><dd>${escapeHtml(summary)}<br><a href="${link}">${link}</a></dd>`;
  });
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Tickerlake market feed</title>
<h1>Tickerlake market feed</h1><p>A simulated market. Prices are made up.</p><dl>${items.join('\n')}</dl></html>
`;
};

/** The routes that tell of all routes, themselves included. */
export function guideRoutes(others: readonly Route[]): readonly Route[] {
  const guide: Route = defineRoute({
    path: '/',
    id: 'getGuide',
    summary: 'What is here',
    example: '/',
    parameters: {},
    answer: {
      description: 'A list of all this',
      content: { 'text/plain': { type: 'string' }, 'text/html': { type: 'string' } },
    },
    crossOrigin: false,
    answerWith(_values, { incoming }) {
      const isBrowser = incoming.headers.accept?.includes('text/html') ?? false;
      const type = `text/${isBrowser ? 'html' : 'plain'}; charset=utf-8`;
      return new Response(isBrowser ? htmlGuide(routes) : textGuide(routes), { headers: { 'content-type': type } });
    },
  });
  const description = defineRoute({
    path: '/openapi.json',
    id: 'getDescription',
    summary: 'This interface as OpenAPI 3.1',
    example: '/openapi.json',
    parameters: {},
    answer: { description: 'An OpenAPI document', content: { 'application/json': { type: 'object' } } },
    crossOrigin: true,
    answerWith: () => json(described),
  });
  const routes: readonly Route[] = [guide, ...others, description];
  const described = describeApi(routes);
  return routes;
}
