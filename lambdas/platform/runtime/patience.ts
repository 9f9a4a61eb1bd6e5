import { SdkSignature } from './sdk-signature.ts';

/** How long a client of an AWS service waits for one try of a call, and how often it tries. */
export interface Patience {
  readonly seconds?: number;
  readonly tries?: number;
}

/**
 * The settings of an AWS client that gives up in time: a connection that hangs ends as a `TimeoutError` that is
 * logged, recorded and answered, and not with the function. By default it takes 16 seconds at most, for functions
 * that have 20. It signs with `SdkSignature`.
 */
export function patient({ seconds = 4, tries = 4 }: Patience = {}) {
  return {
    maxAttempts: tries,
    signerConstructor: SdkSignature,
    requestHandler: {
      connectionTimeout: Math.min(1000, seconds * 1000),
      requestTimeout: seconds * 1000,
      // Without it the SDK only warns.
      throwOnRequestTimeout: true,
      // An answer that has begun may stop, too.
      socketTimeout: seconds * 1000,
    },
  };
}
