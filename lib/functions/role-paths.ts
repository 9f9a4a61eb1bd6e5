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

  /** Path of a zone's role. */
  pathOf(zone: string): string {
    return `/habeas/${this.#stage.name}/${zone}/`;
  }

  /** Pattern of the `aws:PrincipalArn` of a zone's function. */
  of(zone: string): string {
    // The local AWS gives the session's ARN there, without the path; a role's generated name begins with its id.
    return this.#stage.name === 'local'
      ? `${this.#sessions}/*${zone.charAt(0).toUpperCase()}${zone.slice(1)}*/*`
      : `${this.root}/${zone}/*`;
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
