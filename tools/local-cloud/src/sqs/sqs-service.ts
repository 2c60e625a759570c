import { jsonService } from '../json-service.ts';
import type { Service } from '../service.ts';
import type { Queue } from './queue.ts';

/** SQS: standard queues. `endpoint` begins the queues' URLs. */
export function sqsService(_queues: ReadonlyMap<string, Queue>, _endpoint: () => string): Service {
  return jsonService('SQS', 'AmazonSQS', {});
}
