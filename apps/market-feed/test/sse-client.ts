import { get, type IncomingMessage } from 'node:http';

/** An event as a client of server-sent events sees it. */
export interface SentEvent {
  readonly id: string;
  readonly type: string;
  readonly data: string;
}

/** Takes a stream apart as the HTML standard says, as far as this server uses it. */
export class SseParser {
  #rest = '';
  /** Of the last block that had one, events or not. */
  lastId = '';
  readonly comments: string[] = [];

  push(text: string): SentEvent[] {
    const blocks = (this.#rest + text).split('\n\n');
    this.#rest = blocks.pop() ?? '';
    return blocks.flatMap((block) => this.#read(block));
  }

  #read(block: string): SentEvent[] {
    const fields = new Map<string, string>();
    for (const line of block.split('\n')) {
      const colon = line.indexOf(':');
      if (colon === 0) this.comments.push(line.slice(1).trim());
      else fields.set(line.slice(0, colon), line.slice(colon + 1).trimStart());
    }
    this.lastId = fields.get('id') ?? this.lastId;
    const data = fields.get('data');
    return data === undefined ? [] : [{ id: this.lastId, type: fields.get('event') ?? 'message', data }];
  }
}

/** One connection to the event stream, by hand: `EventSource` would connect again by itself. */
export class SseClient {
  readonly #response: IncomingMessage;
  readonly #parser = new SseParser();
  readonly events: SentEvent[] = [];
  #onEvents: () => void = () => undefined;
  isOpen = true;

  private constructor(response: IncomingMessage) {
    this.#response = response;
    response.setEncoding('utf8');
    response.on('data', (text: string) => {
      this.events.push(...this.#parser.push(text));
      this.#onEvents();
    });
    response.on('error', () => undefined);
    response.on('close', () => {
      this.isOpen = false;
      this.#onEvents();
    });
  }

  /** Connects; rejects where the server does not stream. */
  static async open(url: string, lastEventId?: string): Promise<SseClient> {
    const headers = { accept: 'text/event-stream', ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) };
    const request = get(url, { headers, agent: false });
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request.once('response', resolve).once('error', reject);
    });
    if (response.statusCode !== 200) throw new Error(`The stream answered ${response.statusCode}`);
    const client = new SseClient(response);
    while (client.lastId === '' && client.isOpen) await client.changed();
    return client;
  }

  /** Where the client would resume. */
  get lastId(): string {
    return this.#parser.lastId;
  }
  get comments(): readonly string[] {
    return this.#parser.comments;
  }

  /** Resolves at the next bytes, or at the end. */
  changed(): Promise<void> {
    return new Promise((resolve) => {
      this.#onEvents = resolve;
    });
  }

  async until(holds: () => boolean): Promise<void> {
    while (!holds() && this.isOpen) await this.changed();
  }

  pause(): void {
    this.#response.pause();
  }
  resume(): void {
    this.#response.resume();
  }
  close(): void {
    this.#response.destroy();
    this.isOpen = false;
  }
}
