declare module 'asl-validator' {
  /** Checks a definition; the package has no types of its own. */
  export default function aslValidator(definition: unknown): {
    readonly isValid: boolean;
    readonly errorsText: (separator: string) => string;
  };
}
