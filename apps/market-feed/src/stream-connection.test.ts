import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { StreamConnection } from './stream-connection.ts';

it('takes nothing more once it was ended, though its client may still read', async () => {
  const outgoing = new ServerResponse(new IncomingMessage(new Socket()));
  const errors: unknown[] = [];
  outgoing.on('error', (error) => errors.push(error));
  const connection = new StreamConnection(outgoing);
  expect(connection.isOpen).toBe(true);
  connection.end();
  expect(outgoing.destroyed).toBe(false);
  expect(connection.isOpen).toBe(false);
  connection.send('data: late\n\n');
  await connection.sendInTime('data: late\n\n');
  await new Promise((resolve) => setImmediate(resolve));
  expect(errors).toEqual([]);
});
