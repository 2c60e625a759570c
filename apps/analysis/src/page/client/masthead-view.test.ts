import { fromNewYork } from '@tickerlake/market-calendar';
import { expect, it } from 'vitest';
import { tellSession, tellSpeed } from './masthead-view.ts';
import { PageState } from './page-state.ts';

const session = {
  date: '2026-11-20',
  openMs: fromNewYork('2026-11-20', 9, 30),
  closeMs: fromNewYork('2026-11-20', 16),
};

it('the session is told with the bell that counts next', () => {
  const state = new PageState();
  expect(tellSession(state)).toBe('–');
  Object.assign(state, { session, marketTimeMs: session.openMs });
  expect(tellSession(state)).toBe('Open until 16:00');
  Object.assign(state, { marketTimeMs: session.closeMs });
  expect(tellSession(state)).toBe('Closed since Friday 16:00');
  Object.assign(state, { ended: true });
  expect(tellSession(state)).toBe('The market has ended');
});

it('the speed is told in words', () => {
  expect([1, 60, 0.5].map(tellSpeed)).toEqual([
    'Real time',
    '60 market seconds a second',
    '0.5 market seconds a second',
  ]);
});
