/** The next version of what an operation has read, checked against the version that its caller expects. */
export { nextVersion } from '../../platform/dynamodb/next-version.ts';
