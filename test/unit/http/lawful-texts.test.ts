import type { APIGatewayProxyEvent } from 'aws-lambda';
import { expect, it } from 'vitest';
import lawful from '../../../docs/lawful-texts.json' with { type: 'json' };
import { allOperations } from '../../../lambdas/api/operations.ts';
import { bodyOf } from '../../../lambdas/http/body.ts';

const put = allOperations.find(({ name }) => name === 'record.put');

it.each(Object.entries(lawful))('a body may hold %s, which firewalls take for an attack', (_, text) => {
  if (!put) throw new Error('there is no operation record.put');
  const body = { category: 'health.lab', data: { note: text } };
  const event = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  expect(bodyOf(event as Partial<APIGatewayProxyEvent> as APIGatewayProxyEvent, put)).toEqual(body);
});
