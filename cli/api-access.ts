import { execFile } from 'node:child_process';
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

/**
 * Access to a deployment with the tokens that a command prints.
 * @throws UsageError when an option is missing
 */
export function accessTo(values: { readonly url?: string; readonly 'token-command'?: string }): Access {
  const { url, 'token-command': command } = values;
  if (url === undefined || !URL.canParse(url)) throw new UsageError('--url is the address of the API');
  if (command === undefined || command === '') throw new UsageError('--token-command is missing');
  let token: string | undefined;
  return async (name, input) => {
    for (let fresh = false; ; fresh = true) {
      if (fresh || token === undefined) token = await printed(command);
      const headers = { authorization: `Bearer ${token}` };
      const reply = await call({ baseUrl: url, headers: () => headers }, name, input);
      if (reply.ok) return reply.body;
      if (reply.status === 401 && !fresh) continue;
      const { title, detail } = reply.problem;
      throw new Refused(reply.status, detail === undefined ? title : `${title}: ${detail}`);
    }
  };
}

/** What a command prints, in one line; it is run by the shell, so that it may have arguments. */
async function printed(command: string): Promise<string> {
  const { stdout } = await promisify(execFile)('/bin/sh', ['-c', command]);
  return stdout.trim();
}
