import { type Stack, Validations } from 'aws-cdk-lib';
export function acknowledge(stack: Stack): void {
  void Validations; void stack;
}
