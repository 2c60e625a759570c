// Where the calendar's facts come from. The exchange's own notices where they can still be found; otherwise a newspaper of the day.

/** NYSE Rule 7.2: which holidays, and what happens when one falls on a weekend. */
export const NYSE_RULE_7_2 = 'https://www.nyse.com/publicdocs/nyse/regulation/nyse/NYSE_Rules.pdf';
/** The exchange's page of this year's and the next years' holidays and early closes. */
export const NYSE_HOURS = 'https://www.nyse.com/markets/hours-calendars';
/** The exchange's list of special closings, 1885 to January 2011 (it was nyse.com/pdfs/closings.pdf). */
export const NYSE_SPECIAL_CLOSINGS =
  'https://github.com/rsheftel/pandas_market_calendars/files/6827110/Stocks.NYSE-Closings.pdf';
/** NYSE Group's calendar for 2026, 2027 and 2028. */
export const NYSE_2026_TO_2028 =
  'https://mondovisione.com/media-and-resources/news/nyse-group-announces-2026-2027-and-2028-holiday-and-early-closings-calendar-20251223/';
