import { createServer, type Socket } from 'node:net';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { patient } from '../../../../lambdas/platform/runtime/patience.ts';
import { sources } from '../../../architecture/sources.ts';

const open = new Set<Socket>();
let answered = '';
/** Takes connections, and says no more than it is told to. */
const silent = createServer((socket) => {
  open.add(socket);
  socket.on('error', () => undefined);
  socket.on('data', () => answered && socket.write(answered));
});
let endpoint: string;
beforeAll(
  () =>
    new Promise<void>((done) => {
      silent.listen(0, '127.0.0.1', () => {
        const address = silent.address();
        endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
        done();
      });
    }),
);
afterAll(() => {
  for (const socket of open) socket.destroy();
  silent.close();
});

const call = () =>
  new DynamoDBClient({
    ...patient({ seconds: 0.1, tries: 2 }),
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  }).send(new ListTablesCommand());

it.each([
  ['never begins', ''],
  [
    'stops half-way',
    'HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: 99\r\n\r\n{',
  ],
])('a call whose answer %s ends as a TimeoutError', async (_, begun) => {
  answered = begun;
  await expect(call()).rejects.toMatchObject({ name: 'TimeoutError' });
});

it('a client of AWS gives up within the 20 seconds that most functions have', () => {
  const { maxAttempts, requestHandler } = patient();
  expect(maxAttempts * requestHandler.requestTimeout).toBeLessThan(20_000);
});

it('every client of AWS is made with these limits', () => {
  const made = sources
    .filter(({ path }) => path.startsWith('lambdas/'))
    .flatMap(({ text }) => text.match(/new \w+Client\([^)]*/g) ?? []);
  expect(made.length).toBeGreaterThan(5);
  expect(made.filter((one) => !one.includes('(patient('))).toEqual([]);
});
