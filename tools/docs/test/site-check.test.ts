import { deflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { checkSite } from '../src/site/check-site.ts';
import { type Files, makeFolder } from './site-files.ts';

const problemsOf = (files: Files, secrets: readonly string[] = []): string[] =>
  checkSite(makeFolder(files), secrets).map(({ place, message }) => `${place}: ${message}`);

const page = (body: string, head = ''): string =>
  `<!DOCTYPE html><html><head>${head}</head><body>${body}</body></html>`;
const script = (name: string, data: unknown): string =>
  `window.${name} = "${deflateSync(JSON.stringify(data)).toString('base64')}"`;

it('has nothing against a site whose references all lead to files and anchors of its own', () => {
  const files = {
    'index.html': page(
      '<h1 id="top">x</h1> <a href="#top">a</a> <a href="">b</a> <a href="guides/one.html#o%20ne">c</a> <a href="https://x.example">d</a>',
      '<link rel="stylesheet" href="assets/style.css"><script src="assets/search.js"></script>',
    ),
    'guides/one.html': page(
      '<p id="o ne"></p><a href="../index.html#top">up</a><use href="../assets/icons.svg#star"></use>',
    ),
    'assets/style.css': 'a { background: url("data:image/png;base64,AA") url(icons.svg) }',
    'assets/icons.svg': '<svg><g id="star"></g></svg>',
    'assets/search.js': script('searchData', { rows: [{ url: 'guides/one.html#o ne' }] }),
  };
  expect(problemsOf(files)).toEqual([]);
});

it('names dead links and dead anchors, also those of navigation and search', () => {
  const files = {
    'index.html': page('<a href="gone.html">a</a> <a href="index.html#gone">b</a> <img src="gone.png">'),
    'assets/navigation.js': script('navigationData', [{ text: 'x', children: [{ path: 'guides/gone.html' }] }]),
  };
  expect(problemsOf(files)).toEqual([
    'assets/navigation.js: ../guides/gone.html is dead: the site has no guides/gone.html.',
    'index.html: gone.html is dead: the site has no gone.html.',
    'index.html: index.html#gone is dead: index.html has no #gone.',
    'index.html: gone.png is dead: the site has no gone.png.',
  ]);
});

it('lets nothing be fetched from elsewhere, and no address begin at a root', () => {
  const files = {
    'index.html': page(
      '<a href="/docs/">a</a> <a href="http://x.example">b</a>',
      '<script src="https://cdn.example/x.js"></script>',
    ),
    'style.css': '@font-face { src: url(https://fonts.example/x.woff2) }',
  };
  expect(problemsOf(files)).toEqual([
    'index.html: loads https://cdn.example/x.js: carry it along.',
    "index.html: /docs/ works at the root of a host alone: write it from the page's folder.",
    'index.html: http://x.example is not https: link to the page over https.',
    'style.css: loads https://fonts.example/x.woff2: carry it along.',
  ]);
});

it('finds paths of this machine in pages, and in what navigation and search carry', () => {
  const files = {
    'index.html': page('made in /home/somebody/site'),
    'assets/search.js': script('searchData', { text: '/home/somebody/site' }),
    'assets/main.js': 'window.x = 1',
  };
  expect(problemsOf(files, ['/home/somebody'])).toEqual([
    'assets/search.js: holds /home/somebody, which is of this machine alone: leave it out.',
    'index.html: holds /home/somebody, which is of this machine alone: leave it out.',
  ]);
});
