import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Stage } from '../stage.ts';

/**
 * The paths of the functions' roles, and how policies recognise them. A path stays the same when a role is replaced;
 * its id does not.
 */
export class RolePaths {
  /** ARN of the path below which every role of this stage is. */
  readonly root: string;
  readonly #stage: Stage;
  readonly #sessions: string;

  constructor(scope: Construct, stage: Stage) {
    const { partition, account } = Stack.of(scope);
    this.#stage = stage;
    this.#sessions = `arn:${partition}:sts::${account}:assumed-role`;
    this.root = `arn:${partition}:iam::${account}:role/habeas/${stage.name}`;
  }

  /** Path of the role of a function, or of anything else that runs. */
  pathOf(name: string): string {
    return `/habeas/${this.#stage.name}/${name}/`;
  }

  /** Pattern of the `aws:PrincipalArn` of whatever runs under that name. */
  of(name: string): string {
    // The local AWS gives the session's ARN, without the path; the generated name of a role begins with its id.
    return this.#stage.name === 'local'
      ? `${this.#sessions}/*${name.charAt(0).toUpperCase()}${name.slice(1)}*/*`
      : `${this.root}/${name}/*`;
  }

  /** Pattern of all functions of this stage. */
  get all(): string {
    return this.#stage.name === 'local' ? `${this.#sessions}/*` : `${this.root}/*`;
  }

  /** Pattern of the roles that only a restore uses. */
  get restore(): string {
    return this.of('restore');
  }
}
