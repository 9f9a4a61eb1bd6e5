/*
 * The screens that nobody needs between the mail and the decision: they are loaded when the first of them is opened.
 */
export { address } from './address.tsx';
export { data } from './data.tsx';
export { erase } from './erase.tsx';
export { log } from './log.tsx';
export { permissions } from './permissions.tsx';
export { receipt } from './receipt.tsx';
export { rights } from './rights.tsx';
