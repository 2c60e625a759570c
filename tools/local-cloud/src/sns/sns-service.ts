import { notImplemented, type Service } from '../service.ts';
import type { Topic } from './topic.ts';

/** SNS: topics with subscriptions of queues and of HTTP endpoints on this machine. */
export function snsService(_topics: ReadonlyMap<string, Topic>): Service {
  return {
    name: 'SNS',
    faulty: true,
    matches: ({ headers }) => /\/sns\/aws4_request\b/.test(headers['authorization'] ?? ''),
    route: () => Promise.reject(notImplemented('SNS', 'every call', 'nothing yet')),
    failure: ({ status }) => ({ status }),
  };
}
