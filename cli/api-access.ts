import { execFile } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { call, type InputOf, type OperationName, type ResultOf } from '../lambdas/api/client.ts';
import { UsageError } from './command.ts';

/** Options of every command that calls a deployment. */
export const accessOptions = {
  url: { type: 'string' },
  'token-command': { type: 'string' },
} as const;

export const accessHelp = `  --url URL                 Where the API is, for example https://vault.example.org.
  --token-command COMMAND   A command that prints a bearer token; it is run again when the token is refused.`;

/** The API refused a call; the message says how. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Calls operations of a deployment, each with its answer. */
export type Access = <const N extends OperationName>(name: N, input: InputOf<N>) => Promise<ResultOf<N>>;

/** Access with the tokens that the options name, as `accessWith` gives it. */
export function accessTo(values: { readonly url?: string; readonly 'token-command'?: string }): Access {
  const { url, 'token-command': command } = values;
  if (url === undefined || !URL.canParse(url)) throw new UsageError('--url is the address of the API');
  if (command === undefined || command === '') throw new UsageError('--token-command is missing');
  return accessWith(url, () => printed(command));
}

/** Answers after which the same call may succeed: the service is busy. */
const busy = [429, 503];

/**
 * Access to a deployment. A token that is refused is renewed once a call.
 * @param patience how often a call that gets no answer, or finds the service busy, is tried again, ever later.
 * @throws Refused of each call; what the network throws
 */
export function accessWith(url: string, newToken: () => Promise<string>, patience = 0): Access {
  let token: string | undefined;
  return async (name, input) => {
    let renewed = false;
    for (let failures = 0; ; ) {
      token ??= await newToken();
      const headers = { authorization: `Bearer ${token}` };
      const reply = await call({ baseUrl: url, headers: () => headers }, name, input).catch(
        (error: unknown) => {
          if (failures >= patience) throw error;
          return undefined;
        },
      );
      if (reply?.ok) return reply.body;
      if (reply?.status === 401 && !renewed) {
        renewed = true;
        token = undefined;
        continue;
      }
      if (reply && (failures >= patience || !busy.includes(reply.status))) {
        const { title, detail } = reply.problem;
        throw new Refused(reply.status, detail === undefined ? title : `${title}: ${detail}`);
      }
      failures++;
      await setTimeout(500 * 2 ** failures);
    }
  };
}

/** What a command prints, in one line; it is run by the shell, so that it may have arguments. */
export async function printed(command: string): Promise<string> {
  const { stdout } = await promisify(execFile)('/bin/sh', ['-c', command]);
  return stdout.trim();
}
