import { expect, it } from 'vitest';
import { readAthenaValue } from './athena-values.ts';

it.each([
  ['varchar', '', ''],
  ['varchar', 'true', 'true'],
  ['double', '67.61000061035156', 67.61000061035156],
  ['double', '1.0E-5', 0.00001],
  ['double', 'Infinity', Infinity],
  ['double', 'NaN', Number.NaN],
  ['float', '1.5', 1.5],
  ['integer', '-7', -7],
  ['bigint', '9007199254740991', 9007199254740991],
  ['bigint', '9007199254740993', 9007199254740993n],
  ['boolean', 'true', true],
  ['boolean', 'false', false],
  ['timestamp', '2020-05-14 13:30:00.000', new Date('2020-05-14T13:30:00Z')],
  ['timestamp', '2020-05-14 13:30:00.123456', new Date('2020-05-14T13:30:00.123Z')],
  ['timestamp', '2020-05-14 13:30:00', new Date('2020-05-14T13:30:00Z')],
  ['timestamp with time zone', '2020-05-14 13:30:00.000 UTC', new Date('2020-05-14T13:30:00Z')],
  ['timestamp with time zone', '2020-05-14 09:30:00.000 America/New_York', '2020-05-14 09:30:00.000 America/New_York'],
  ['date', '2020-05-14', '2020-05-14'],
  ['decimal', '1.10', '1.10'],
  ['array', '[AAPL, DDOG]', '[AAPL, DDOG]'],
  ['map', '{a=1}', '{a=1}'],
  ['row', '{a=1, b=null}', '{a=1, b=null}'],
  ['varbinary', '68 65 6c 6c 6f', '68 65 6c 6c 6f'],
  ['decimal', '12345678901234567890.000000000000000001', '12345678901234567890.000000000000000001'],
  ['decimal(38,18)', '-0.10', '-0.10'],
  ['bigint', '-9223372036854775808', -9223372036854775808n],
  ['double', '-Infinity', -Infinity],
  ['real', '3.4028235E38', 3.4028235e38],
  ['timestamp(3)', '2020-05-14 13:30:00.123', new Date('2020-05-14T13:30:00.123Z')],
  ['timestamp(3) with time zone', '2020-05-14 13:30:00.123 UTC', new Date('2020-05-14T13:30:00.123Z')],
  ['timestamp', '+12020-05-14 13:30:00.000', '+12020-05-14 13:30:00.000'],
  ['timestamp with time zone', '2020-05-14 09:30:00.000 -04:00', '2020-05-14 09:30:00.000 -04:00'],
])('a %s of %s is read exactly', (type, text, value) => {
  expect(readAthenaValue(type, text)).toEqual(value);
});

it('nothing is null, whatever the type', () => {
  expect(readAthenaValue('varchar', undefined)).toBeNull();
  expect(readAthenaValue('bigint', undefined)).toBeNull();
});
