/** A program as CommonJS, which knows neither `import` nor `await` at its top. */
export const asCommonJs = (program: string): string =>
  `(async () => {\n${program.replaceAll(/^import (\{.*?\}) from ('.*?');/gmu, 'const $1 = require($2);')}})();\n`;

/** A TypeScript program that requires packages from CommonJS. */
export const requireEach = (names: readonly string[]): string =>
  names
    .map(
      (name, index) =>
        `import library${index} = require('${name}');\nexport const of${index}: object = library${index};\n`,
    )
    .join('');

/** What the types must refuse. Where one of them were `any`, its line would not be an error, and so be one. */
export const MISUSES = `import { openDuckDbLake, movers } from '@tickerlake/athena-query';
import { sessionOn } from '@tickerlake/market-calendar';
import { type Bar, normalise } from '@tickerlake/record-schema';
import { createProducer } from '@tickerlake/stream-producer';
import { createYahooSource } from '@tickerlake/ticker-fetcher';
// @ts-expect-error A high is a number.
export const bar: Bar = { name: 'DDOG', ts: '', high: '67.5', low: 64.61 };
// @ts-expect-error No such option.
normalise('', { intervall: '1m' });
// @ts-expect-error A day is a text.
sessionOn(20241129);
// @ts-expect-error A producer needs a sink.
createProducer({});
// @ts-expect-error No such interval.
createYahooSource().fetchBars({ symbols: ['AAPL'], date: '2026-11-18', interval: '3m' });
// @ts-expect-error No such question.
movers({ per: 'century' });
// @ts-expect-error A lake lies somewhere.
openDuckDbLake({});
`;
