// What an estimate supposes where neither a price nor the code says it. Each is printed under the table.

/** Memory of every function, MB. */
export const FUNCTION_MB = 512;

/** One answer of the source of bars, milliseconds. */
export const FETCH_MS = 250;
/** Symbols asked for at once: the collector's own default. */
export const FETCHES_IN_FLIGHT = 4;
/** Of the time between two runs, the part that a run may take: what has more symbols is split over several collectors. */
export const RUN_SHARE = 0.5;
/** A run of the collector beside its fetching, and a run that finds nothing to do, milliseconds. */
export const COLLECTOR_BASE_MS = 100;
export const SKIPPED_RUN_MS = 10;
/** How far a run reaches back before the end of the last: `TICKERLAKE_OVERLAP_MINUTES`. */
export const OVERLAP_MINUTES = 5;
/** Hours of a weekday in which the schedule fires: 09:00 to 17:00 New York, so that it meets the collection after the close. */
export const SCHEDULED_HOURS = 8;
/** In what time the whole session, sent once more after the close, is on the stream at the latest, seconds. */
export const CLOSING_SECONDS = 600;
/** The producer sends what it has after this long: its `lingerMs`. */
export const LINGER_SECONDS = 1;

/** Price requests a minute that Yahoo's users keep to. https://github.com/gadicc/yahoo-finance2 */
export const YAHOO_REQUESTS_A_MINUTE = 60;

/** How long Firehose gathers before it calls the transformer and writes an object, and how long the log pipe waits, seconds. */
export const GATHER_SECONDS = 60;
/** What Firehose hands to the transformer at once: its default. https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html */
export const TRANSFORM_BATCH_BYTES = 1_048_576;
/** What Firehose puts into an object at most. https://docs.aws.amazon.com/firehose/latest/APIReference/API_BufferingHints.html */
export const DELIVERY_OBJECT_BYTES = 128 * 1_048_576;

/** Records that a function reads and writes in a second with its share of a processor: a quarter of what docs/benchmarks.md has. */
export const RECORDS_PER_SECOND = 47_000;
/** An invocation of transformer, log pipe or processor beside its records, milliseconds. */
export const INVOCATION_BASE_MS = 20;
/** A PUT and a notice of the processor, milliseconds. */
export const OBJECT_MS = 60;

/** Beginning of a new environment, milliseconds: an empty function's 114 and the import of the bundle, as docs/benchmarks.md has it. */
export const INIT_MS = { collector: 230, transformer: 135, logPipe: 205, processor: 230 };
/** An environment in steady use lives so long, hours. */
export const ENVIRONMENT_HOURS = 2;

/** Environments that make the feed: companies that one has at most (`TICKERLAKE_SYMBOLS` of the market feed). */
export const SYMBOLS_PER_FEED = 100;
/** Between two quotes of a company, and two rates of a pair, seconds: the market simulator's. */
export const TICK_SECONDS = 15;
/** Pairs that the feed has unless told otherwise. */
export const PAIRS = 6;
/** Stories about a company on a day of the calendar, as the simulator makes them on average, rounded up. */
export const STORIES_A_DAY = 4;

/** What a message may hold: the log pipe's own limit. */
export const MESSAGE_BYTES = 1_044_480;
/** What a mapping hands over at once, before base64. https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html */
export const MAPPING_BATCH_BYTES = 4_500_000;
/** A mapping asks an idle queue with so many pollers, each waiting so long. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
export const QUEUE_POLLERS = 5;
export const QUEUE_POLL_SECONDS = 20;

/** A Parquet object without its rows, and a row of it, bytes, as measured; small objects are mostly footer. */
export const OBJECT_BYTES = 1_500;
export const STORED_ROW_BYTES = 20;
/** GET requests of a query for each object that it reads: footer and columns. */
export const GETS_PER_OBJECT = 2;

/** A notice with its attributes, bytes. */
export const NOTICE_BYTES = 1_000;

/** What an invocation logs: its own line, its metrics and Lambda's three lines, bytes. */
export const LOGGED_BYTES = 1_500;

// What apps/infrastructure deploys, whatever there is to do. Its tests compare these figures with its templates.

/** Metrics that alarms look at: each alarm has one, but for "no bars in a market minute", which has two. */
export const ALARM_METRICS = 21;
/** Metrics that each function counts itself. */
export const FUNCTION_METRICS = { collector: 6, transformer: 4, logPipe: 4, processor: 8, marketFeed: 1 };
export const DASHBOARDS = 1;
/** Keys of the customer's own: one, for logs and alarms. */
export const KEYS = 1;
/** Days between two runs of the crawler over the raw zone, and what each takes; a short one is billed as ten minutes. */
export const CRAWL_EVERY_DAYS = 7;
export const CRAWL_DPUS = 2;
