import { Effect, PolicyStatement, type PolicyStatementProps } from 'aws-cdk-lib/aws-iam';
import list from './left-out.json' with { type: 'json' };

/**
 * What the local AWS cannot take, listed in left-out.json: resource types that its CloudFormation refuses or that
 * do nothing there, properties for which it refuses a resource, condition keys that it never fills in (so that a policy
 * statement with them never applies), and actions that it checks under another name, or without a resource. On every
 * other stage nothing is left out.
 */
export class LeftOut {
  readonly #local: boolean;
  readonly #leftOut = new Set<string>();

  constructor(local: boolean) {
    this.#local = local;
  }

  /**
   * Whether resources of this type, or with this property, are to be made; remembers what is not.
   * @param what a type of CloudFormation's; for a property, a dot and its name follow.
   */
  takes(what: string): boolean {
    if (!this.#local || ![...list.types, ...list.properties].includes(what)) return true;
    this.#leftOut.add(what);
    return false;
  }

  /**
   * A policy statement in the form that this stage can evaluate. An allowing statement loses the unsupported
   * conditions; a denying one would then deny too much, so it is left out.
   */
  statement(props: PolicyStatementProps): PolicyStatement[] {
    if (!this.#local) return [new PolicyStatement(props)];
    const conditions = this.#withoutUnknownKeys(props.conditions ?? {});
    if (props.effect === Effect.DENY && conditions.some) return [];
    return [
      new PolicyStatement({
        ...props,
        conditions: conditions.kept,
        ...this.#asChecked(props.actions ?? []),
      }),
    ];
  }

  /**
   * Whether the stage fills in this condition key: where it does not, a denying statement without the condition would
   * deny everything.
   */
  fills(conditionKey: string): boolean {
    return (
      !this.#local ||
      !list.conditionKeys.some((one) =>
        one.endsWith(':') ? conditionKey.startsWith(one) : conditionKey === one,
      )
    );
  }

  /** What was left out, for people to read; `none` when it is nothing. */
  describe(): string {
    return [...this.#leftOut].sort().join(', ') || 'none';
  }

  #asChecked(actions: readonly string[]): Pick<PolicyStatementProps, 'actions' | 'resources'> {
    const names = new Map(Object.entries(list.actions));
    return actions.some((action) => names.has(action))
      ? { actions: actions.map((action) => names.get(action) ?? action), resources: ['*'] }
      : {};
  }

  #withoutUnknownKeys(conditions: Readonly<Record<string, unknown>>) {
    const kept: Record<string, Record<string, unknown>> = {};
    let some = false;
    for (const [operator, block] of Object.entries(conditions))
      for (const [key, value] of Object.entries(block as Record<string, unknown>)) {
        if (this.fills(key)) kept[operator] = { ...kept[operator], [key]: value };
        else some = true;
      }
    return { kept, some };
  }
}
