import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Stage } from '../stage.ts';

/**
 * Where the roles of the functions are, and how a policy recognises them. A path survives the replacement of a
 * role; its id would not.
 */
export class RolePaths {
  /** ARN of the path that every role of this stage lies below. */
  readonly root: string;
  readonly #stage: Stage;
  readonly #sessions: string;

  constructor(scope: Construct, stage: Stage) {
    const { partition, account } = Stack.of(scope);
    this.#stage = stage;
    this.#sessions = `arn:${partition}:sts::${account}:assumed-role`;
    this.root = `arn:${partition}:iam::${account}:role/habeas/${stage.name}`;
  }

  /** Path of the role of a function, or of whatever else runs. */
  pathOf(name: string): string {
    return `/habeas/${this.#stage.name}/${name}/`;
  }

  /** Pattern of the `aws:PrincipalArn` of what runs under that name. */
  of(name: string): string {
    // The local AWS gives the session's ARN there, without the path; a role's generated name begins with its id.
    return this.#stage.name === 'local'
      ? `${this.#sessions}/*${name.charAt(0).toUpperCase()}${name.slice(1)}*/*`
      : `${this.root}/${name}/*`;
  }

  /** Pattern of all functions of this stage. */
  get all(): string {
    return this.#stage.name === 'local' ? `${this.#sessions}/*` : `${this.root}/*`;
  }

  /** Roles that a restore uses, and nothing else does. */
  get restore(): string {
    return this.of('restore');
  }
}
