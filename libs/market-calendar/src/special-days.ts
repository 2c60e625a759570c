import { NYSE_SPECIAL_CLOSINGS } from './sources.ts';

/** A day that no rule foretells: closed all day, or opened late, or closed early, or both. */
export interface SpecialDay {
  /** New York date, `YYYY-MM-DD`. */
  readonly date: string;
  readonly reason: string;
  /** Closed all day. */
  readonly closed?: true;
  /** New York time of the opening bell, `HH:MM`. @default '09:30' */
  readonly openAt?: string;
  /** New York time of the closing bell, `HH:MM`. @default '16:00' */
  readonly closeAt?: string;
  /** Link to who says so. */
  readonly source: string;
}

const SEPTEMBER_11 = 'Attack on the World Trade Center';
const GULF_WAR = 'Moment of silence for the troops in the Persian Gulf';
const LONG_CLOSURES =
  'https://www.reuters.com/article/usa-stocks-market-closings/factbox-history-of-extended-new-york-stock-exchange-market-closings-idUSL1N2B95A6';
const REAGAN = 'https://money.cnn.com/2004/06/07/markets/nyse_reagan/index.htm';

/**
 * Full closures, late openings and early closes of the New York Stock Exchange since 1990 that do not come every year.
 * Halts in the middle of a session (1997-10-27 14:36, 2015-07-08 11:32) are not here: the session went on after them.
 */
export const SPECIAL_DAYS: readonly SpecialDay[] = [
  {
    date: '1990-12-27',
    reason: 'Explosion of a Con Edison transformer',
    openAt: '11:00',
    source: 'https://www.latimes.com/archives/la-xpm-1990-12-27-fi-10307-story.html',
  },
  { date: '1991-01-17', reason: GULF_WAR, openAt: '09:31', source: NYSE_SPECIAL_CLOSINGS },
  { date: '1991-02-25', reason: GULF_WAR, openAt: '09:31', source: NYSE_SPECIAL_CLOSINGS },
  { date: '1994-02-11', reason: 'Snowstorm', closeAt: '14:30', source: NYSE_SPECIAL_CLOSINGS },
  { date: '1994-04-27', reason: 'Funeral of former President Nixon', closed: true, source: REAGAN },
  {
    date: '1995-12-18',
    reason: 'Computer trouble',
    openAt: '10:30',
    source: 'https://www.latimes.com/archives/la-xpm-1995-12-19-fi-15720-story.html',
  },
  {
    date: '1996-01-08',
    reason: 'Blizzard',
    openAt: '11:00',
    closeAt: '14:00',
    source: 'https://www.apnews.com/5a53fc70e2d1e46e52cd5d636020d891',
  },
  {
    date: '1997-10-27',
    reason: 'Circuit breaker',
    closeAt: '15:30',
    source: 'https://www.latimes.com/archives/la-xpm-2005-jun-02-fi-glitch2-story.html',
  },
  { date: '1997-12-26', reason: 'Day after Christmas', closeAt: '13:00', source: NYSE_SPECIAL_CLOSINGS },
  {
    date: '1999-12-31',
    reason: 'Turn of the century',
    closeAt: '13:00',
    source:
      'https://mondovisione.com/media-and-resources/news/the-new-york-stock-exchange-defers-offhours-trading-until-second-half-2000',
  },
  { date: '2001-09-11', reason: SEPTEMBER_11, closed: true, source: LONG_CLOSURES },
  { date: '2001-09-12', reason: SEPTEMBER_11, closed: true, source: LONG_CLOSURES },
  { date: '2001-09-13', reason: SEPTEMBER_11, closed: true, source: LONG_CLOSURES },
  { date: '2001-09-14', reason: SEPTEMBER_11, closed: true, source: LONG_CLOSURES },
  {
    date: '2001-09-17',
    reason: 'Silence for the victims of September 11',
    openAt: '09:33',
    source: NYSE_SPECIAL_CLOSINGS,
  },
  {
    date: '2001-10-08',
    reason: 'Moment of silence for the troops of Operation Enduring Freedom',
    openAt: '09:31',
    source: NYSE_SPECIAL_CLOSINGS,
  },
  {
    date: '2002-09-11',
    reason: 'First anniversary of September 11',
    openAt: '12:00',
    source: 'https://variety.com/2002/scene/markets-festivals/market-s-mourning-session-1117872664/',
  },
  {
    date: '2003-03-20',
    reason: 'Moment of silence for the troops of Operation Iraqi Freedom',
    openAt: '09:32',
    source: NYSE_SPECIAL_CLOSINGS,
  },
  { date: '2003-12-26', reason: 'Day after Christmas', closeAt: '13:00', source: NYSE_SPECIAL_CLOSINGS },
  { date: '2004-06-07', reason: 'Moment of silence for former President Reagan', openAt: '09:32', source: REAGAN },
  { date: '2004-06-11', reason: 'Day of mourning for former President Reagan', closed: true, source: REAGAN },
  {
    date: '2005-06-01',
    reason: 'Communications trouble',
    closeAt: '15:56',
    source: 'https://www.latimes.com/archives/la-xpm-2005-jun-02-fi-glitch2-story.html',
  },
  {
    date: '2006-12-27',
    reason: 'Moment of silence for former President Ford',
    openAt: '09:32',
    source: NYSE_SPECIAL_CLOSINGS,
  },
  {
    date: '2007-01-02',
    reason: 'Day of mourning for former President Ford',
    closed: true,
    source: 'https://www.washingtonpost.com/wp-dyn/content/article/2006/12/29/AR2006122900412.html',
  },
  { date: '2012-10-29', reason: 'Hurricane Sandy', closed: true, source: LONG_CLOSURES },
  { date: '2012-10-30', reason: 'Hurricane Sandy', closed: true, source: LONG_CLOSURES },
  {
    date: '2018-12-05',
    reason: 'Day of mourning for former President George H. W. Bush',
    closed: true,
    source: 'https://www.tmcnet.com/usubmit/2018/12/01/8860763.htm',
  },
  {
    date: '2025-01-09',
    reason: 'Day of mourning for former President Carter',
    closed: true,
    source:
      'https://ir.theice.com/press/news-details/2024/The-New-York-Stock-Exchange-Will-Close-Markets-on-January-9-to-Honor-the-Passing-of-Former-President-Jimmy-Carter-on-National-Day-of-Mourning/default.aspx',
  },
];
