/** How an operation makes the next version of what it has read, when its caller may name the one it replaces. */
export { nextVersion } from '../../platform/dynamodb/next-version.ts';
